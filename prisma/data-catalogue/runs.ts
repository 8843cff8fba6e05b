import { columns, type TableEntry } from './entry.ts';

/** What flows did. */
export const RUNS: Record<string, TableEntry> = {
  runs: {
    purpose: { pt: 'Execuções: o que começou, o que saiu', en: 'Runs: what started them, what came out' },
    keeping: 'runs',
    archive: 'out',
    person: 'values',
    columns: columns({
      personal: 'trigger pins output error answer waiting_for retry run_key concurrency_key',
      business: 'plan trigger_type',
      technical:
        'id flow_id flow_version plan_hash test simulate answerable concurrency_max priority queue_seq status state_mark workflow_id parent_run_id parent_workflow_id parent_call parent_wait root_run_id depth retry_of replaced_by accepted_at started_at ended_at sweep_at machine',
    }),
  },
  trace_pages: {
    purpose: { pt: 'O que cada passo recebeu e deu', en: 'What each step got and gave' },
    keeping: 'traces',
    archive: 'out',
    person: 'values',
    columns: columns({
      personal: 'steps',
      technical: 'run_id page first_n last_n created_at',
    }),
  },
  outbox: {
    purpose: { pt: 'O que o Temporal ainda tem de saber', en: 'What Temporal has still to hear' },
    keeping: 'short',
    archive: 'no',
    person: 'values',
    columns: columns({
      personal: 'payload last_error',
      technical: 'id kind run_id held available_at attempts done_at',
    }),
  },
  events: {
    purpose: { pt: 'Eventos aceitos', en: 'Accepted events' },
    keeping: 'events',
    archive: 'out',
    person: 'rows',
    columns: columns({
      personal: 'key data external_id',
      business: 'name source',
      technical: 'id seq run_id received_at started reached',
    }),
  },
  subscriptions: {
    purpose: { pt: 'Execuções que esperam um evento', en: 'Runs that wait for an event' },
    keeping: 'short',
    archive: 'no',
    person: 'values',
    columns: columns({
      personal: 'key',
      business: 'name',
      technical: 'run_id keyed',
    }),
  },
  approvals: {
    purpose: { pt: 'Pedidos de decisão e as decisões', en: 'Requests for a decision, and the decisions' },
    keeping: 'runs',
    archive: 'out',
    person: 'values',
    columns: columns({
      personal: 'title details fields assignees comment field_values decided_by',
      secret: 'token_hash',
      business: 'node path',
      technical: 'id run_id visit call status expires_at created_at closed_at',
    }),
  },
  approval_messages: {
    purpose: { pt: 'A quem se avisa de uma decisão pendente', en: 'Whom a pending decision is told to' },
    keeping: 'runs',
    archive: 'no',
    person: 'values',
    columns: columns({
      personal: 'recipients message',
      technical: 'approval_id n channel due_at attempts done_at error',
    }),
  },
  webhook_receipts: {
    purpose: { pt: 'Respostas dadas a webhooks repetidos', en: 'Answers given to repeated webhooks' },
    keeping: 'short',
    archive: 'no',
    person: 'rows',
    columns: columns({
      personal: 'dedupe_key answer',
      technical: 'flow_id run_id received_at',
    }),
  },
  idempotency_keys: {
    purpose: { pt: 'Respostas dadas a chamadas repetidas', en: 'Answers given to repeated calls' },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'answer',
      technical: 'principal route key body_hash resource_id lease_until created_at',
    }),
  },
  payloads: {
    purpose: { pt: 'Valores grandes e arquivos, fechados', en: 'Large values and files, sealed' },
    keeping: 'files',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'bytes',
      technical: 'hash created_at used_at',
    }),
  },
  payload_keys: {
    purpose: {
      pt: 'Chaves da conta, embrulhadas; vazias depois de apagar',
      en: "The tenant's keys, wrapped; empty once it is erased",
    },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      secret: 'wrapped',
      technical: 'number wrapped_by created_at erased_at',
    }),
  },
  ai_months: {
    purpose: { pt: 'Somas de uso de IA por mês', en: 'Sums of AI usage by month' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      technical:
        'month calls lost_calls unpriced_calls input_tokens cached_input_tokens output_tokens cost_nano_usd held_tokens held_nano_usd',
    }),
  },
  ai_calls: {
    purpose: { pt: 'Uso de IA por chamada', en: 'AI usage by call' },
    keeping: 'aiCalls',
    archive: 'out',
    person: 'no',
    columns: columns({
      business: 'action provider model',
      technical:
        'call_key month run_id flow_id connection_id calls lost_calls unpriced_calls input_tokens cached_input_tokens output_tokens cost_nano_usd held_tokens held_nano_usd held_month held_at created_at updated_at',
    }),
  },
};
