-- Subscriptions that are paid by a Pix each period, to the operator's own key or at Mercado Pago (docs/billing.md): there is no
-- provider that would keep them, so they stand here, read by connectors/kept-billing as a provider's objects are.
create table billing_kept (
  tenant_id    uuid not null references tenants (id),
  -- `sub_…` or `pix_…`, with the tenant in it.
  id           text not null,
  provider     text not null check (provider in ('mercado_pago', 'manual')),
  kind         text not null check (kind in ('subscription', 'payment')),
  -- Of a payment: the subscription that it is for.
  subscription text,
  -- Of a payment; null for a subscription.
  status       text check (status in ('pending', 'paid', 'failed', 'void')),
  amount       bigint check (amount >= 0),
  -- What the bank's statement names the payment by.
  txid         text check (txid ~ '^[0-9A-Za-z]{1,25}$'),
  body         json not null,
  created_at   timestamptz(3) not null default clock_timestamp(),
  changed_at   timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id),
  check ((kind = 'payment') = (status is not null)),
  check ((kind = 'payment') = (amount is not null)),
  check ((kind = 'payment') = (txid is not null))
);
create unique index billing_kept_txid on billing_kept (txid);
create index billing_kept_of on billing_kept (tenant_id, subscription) where kind = 'payment';
create index billing_kept_open on billing_kept (provider, created_at) where status = 'pending';
create index billing_kept_changed on billing_kept (provider, changed_at, id);

alter table billing_kept enable row level security, force row level security;
create policy tenant_isolation on billing_kept as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on billing_kept for all to trama_app using (true) with check (true);
grant select, insert, update, delete on billing_kept to trama_app;
-- An operator sees all of them, and says which of them were paid.
grant select, update (status, body, changed_at) on billing_kept to trama_admin;
