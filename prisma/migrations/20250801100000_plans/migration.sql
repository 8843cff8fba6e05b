-- What there is to buy, what a tenant may do by it, and what it has used (docs/billing.md). The catalogue is of no tenant; all of this
-- stays in one place for all tenants, for it is asked with the credential and counted over all.

-- A plan by its name, for ever; what it says is in its versions.
create table plans (
  tier        text primary key check (tier ~ '^[A-Z][A-Z0-9_]{1,39}$'),
  family      text not null check (family in ('comparison', 'messaging')),
  -- What counts where plans are put in order: rates, fairness, what the next larger one is.
  ranks_as    text not null check (ranks_as in ('FREE', 'STARTER', 'BUSINESS', 'ENTERPRISE')),
  sort        smallint not null default 0,
  -- Shown to everybody; others are given by operators.
  public      boolean not null default true,
  created_at  timestamptz(3) not null default now(),
  archived_at timestamptz(3)
);

-- Whoever has a version keeps it; the newest published one is what is sold. Published ones never change.
create table plan_versions (
  id           uuid primary key,
  tier         text not null references plans (tier),
  number       integer not null check (number > 0),
  name         json not null,
  description  json not null,
  -- Feature to number, -1: as many as one likes; what is not named is not limited.
  limits       jsonb not null,
  -- Feature to whether, or to how: `true`, `basic`, `["web", "hybrid"]`; what is not named is not there.
  features     jsonb not null,
  modules      text[] not null,
  marketplaces jsonb not null,
  -- Trial, reminders, dunning, grace, tolerance: ISO 8601.
  terms        jsonb not null,
  tax_note     json not null,
  note         text,
  created_by   text not null,
  created_at   timestamptz(3) not null default now(),
  published_at timestamptz(3),
  unique (tier, number)
);
create unique index plan_versions_draft on plan_versions (tier) where published_at is null;

-- In whole cents; null: on request.
create table plan_prices (
  version_id uuid not null references plan_versions (id) on delete cascade,
  "interval" text not null check ("interval" in ('month', 'year')),
  amount     bigint check (amount >= 0),
  currency   text not null default 'BRL' check (currency = 'BRL'),
  primary key (version_id, "interval")
);

-- What is paid for each use beyond what the plan includes: `amount` cents for `per` of them. Such a limit refuses nothing.
create table usage_prices (
  version_id uuid not null references plan_versions (id) on delete cascade,
  feature    text not null,
  per        integer not null check (per > 0),
  amount     bigint not null check (amount >= 0),
  primary key (version_id, feature)
);

create function plan_version_stays() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then raise exception 'A published version of a plan does not change'; end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end
$$;
create trigger plan_version_stays before update or delete on plan_versions for each row execute function plan_version_stays();

create function plan_price_stays() returns trigger language plpgsql as $$
declare
  version uuid := case tg_op when 'DELETE' then old.version_id else new.version_id end;
begin
  if exists (select from public.plan_versions where id = version and published_at is not null) then
    raise exception 'A published version of a plan does not change';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end
$$;
create trigger plan_price_stays before insert or update or delete on plan_prices for each row execute function plan_price_stays();
create trigger usage_price_stays before insert or update or delete on usage_prices for each row execute function plan_price_stays();

create table add_ons (
  key          text primary key check (key ~ '^[a-z][a-z0-9-]{1,39}$'),
  name         json not null,
  description  json not null,
  -- Feature to how many more, of each.
  adds         jsonb not null default '{}',
  features     jsonb not null default '{}',
  -- Whole cents of one.
  month        bigint not null check (month >= 0),
  year         bigint not null check (year >= 0),
  -- Of these plans; empty: of all that cost something.
  tiers        text[] not null default '{}',
  max_quantity integer not null default 1 check (max_quantity > 0),
  sort         smallint not null default 0,
  active       boolean not null default true,
  updated_at   timestamptz(3) not null default now()
);

