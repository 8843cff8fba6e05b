import { UNEVEN_RIGHTS, UNLIKE_PLACES } from './placement-walls.ts';
import { type Asks, wallFaults } from './tenant-walls.ts';

/** Tables of no tenant, and why there are such. */
export const TABLES_OF_NO_TENANT: Readonly<Record<string, string>> = {
  users: 'a person may belong to several tenants; trama_app sees those of its tenant',
  operator_log: 'what operators did; trama_app may not read it',
  erasure_receipts: 'what is left of a tenant that was erased; trama_app may not read it',
  installation_keys: 'the keys that close the keys of tenants',
  key_holders: 'which process has which master key',
  key_rotations: 'how far a change of keys is',
  key_settings: 'which master key is the newest',
  trial_claims:
    'keyed sums of who had a trial: they outlive the tenant, and tell it from nobody; trama_app may not read it',
  invoice_numbers: 'the last number of each series; invoices are numbered over all tenants',
  notice_texts: 'the operator’s own words of notices',
  kept_invoices: 'invoices of tenants that were deleted, as long as the law wants them; trama_app may not read it',
  lifetime_licences: 'sold before there were tenants; trama_app sees what nobody has claimed, and takes it once',
  machine_releases: 'which releases had which machines, on this database; trama_app may not read it',
  billing_events:
    'what providers of payments tell: whom it is about is known once it was read; trama_app may not read it',
  billing_reconciliations: 'what was compared with providers of payments; trama_app may not read it',
  billing_drifts: 'what differed from what providers of payments say; trama_app may not read it',
  plans: 'the catalogue: what is for sale, the same for all',
  plan_versions: 'the catalogue: what is for sale, the same for all',
  plan_prices: 'the catalogue: what is for sale, the same for all',
  usage_prices: 'the catalogue: what is for sale, the same for all',
  add_ons: 'the catalogue: what is for sale, the same for all',
  coupons: 'the catalogue: what is for sale, the same for all',
  feature_flags: 'switches of the product, with rules for tenants',
  feature_flag_changes: 'who turned which switch; trama_app may not read it',
  _prisma_migrations: "the ledger of migrations; nobody's but the owner's",
};

/** Indexes that do not begin with the tenant, and why: what is found by a secret, or what a job over all tenants claims. */
export const INDEXES_OF_ALL_TENANTS: Readonly<Record<string, string>> = {
  api_keys_key_hash_key: 'found by the hash of a secret of 256 bits',
  api_keys_previous_hash_key: 'found by the hash of a secret of 256 bits',
  invites_token_hash_key: 'found by the hash of a secret of 256 bits',
  sessions_token_hash_key: 'found by the hash of a secret of 256 bits',
  approvals_token_hash: 'found by the hash of a secret of 256 bits',
  tenants_pkey: 'the tenant itself',
  tenants_slug_key: 'found by the slug in a webhook’s address; slugs are one name space on purpose',
  tenants_not_active: 'suspended tenants, which everybody hears of',
  tenants_deletion: 'tenants whose deletion is due',
  verified_domains_held: 'a domain belongs to one tenant: a second one is refused, and so told that it is taken',
  memberships_user: 'the tenants of a person who signs in',
  outbox_pkey: 'the dispatcher tells Temporal in one order over all tenants',
  outbox_open: 'claimed by the dispatcher',
  outbox_due: 'claimed by the dispatcher',
  runs_sweep: 'looked at by the sweep',
  flow_triggers_due: 'schedules that are due',
  message_collections_due: 'collections that are due',
  approval_messages_due: 'messages that are due',
  tenant_key_wraps_master_id: 'what a change of the master key has left to do',
  webhook_deliveries_due: 'deliveries that are due, claimed by the workers',
  webhook_deliveries_retrying: 'deliveries that are tried again, claimed by the workers',
  sso_providers_id_key: 'found by the id in the address of a sign-in, before the tenant is known',
  tenant_jobs_open: 'exports and deletions, claimed by the workers',
  audit_exports_due: 'exports of the audit that are due, claimed by the workers',
  subscription_links_object: 'whom a delivery of a provider is about; an object there belongs to one tenant',
  billing_customers_object: 'whom a delivery of a provider is about; a customer there is one tenant',
  billing_payments_object: 'whom a delivery of a provider is about; a payment is counted once',
  subscription_changes_of_all: 'charts of the operators, over all tenants',
  usage_charges_due: 'use that is to be charged, looked for by the workers',
  platform_events_due: 'what tenants say to their lifecycles, carried by the workers',
  invoices_number: 'a number is given once, over all tenants',
  invoice_fiscal_due: 'fiscal documents that are due, claimed by the workers',
  billing_notices_due: 'notices that are due, claimed by the workers',
  billing_kept_txid: 'a payment is found by what the bank’s statement names it by',
  billing_kept_open: 'payments by Pix that wait for an operator’s word, over all tenants',
  billing_kept_changed: 'read by the daily reconciliation, over all tenants',
  usage_warnings_untold: 'warnings that flows have not heard of, told by the workers',
  tenant_placements_open: 'moves that are under way, claimed by the workers',
  tenant_placements_untold: 'new tenants whose audit waits for its first entry, told by the workers',
  tenant_placements_moving: 'asked by each statement of the admin role that writes, of all tenants',
};

