import { columns, type TableEntry } from './entry.ts';

/** What is told to other systems, and the keys that close what is kept. */
export const OUTBOUND: Record<string, TableEntry> = {
  webhook_endpoints: {
    purpose: {
      pt: 'Endereços de outros sistemas que ouvem a conta',
      en: 'Addresses of other systems that hear of the tenant',
    },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      secret: 'secrets secret_headers',
      business: 'url description event_types flow_ids headers',
      technical:
        'id created_at created_by disabled_at disabled_reason enabled failing_since free_at in_order key_id last_success_at previous_public_key previous_until public_key rate_per_minute revision signature updated_at warned_at',
    }),
  },
  webhook_messages: {
    purpose: { pt: 'O que se contou a outros sistemas', en: 'What other systems were told' },
    keeping: 'short',
    archive: 'no',
    person: 'rows',
    columns: columns({ personal: 'body', technical: 'id type flow_id test created_at' }),
  },
  webhook_deliveries: {
    purpose: { pt: 'A quem se entregou, e como foi', en: 'Whom it was delivered to, and how that went' },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({
      technical:
        'id message_id endpoint_id type state reason tries attempts round seq in_order handed last_error last_status next_at created_at ended_at',
    }),
  },
  webhook_attempts: {
    purpose: { pt: 'Cada tentativa, com pedido e resposta', en: 'Each attempt, with request and answer' },
    keeping: 'short',
    archive: 'no',
    person: 'rows',
    columns: columns({
      personal: 'request_headers response_body response_headers error',
      business: 'url',
      technical: 'delivery_id n at ms status',
    }),
  },
  platform_events: {
    purpose: {
      pt: 'O que a assinatura da conta tem a ouvir, até ser levado',
      en: 'What the lifecycle of the tenant’s subscription is to hear, until it is carried there',
    },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({ business: 'data', technical: 'id seq name external_id next_at attempts created_at' }),
  },
  tenant_keys: {
    purpose: { pt: 'Chaves de dados da conta: quais há', en: 'Data keys of the tenant: which there are' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({ technical: 'number created_at retired_at dropped_at' }),
  },
  tenant_key_wraps: {
    purpose: { pt: 'As mesmas chaves, fechadas por chaves mestras', en: 'The same keys, closed by master keys' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({ secret: 'wrapped', technical: 'number master_id' }),
  },
};