create table coupons (
  code            text primary key check (code = upper(code) and code ~ '^[A-Z0-9-]{3,40}$'),
  percent         smallint check (percent between 1 and 100),
  -- Whole cents of each period.
  amount          bigint check (amount > 0),
  -- How many periods; null: all.
  periods         smallint check (periods > 0),
  tiers           text[] not null default '{}',
  intervals       text[] not null default '{}',
  max_redemptions integer check (max_redemptions > 0),
  redeemed        integer not null default 0,
  starts_at       timestamptz(3) not null default now(),
  expires_at      timestamptz(3),
  active          boolean not null default true,
  note            text,
  created_by      text not null,
  created_at      timestamptz(3) not null default now(),
  check ((percent is null) <> (amount is null)),
  check (max_redemptions is null or redeemed <= max_redemptions)
);

-- Flags of the product: a rule, its changes, and the way back.
create table feature_flags (
  key         text primary key check (key ~ '^[a-z][a-z0-9_.-]{1,60}$'),
  description text not null default '',
  rule        jsonb not null,
  revision    integer not null default 1,
  updated_by  text not null,
  updated_at  timestamptz(3) not null default now()
);
create table feature_flag_changes (
  key      text not null,
  revision integer not null,
  rule     jsonb not null,
  reason   text not null default '',
  by       text not null,
  at       timestamptz(3) not null default now(),
  primary key (key, revision)
);

grant select on plans, plan_versions, plan_prices, usage_prices, add_ons, coupons, feature_flags to trama_app;
grant update (redeemed) on coupons to trama_app;
grant select, insert, update on plans, add_ons, coupons, feature_flags to trama_admin;
grant select, insert, update, delete on plan_versions, plan_prices, usage_prices to trama_admin;
grant select, insert on feature_flag_changes to trama_admin;

create table coupon_redemptions (
  tenant_id    uuid not null references tenants (id),
  code         text not null,
  percent      smallint,
  amount       bigint,
  -- Null: as long as the subscription lasts.
  periods_left smallint,
  redeemed_at  timestamptz(3) not null default now(),
  primary key (tenant_id, code)
);

-- What an operator gave a tenant apart from its plan.
create table entitlement_overrides (
  tenant_id  uuid not null references tenants (id),
  feature    text not null,
  -- Of what is counted; -1: as many as one likes.
  limit_n    bigint check (limit_n >= -1),
  -- Of what is had or not.
  value      jsonb,
  reason     text not null,
  by         text not null,
  expires_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, feature),
  check ((limit_n is null) <> (value is null))
);

-- The ledger of use: each thing once. Totals follow from it.
create table usage_entries (
  tenant_id uuid not null references tenants (id),
  feature   text not null,
  source    text not null,
  source_id text not null,
  n         bigint not null,
  -- First day of the month, of the tenant's calendar.
  period    date not null,
  at        timestamptz(3) not null default now(),
  primary key (tenant_id, feature, source, source_id)
);
create index usage_entries_period on usage_entries (tenant_id, feature, period);
create index usage_entries_at on usage_entries (tenant_id, at);

create table usage_totals (
  tenant_id uuid not null references tenants (id),
  feature   text not null,
  period    date not null,
  used      bigint not null default 0 check (used >= 0),
  held      bigint not null default 0 check (held >= 0),
  primary key (tenant_id, feature, period)
);

create table usage_reservations (
  tenant_id  uuid not null references tenants (id),
  feature    text not null,
  source     text not null,
  source_id  text not null,
  n          bigint not null check (n > 0),
  period     date not null,
  expires_at timestamptz(3) not null,
  primary key (tenant_id, feature, source, source_id)
);
create index usage_reservations_due on usage_reservations (tenant_id, expires_at);

-- That a share of a limit was reached, told once a period.
create table usage_warnings (
  tenant_id uuid not null references tenants (id),
  feature   text not null,
  period    date not null,
  level     smallint not null check (level in (80, 100)),
  used      bigint not null,
  limit_n   bigint not null,
  at        timestamptz(3) not null default now(),
  -- Null: the tenant's flows have not heard of it yet.
  told_at   timestamptz(3),
  primary key (tenant_id, feature, period, level)
);
create index usage_warnings_untold on usage_warnings (at) where told_at is null;