/** Foreign keys without the tenant, and why. */
export const KEYS_OF_ALL_TENANTS: Readonly<Record<string, string>> = {
  billing_subscriptions_granted_plan_version_id_fkey: 'the catalogue of plans is of no tenant',
  billing_subscriptions_plan_version_id_fkey: 'the catalogue of plans is of no tenant',
  impersonations_operator_fkey: 'an operator is of no tenant; only trama_admin writes these rows',
  memberships_user_id_fkey: 'people are of no tenant; only trama_admin writes memberships of others',
  notifications_user_id_fkey: 'people are of no tenant',
  push_subscriptions_user_id_fkey: 'people are of no tenant',
  saved_views_user_id_fkey: 'people are of no tenant',
};

/** What stays in one place for all tenants, and why: how a tenant, a person or a credential is found, keys, and queues. */
export const TABLES_OF_ALL_PLACES: Readonly<Record<string, string>> = {
  memberships: 'who belongs to which tenants is asked before the tenant is known',
  sessions: 'found by a hash, before the tenant is known',
  api_keys: 'found by a hash, before the tenant is known',
  token_families: 'of an API key',
  revoked_tokens: 'asked with the credential',
  invites: 'found by a hash, before the tenant is known',
  roles: 'asked with the credential',
  access_policies: 'asked with the credential',
  verified_domains: 'a domain belongs to one tenant of all',
  impersonations: 'of an operator, who is of no tenant',
  sso_providers: 'asked before somebody is signed in',
  sso_ways: 'asked before somebody is signed in',
  sso_accounts: 'asked before somebody is signed in',
  outbox: 'the dispatcher tells Temporal in one order over all tenants',
  payload_keys: 'a tenant’s keys are wrapped by the installation’s, and change with them',
  tenant_keys: 'a tenant’s keys are wrapped by the installation’s, and change with them',
  tenant_key_wraps: 'a tenant’s keys are wrapped by the installation’s, and change with them',
  tenant_jobs: 'claimed by the workers, over all tenants',
  audit_exports: 'claimed by the workers, over all tenants',
  licences: 'counted with the plan that they are given by',
  tenant_placements: 'says where a tenant is',
  coupon_redemptions: 'which coupon is used up is asked over all tenants',
  entitlement_overrides: 'given by operators, who are of no tenant',
  usage_entries: 'counted with what is charged, in one place with the catalogue',
  usage_totals: 'counted with what is charged, in one place with the catalogue',
  usage_reservations: 'counted with what is charged, in one place with the catalogue',
  usage_warnings: 'counted with what is charged, in one place with the catalogue',
  usage_ratings: 'what was charged',
  usage_charges: 'found by the workers when a month is over, over all tenants',
  marketplace_choices: 'part of what a tenant may do, asked with its credential',
  frozen_items: 'part of what a tenant may do, asked at each start of a run',
  billing_profiles: 'whom an invoice is made out to',
  invoices: 'numbered over all tenants',
  invoice_lines: 'of an invoice',
  invoice_fiscal: 'claimed by the workers, over all tenants',
  billing_notices: 'claimed by the workers, over all tenants',
  platform_events: 'claimed by the workers, over all tenants',
  billing_subscriptions: 'found by a provider’s id, and counted by the operators, over all tenants',
  subscription_items: 'of a subscription',
  subscription_links: 'found by a provider’s id, before the tenant is known',
  subscription_requests: 'of a subscription',
  subscription_previews: 'of a subscription',
  subscription_changes: 'charts of the operators, over all tenants',
  billing_customers: 'found by a provider’s id, before the tenant is known',
  billing_payments: 'found by a provider’s id, before the tenant is known',
  account_credits: 'of a subscription',
  billing_kept: 'confirmed by the operators, over all tenants',
};

