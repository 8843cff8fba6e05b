import { columns, type TableEntry } from './entry.ts';

/** What a tenant pays for. The installation’s own books: they are no part of what a tenant takes elsewhere. */
export const SUBSCRIPTIONS: Record<string, TableEntry> = {
  billing_subscriptions: {
    purpose: {
      pt: 'A assinatura da conta: plano, período e acesso',
      en: 'The tenant’s subscription: plan, period and access',
    },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'method renewal',
      business: 'state cycle provider pending discount free_reason',
      technical:
        'plan_version_id granted_plan_version_id free_since provider_subscription access trial_ends_at period_start period_end paid_through failed_at paused_until comp_until canceled_at lease_until lease_holder revision created_at updated_at',
    }),
  },
  subscription_items: {
    purpose: { pt: 'De que se compõe a cobrança de cada período', en: 'What each period’s charge is made of' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({ business: 'name quantity unit', technical: 'key add_on created_at' }),
  },
  subscription_links: {
    purpose: {
      pt: 'Objetos dos meios de pagamento que são ou foram a assinatura',
      en: 'Objects of payment providers that are or were the subscription',
    },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      technical:
        'provider provider_id role request_id status raw_status read_at period_start period_end cancel_at ended_at created_at',
    }),
  },
  subscription_requests: {
    purpose: {
      pt: 'O que se pediu sobre a assinatura, com motivo e comentário',
      en: 'What was asked about the subscription, with reason and comment',
    },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'input asked work outcome',
      business: 'kind status reason provider',
      technical: 'id asked_by idempotency_key ref expires_at created_at closed_at',
    }),
  },
  subscription_previews: {
    purpose: {
      pt: 'Preços mostrados, que valem por dez minutos',
      en: 'Prices that were shown, which count for ten minutes',
    },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({ business: 'input result', technical: 'id at expires_at' }),
  },
  subscription_changes: {
    purpose: {
      pt: 'Cada mudança do valor mensal da assinatura',
      en: 'Each change of what the subscription is a month',
    },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      business: 'kind from_tier to_tier from_state to_state cycle mrr_before mrr_after reason',
      technical: 'source at actor',
    }),
  },
  billing_customers: {
    purpose: { pt: 'Quem é a conta em cada meio de pagamento', en: 'Who the tenant is at each payment provider' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({ personal: 'customer', technical: 'provider created_at' }),
  },
  billing_payments: {
    purpose: { pt: 'Pagamentos da assinatura', en: 'Payments of the subscription' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'pix hosted_url',
      business: 'amount status refunded disputed method lines failure_code kind provider',
      technical:
        'id provider_id charge request_id provider_subscription period_start period_end paid_at first_failed_at next_attempt_at plan_version_id doubtful read_at created_at',
    }),
  },
  account_credits: {
    purpose: { pt: 'Créditos da conta e o uso deles', en: 'The tenant’s credits and their use' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({ business: 'amount note', technical: 'source source_id created_at' }),
  },
  billing_kept: {
    purpose: {
      pt: 'Assinaturas pagas por Pix a cada período, e suas cobranças',
      en: 'Subscriptions that are paid by a Pix each period, and their charges',
    },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'body',
      business: 'status amount',
      technical: 'id provider kind subscription txid created_at changed_at',
    }),
  },
  licences: {
    purpose: {
      pt: 'Computadores que podem trabalhar sem conexão',
      en: 'Computers that may work without a connection',
    },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      business: 'name app',
      technical: 'id machine holder issued_at expires_at grace_until revoked_at revoked_by created_at',
    }),
  },
};
