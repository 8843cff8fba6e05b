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
};