-- Lines that were made for an invoice: a month is charged once.
create table usage_ratings (
  tenant_id  uuid not null references tenants (id),
  period     date not null,
  feature    text not null,
  version_id uuid not null,
  used       bigint not null,
  included   bigint not null,
  amount     bigint not null,
  rated_at   timestamptz(3) not null default now(),
  primary key (tenant_id, period, feature)
);

create table marketplace_choices (
  tenant_id   uuid not null references tenants (id),
  marketplace text not null,
  chosen_at   timestamptz(3) not null default now(),
  primary key (tenant_id, marketplace)
);

-- What is over the limits of a smaller plan: it stays, and does nothing.
create table frozen_items (
  tenant_id uuid not null references tenants (id),
  kind      text not null check (kind in ('flow', 'connection', 'member')),
  item_id   uuid not null,
  frozen_at timestamptz(3) not null default now(),
  primary key (tenant_id, kind, item_id)
);

do $$
declare
  t text;
begin
  foreach t in array array['coupon_redemptions', 'entitlement_overrides', 'usage_entries', 'usage_totals', 'usage_reservations',
    'usage_warnings', 'usage_ratings', 'marketplace_choices', 'frozen_items'] loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
  end loop;
end
$$;
grant select, insert, update, delete on coupon_redemptions, usage_entries, usage_totals, usage_reservations, usage_warnings,
  usage_ratings, marketplace_choices, frozen_items to trama_app;
-- Given by operators alone; deleted with the tenant.
grant select, delete on entitlement_overrides to trama_app;
grant select, insert, update, delete on entitlement_overrides to trama_admin;
grant select (tenant_id, feature, period, level, at, told_at) on usage_warnings to trama_admin;
grant select on coupon_redemptions, usage_totals, usage_ratings, marketplace_choices, frozen_items to trama_admin;

-- The version that a tenant has: what it subscribed to, or the newest of the plan that stands in its row. Null where there is none:
-- an installation without a catalogue limits nobody.
create function plan_version_of(tenant uuid) returns uuid language plpgsql stable as $$
declare
  version uuid;
begin
  select s.plan_version_id into version from public.billing_subscriptions s where s.tenant_id = tenant;
  if version is not null then return version; end if;
  select v.id into version from public.tenants t
    join public.plan_versions v on v.tier = t.plan and v.published_at is not null
    where t.id = tenant order by v.number desc limit 1;
  return version;
end
$$;

-- How many of something a tenant may have or do; -1: as many as it likes. `hard`: only what is refused, not what is charged.
create function plan_limit(tenant uuid, what text, hard boolean) returns bigint language plpgsql stable as $$
declare
  given bigint;
  added bigint;
  version uuid;
begin
  select o.limit_n into given from public.entitlement_overrides o
    where o.tenant_id = tenant and o.feature = what and o.limit_n is not null and coalesce(o.expires_at > now(), true);
  if found then return given; end if;
  version := public.plan_version_of(tenant);
  if version is null then return -1; end if;
  if hard and exists (select from public.usage_prices u where u.version_id = version and u.feature = what) then return -1; end if;
  select coalesce((v.limits ->> what)::bigint, -1) into given from public.plan_versions v where v.id = version;
  if given is null or given < 0 then return -1; end if;
  select sum(i.quantity * (a.adds ->> what)::bigint) into added
    from public.subscription_items i join public.add_ons a on a.key = i.add_on and a.adds ? what
    where i.tenant_id = tenant;
  return given + coalesce(added, 0);
end
$$;
revoke all on function plan_version_of(uuid), plan_limit(uuid, text, boolean), plan_version_stays(), plan_price_stays() from public;
grant execute on function plan_version_of(uuid), plan_limit(uuid, text, boolean) to trama_app, trama_admin;
