import { columns, type TableEntry } from './entry.ts';

/** What programs do. */
export const DEVELOPERS: Record<string, TableEntry> = {
  api_calls: {
    purpose: { pt: 'Chamadas de programas à API, por 30 dias', en: 'Calls of programs to the API, for 30 days' },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'path ip bodies',
      technical:
        'id key_id token_id method route status code ms trace_id received sent idempotency_key replay_of bodies_key',
    }),
  },
  token_families: {
    purpose: {
      pt: 'Cadeias de tokens de programas; nenhum token fica aqui',
      en: 'Chains of programs’ tokens; no token stands here',
    },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({ technical: 'id key_id scopes n turned_at created_at expires_at revoked_at reason' }),
  },
  revoked_tokens: {
    purpose: { pt: 'Tokens encerrados antes da hora', en: 'Tokens that were ended early' },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({ technical: 'id expires_at' }),
  },
};
