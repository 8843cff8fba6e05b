-- What a tenant pays for, and what it paid (docs/billing.md). `subscriptions` is another thing: what runs listen to.

-- One a tenant. What the lifecycle's document knows of it is read from here; who writes it holds the row.
create table billing_subscriptions (
  tenant_id             uuid primary key references tenants (id),
  state                 text not null default 'free'
    check (state in ('free', 'trialing', 'active', 'past_due', 'grace', 'paused', 'ended')),
  -- Of the plan that counts now; versions are never deleted.
  plan_version_id       uuid not null references plan_versions (id),
  -- Why it is free: null where it always was.
  free_since            timestamptz(3),
  free_reason           text check (free_reason in ('canceled', 'unpaid', 'trial_ended', 'refunded', 'disputed')),
  cycle                 text check (cycle in ('month', 'year')),
  provider              text check (provider in ('stripe', 'mercado_pago', 'manual')),
  -- The provider's id of the subscription that runs.
  provider_subscription text,
  access                text not null default 'full' check (access in ('full', 'read_only')),
  trial_ends_at         timestamptz(3),
  period_start          timestamptz(3),
  period_end            timestamptz(3),
  paid_through          timestamptz(3),
  failed_at             timestamptz(3),
  paused_until          timestamptz(3),
  -- What an operator gave: until then nothing is charged, and nothing is owed.
  comp_until            timestamptz(3),
  -- What happens at the period's end: { kind, at, request, … }.
  pending               json,
  -- What is taken off the next periods: { coupon, percent or amount, left }.
  discount              json,
  -- Where renewals are ours: the charge of the next period that is open.
  renewal               json,
  -- The method of payment, as its owner may see it.
  method                json,
  canceled_at           timestamptz(3),
  -- One reading of the provider at a time; over by itself where its holder died.
  lease_until           timestamptz(3) not null default now(),
  lease_holder          uuid,
  -- Raised with each change of what counts.
  revision              integer not null default 1,
  created_at            timestamptz(3) not null default now(),
  updated_at            timestamptz(3) not null default now(),
  check ((provider_subscription is null) or (provider is not null)),
  check ((period_start is null) = (period_end is null)),
  check (period_end > period_start)
);

-- What each period's charge is made of: the plan, and add-ons by their number.
create table subscription_items (
  tenant_id  uuid not null references billing_subscriptions (tenant_id),
  -- `BUSINESS`, `addon:whatsapp-instance`.
  key        text not null,
  name       text not null,
  quantity   integer not null check (quantity > 0),
  unit       bigint not null check (unit >= 0),
  -- Its add-on, as the catalogue has it.
  add_on     text generated always as (case when key like 'addon:%' then substr(key, 7) end) stored,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, key)
);

-- Every object at a provider that is or was the tenant's subscription. One is current; `next` waits for the current one's end.
create table subscription_links (
  tenant_id   uuid not null references billing_subscriptions (tenant_id),
  provider    text not null check (provider in ('stripe', 'mercado_pago', 'manual')),
  provider_id text not null,
  role        text not null check (role in ('current', 'next', 'past')),
  request_id  uuid,
  -- As it was read last; when that reading was asked for.
  status      text not null,
  raw_status  text not null,
  read_at     timestamptz(3) not null,
  period_start timestamptz(3),
  period_end  timestamptz(3),
  cancel_at   timestamptz(3),
  ended_at    timestamptz(3),
  created_at  timestamptz(3) not null default now(),
  primary key (tenant_id, provider, provider_id)
);
-- Nobody is told another's payments, whatever a delivery claims.
create unique index subscription_links_object on subscription_links (provider, provider_id);
create unique index subscription_links_current on subscription_links (tenant_id) where role = 'current';
create unique index subscription_links_next on subscription_links (tenant_id) where role = 'next';

-- What the owner, an operator or the product asked for; carried out one after another by the lifecycle's run.
create table subscription_requests (
  tenant_id       uuid not null references billing_subscriptions (tenant_id),
  id              uuid not null,
  kind            text not null check (kind in
    ('subscribe', 'trial', 'change', 'cancel', 'revoke', 'pause', 'resume', 'provider', 'refund', 'comp', 'extend_trial')),
  status          text not null default 'asked' check (status in ('asked', 'waiting', 'done', 'refused', 'expired')),
  input           json not null,
  -- `user:…`, `key:…`, `operator:…`, `system`.
  asked_by        text not null,
  idempotency_key text not null,
  -- What was asked of the provider: the page, or the Pix.
  provider        text,
  ref             text,
  asked           json,
  expires_at      timestamptz(3),
  -- What was decided at the first try, and how far it has come: a repeat goes on with it.
  work            json,
  reason          text,
  outcome         json,
  created_at      timestamptz(3) not null default now(),
  closed_at       timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, idempotency_key),
  check ((closed_at is null) = (status in ('asked', 'waiting')))
);
create index subscription_requests_list on subscription_requests (tenant_id, created_at desc, id);
create unique index subscription_requests_one_open on subscription_requests (tenant_id, kind)
  where status in ('asked', 'waiting');
-- One wish at a time waits for money: two pages at once could both be paid.
create unique index subscription_requests_one_money on subscription_requests (tenant_id)
  where status in ('asked', 'waiting') and kind in ('subscribe', 'trial', 'change', 'provider');

-- A price that was shown counts for ten minutes, with the instant that it was counted for.
create table subscription_previews (
  tenant_id  uuid not null references billing_subscriptions (tenant_id),
  id         uuid not null,
  at         timestamptz(3) not null,
  input      json not null,
  result     json not null,
  expires_at timestamptz(3) not null,
  primary key (tenant_id, id)
);

