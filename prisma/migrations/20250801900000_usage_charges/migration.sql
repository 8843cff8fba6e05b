-- What is asked for a month's use beyond the included (docs/billing.md): one row a month, also of nothing, so that no month is
-- counted twice.
create table usage_charges (
  tenant_id  uuid not null references tenants (id),
  -- First day of the month, of the tenant's calendar.
  period     date not null,
  -- Whole cents: the sum of the month's ratings.
  amount     bigint not null check (amount >= 0),
  -- The wish that asks for it, or asked for it when it was paid. Null: nobody asks just now.
  request_id uuid,
  -- How often it was refused or ran out, since when, and when it is asked for again.
  tries      integer not null default 0 check (tries >= 0),
  failed_at  timestamptz(3),
  next_at    timestamptz(3) not null default now(),
  paid_at    timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, period),
  check (extract(day from period) = 1),
  check (paid_at is null or request_id is not null)
);
create index usage_charges_due on usage_charges (next_at) where paid_at is null and request_id is null and amount > 0;

alter table usage_charges enable row level security, force row level security;
create policy tenant_isolation on usage_charges as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on usage_charges for all to trama_app using (true) with check (true);
grant select, insert, delete, update (request_id, tries, failed_at, next_at, paid_at) on usage_charges to trama_app;
-- Whose month is over, or owed, over all tenants.
grant select on usage_charges to trama_admin;

alter table subscription_requests drop constraint subscription_requests_kind_check;
alter table subscription_requests add constraint subscription_requests_kind_check check (kind in
  ('subscribe', 'trial', 'change', 'cancel', 'revoke', 'pause', 'resume', 'provider', 'refund', 'comp', 'extend_trial', 'usage'));
