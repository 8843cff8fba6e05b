import { columns, type TableEntry } from './entry.ts';

/** Conversations, and archives. */
export const TALK: Record<string, TableEntry> = {
  inbound_events: {
    purpose: { pt: 'O que um canal mandou, como veio', en: 'What a channel sent, as it came' },
    keeping: 'short',
    archive: 'no',
    person: 'rows',
    columns: columns({
      personal: 'raw error',
      technical: 'source external_id received_at',
    }),
  },
  telegram_bots: {
    purpose: { pt: 'Até onde um robô foi lido', en: 'How far a bot was read' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      technical:
        'connection_id next_update last_update_at lease_owner lease_until delivery line_until hushed_until last_error',
    }),
  },
  conversations: {
    purpose: { pt: 'Conversas com contatos', en: 'Conversations with contacts' },
    keeping: 'tenant',
    archive: 'out',
    person: 'rows',
    columns: columns({
      personal: 'external_id title contact',
      technical: 'id connection_id channel unreachable_at line_until created_at last_message_at',
    }),
  },
  messages: {
    purpose: { pt: 'Mensagens recebidas e enviadas', en: 'Messages that came and went' },
    keeping: 'messages',
    archive: 'out',
    person: 'rows',
    columns: columns({
      personal: 'content answer error',
      technical: 'id conversation_id seq direction external_id effect_key run_id status not_before created_at',
    }),
  },
  questions: {
    purpose: { pt: 'Perguntas que esperam resposta', en: 'Questions that wait for an answer' },
    keeping: 'short',
    archive: 'no',
    person: 'rows',
    columns: columns({
      technical: 'conversation_id run_id tag reply_key asked_at expires_at',
    }),
  },
  message_collections: {
    purpose: { pt: 'Mensagens que um fluxo junta', en: 'Messages that a flow gathers' },
    keeping: 'short',
    archive: 'no',
    person: 'rows',
    columns: columns({
      personal: 'messages',
      technical: 'flow_id conversation_id message_id due_at',
    }),
  },
  dead_letters: {
    purpose: {
      pt: 'O que não pôde ser recebido nem entregue, fechado',
      en: 'What could not be taken in or delivered, sealed',
    },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'sealed',
      business: 'title',
      technical: 'id kind ref reason key_id tries state first_at last_at settled_at settled_by',
    }),
  },
  tenant_placements: {
    purpose: { pt: 'Onde ficam as linhas da conta', en: 'Where the rows of the tenant lie' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      business: 'reason untold',
      technical:
        'target step path tables asked_by asked_at frozen_at ended_at attempts last_error retry_at cancelled turned',
    }),
  },
  tenant_jobs: {
    purpose: { pt: 'Exportações da conta', en: 'Exports of the tenant' },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({
      business: 'input result',
      technical: 'id kind state place done total error created_by created_at ended_at expires_at attempts lease_until',
    }),
  },
  archive_parts: {
    purpose: { pt: 'Pedaços de um arquivo da conta, fechados', en: 'Pieces of an archive of the tenant, sealed' },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'bytes',
      technical: 'job_id n path row_count size sha256',
    }),
  },
};