const UNPLACED = `select c.relname::text as name from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`;

const STRAY = `select c.relname::text as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'tenants'
    and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
  order by 1`;

const INDEXES = `select i.relname::text as name from pg_index x
  join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
  left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
  left join pg_am m on m.oid = i.relam
  where c.relnamespace = 'public'::regnamespace and m.amname = 'btree' and coalesce(a.attname, '') <> 'tenant_id'
    and (c.relname = 'tenants' or exists (select 1 from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id'))
  order by 1`;

/** References whose two sides do not both begin with the tenant (or are the tenant). */
const REFERENCES = `select k.conname::text as name from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_attribute ours on ours.attrelid = k.conrelid and ours.attnum = k.conkey[1]
  join pg_attribute theirs on theirs.attrelid = k.confrelid and theirs.attnum = k.confkey[1]
  where k.contype = 'f' and c.relnamespace in ('public'::regnamespace, 'shared'::regnamespace)
    and exists (select 1 from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
    and not (ours.attname = 'tenant_id' and (theirs.attname = 'tenant_id' or k.confrelid = 'tenants'::regclass))
  order by 1`;

const SEQUENCES = `select c.relname || ': ' || r.role || ' may use the sequence' as fault
  from pg_class c cross join (values ('trama_app'), ('trama_admin')) r (role)
  where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace
    and (has_sequence_privilege(r.role, c.oid, 'usage') or has_sequence_privilege(r.role, c.oid, 'select'))`;

const MAKING = `select r.role || ' may ' || w.what as fault
  from (values ('trama_app'), ('trama_admin')) r (role)
  cross join lateral (values
    ('make objects in schema public', has_schema_privilege(r.role, 'public', 'create')),
    ('make objects in a place', exists (select from pg_namespace n
      where (n.nspname = 'shared' or n.nspname like 'ten\\_%') and has_schema_privilege(r.role, n.oid, 'create'))),
    ('make schemas', has_database_privilege(r.role, current_database(), 'create')),
    ('make temporary tables, which stand before ours', has_database_privilege(r.role, current_database(), 'temporary'))
  ) w (what, may) where w.may`;

/**
 * Everything about the catalogue that the walls rest on, each fault in one line: what stops a start (`tenant-walls.ts`),
 * and what only makes a hole likelier. Exceptions stand above, each with its reason.
 */
export const scanTenancy = async (client: Asks): Promise<string[]> => {
  const ask = async <Row>(text: string) => (await client.query(text)).rows as Row[];
  const unlisted = async (text: string, list: Readonly<Record<string, string>>, fault: string) =>
    (await ask<{ name: string }>(text)).filter(({ name }) => !(name in list)).map(({ name }) => `${name} ${fault}`);
  const told = async (text: string) => (await ask<{ fault: string }>(text)).map(({ fault }) => fault);
  return [
    ...(await wallFaults(client)),
    ...(await unlisted(STRAY, TABLES_OF_NO_TENANT, 'has no tenant_id')),
    ...(await unlisted(INDEXES, INDEXES_OF_ALL_TENANTS, 'does not begin with tenant_id')),
    ...(await unlisted(REFERENCES, KEYS_OF_ALL_TENANTS, 'refers to a row of any tenant')),
    ...(await unlisted(UNPLACED, TABLES_OF_ALL_PLACES, 'can neither be placed nor is it said why not')),
    ...(await told(
      `select at || ' ' || fault as fault from (${UNLIKE_PLACES} union all ${UNEVEN_RIGHTS}) f order by 1`,
    )),
    ...(await told(SEQUENCES)),
    ...(await told(MAKING)),
  ];
};