-- Each change of what is paid each month: what charts of income and of who left are made of.
create table subscription_changes (
  tenant_id  uuid not null references billing_subscriptions (tenant_id),
  -- What it came from, once: `request/<id>/plan`, `enter/<key>` …
  source     text not null,
  at         timestamptz(3) not null,
  kind       text not null check (kind in
    ('trial', 'start', 'upgrade', 'downgrade', 'interval', 'add_ons', 'provider', 'pause', 'resume', 'past_due', 'recovered',
     'cancel', 'end', 'refund', 'dispute', 'comp')),
  from_tier  text not null,
  to_tier    text not null,
  from_state text not null,
  to_state   text not null,
  cycle      text,
  -- Cents a month that are paid: zero while nothing is.
  mrr_before bigint not null check (mrr_before >= 0),
  mrr_after  bigint not null check (mrr_after >= 0),
  actor      text not null,
  reason     text,
  primary key (tenant_id, source)
);
create index subscription_changes_list on subscription_changes (tenant_id, at);
create index subscription_changes_of_all on subscription_changes (at);

create table billing_customers (
  tenant_id  uuid not null references billing_subscriptions (tenant_id),
  provider   text not null check (provider in ('stripe', 'mercado_pago', 'manual')),
  customer   text not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, provider)
);
create unique index billing_customers_object on billing_customers (provider, customer);

create table billing_payments (
  tenant_id       uuid not null references billing_subscriptions (tenant_id),
  id              uuid not null,
  provider        text not null check (provider in ('stripe', 'mercado_pago', 'manual')),
  -- What is charged, at the provider.
  provider_id     text not null,
  -- The payment itself, which a refund names.
  charge          text,
  kind            text not null check (kind in ('period', 'once')),
  request_id      uuid,
  provider_subscription text,
  amount          bigint not null check (amount >= 0),
  status          text not null check (status in ('pending', 'paid', 'failed', 'void')),
  refunded        bigint not null default 0 check (refunded >= 0),
  disputed        boolean not null default false,
  method          text check (method in ('card', 'pix')),
  period_start    timestamptz(3),
  period_end      timestamptz(3),
  paid_at         timestamptz(3),
  first_failed_at timestamptz(3),
  next_attempt_at timestamptz(3),
  failure_code    text,
  pix             json,
  hosted_url      text,
  -- What it is for: [{ name, amount }].
  lines           json not null,
  plan_version_id uuid,
  -- The second payment of a period that was paid: somebody of ours has to look.
  doubtful        boolean not null default false,
  read_at         timestamptz(3) not null,
  created_at      timestamptz(3) not null default now(),
  primary key (tenant_id, id)
);
create unique index billing_payments_object on billing_payments (provider, provider_id);
create index billing_payments_list on billing_payments (tenant_id, created_at desc, id);

-- What we owe a tenant, and what it used of that. The sum is what is left.
create table account_credits (
  tenant_id  uuid not null references billing_subscriptions (tenant_id),
  source     text not null,
  source_id  text not null,
  -- Below zero: used.
  amount     bigint not null check (amount <> 0),
  note       text not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, source, source_id)
);

-- Who had a trial: keyed sums of documents and addresses, of no tenant, so that they outlive it.
create table trial_claims (
  hash       bytea primary key check (length(hash) = 32),
  kind       text not null check (kind in ('document', 'email')),
  request_id uuid not null,
  claimed_at timestamptz(3) not null default now()
);

-- Status only moves forward: a late reading undoes nothing, whoever brings it.
create function billing_payment_forward() returns trigger language plpgsql as $$
declare
  ranks constant text[] := array['pending', 'failed', 'void', 'paid'];
begin
  if array_position(ranks, new.status) < array_position(ranks, old.status) then
    raise exception 'A payment goes from % to %', old.status, new.status using errcode = 'check_violation';
  end if;
  if new.refunded < old.refunded or new.provider <> old.provider or new.provider_id <> old.provider_id then
    raise exception 'A payment is not what it was' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger forward before update on billing_payments for each row execute function billing_payment_forward();

create function subscription_request_forward() returns trigger language plpgsql as $$
begin
  if old.status not in ('asked', 'waiting') and new.status <> old.status or old.status = 'waiting' and new.status = 'asked' then
    raise exception 'A request goes from % to %', old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger forward before update on subscription_requests
  for each row execute function subscription_request_forward();

create function subscription_link_forward() returns trigger language plpgsql as $$
begin
  if old.role = 'past' and new.role <> 'past' or new.read_at < old.read_at then
    raise exception 'A link goes back' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger forward before update on subscription_links for each row execute function subscription_link_forward();

do $$
declare
  t name;
begin
  foreach t in array array['billing_subscriptions', 'subscription_items', 'subscription_links', 'subscription_requests',
    'subscription_previews', 'subscription_changes', 'billing_customers', 'billing_payments', 'account_credits']::name[]
  loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format('create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
    execute format('grant select, insert on %I to trama_app', t);
  end loop;
end
$$;
grant update on billing_subscriptions, subscription_links, subscription_requests, billing_customers, billing_payments to trama_app;
grant update (name, quantity, unit), delete on subscription_items to trama_app;
grant delete on subscription_previews to trama_app;
-- Rates, fairness and webhooks read the tenant's plan there: it follows the subscription, in its transaction.
grant update (plan) on tenants to trama_app;
-- Over all tenants: whom a delivery is about, what is reconciled, and the figures of the operators.
grant select on billing_subscriptions, subscription_links, subscription_requests, subscription_changes, billing_customers,
  billing_payments, account_credits to trama_admin;
-- A tenant that is deleted: what the application itself may never delete.
grant delete on billing_subscriptions, subscription_links, subscription_requests, subscription_changes, billing_customers,
  billing_payments, account_credits to trama_admin;
grant select, insert, delete on trial_claims to trama_admin;
