-- Run as trama_owner; the roles trama_app and trama_admin exist (prisma/roles.ts, or the operator of a managed server).
-- Values of the language are `json`, never `jsonb`: jsonb sorts keys and refuses \u0000, and both are part of a value.

create table tenants (
  id         uuid primary key,
  slug       text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name       text not null,
  plan       text not null default 'FREE',
  timezone   text not null default 'America/Sao_Paulo',
  locale     text not null default 'pt-BR',
  settings   json not null default '{}',
  holidays   text[] not null default '{}',
  created_at timestamptz(3) not null default now()
);

create table users (
  id            uuid primary key,
  email         text not null unique check (email = lower(email)),
  name          text not null,
  password_hash text,
  created_at    timestamptz(3) not null default now(),
  disabled_at   timestamptz(3)
);

create table memberships (
  tenant_id  uuid not null references tenants (id),
  user_id    uuid not null references users (id),
  role       text not null check (role in ('owner', 'admin', 'editor', 'operator', 'viewer')),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, user_id)
);
create index memberships_user on memberships (user_id);

create table sessions (
  tenant_id    uuid not null,
  id           uuid not null,
  user_id      uuid not null,
  token_hash   bytea not null unique,
  created_at   timestamptz(3) not null default now(),
  expires_at   timestamptz(3) not null,
  last_used_at timestamptz(3) not null default now(),
  revoked_at   timestamptz(3),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references memberships (tenant_id, user_id) on delete cascade
);
create index sessions_user on sessions (tenant_id, user_id);

create table api_keys (
  tenant_id    uuid not null references tenants (id),
  id           uuid not null,
  name         text not null,
  prefix       text not null,
  key_hash     bytea not null unique,
  scopes       text[] not null,
  created_by   text not null,
  created_at   timestamptz(3) not null default now(),
  expires_at   timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at   timestamptz(3),
  primary key (tenant_id, id)
);

create table flows (
  tenant_id         uuid not null references tenants (id),
  id                uuid not null,
  slug              text not null,
  name              text not null,
  draft             json not null,
  draft_revision    integer not null default 1,
  published_version integer,
  created_by        text not null,
  created_at        timestamptz(3) not null default now(),
  updated_at        timestamptz(3) not null default now(),
  archived_at       timestamptz(3),
  primary key (tenant_id, id)
);
create unique index flows_slug on flows (tenant_id, slug) where archived_at is null;

create table flow_versions (
  tenant_id  uuid not null,
  flow_id    uuid not null,
  version    integer not null check (version > 0),
  definition json not null,
  plan       json not null,
  plan_hash  text not null,
  note       text,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, flow_id, version),
  foreign key (tenant_id, flow_id) references flows (tenant_id, id)
);
alter table flows add foreign key (tenant_id, id, published_version)
  references flow_versions (tenant_id, flow_id, version) deferrable initially deferred;

-- What the published version listens to: one row a flow, gone when the flow is archived.
create table flow_triggers (
  tenant_id  uuid not null,
  flow_id    uuid not null,
  version    integer not null,
  type       text not null,
  path       text,
  event_name text,
  config     json not null,
  primary key (tenant_id, flow_id),
  foreign key (tenant_id, flow_id, version) references flow_versions (tenant_id, flow_id, version)
);
create unique index flow_triggers_path on flow_triggers (tenant_id, path) where path is not null;
create index flow_triggers_event on flow_triggers (tenant_id, event_name) where event_name is not null;
create index flow_triggers_type on flow_triggers (tenant_id, type);

create table runs (
  tenant_id          uuid not null,
  id                 uuid not null,
  flow_id            uuid not null,
  flow_version       integer,
  plan_hash          text not null,
  plan               json,
  trigger_type       text not null,
  trigger            json not null,
  test               boolean not null default false,
  simulate           boolean not null default false,
  pins               json,
  answerable         boolean not null default false,
  run_key            text,
  concurrency_key    text,
  concurrency_max    integer,
  priority           smallint not null default 3 check (priority between 1 and 5),
  queue_seq          bigint generated always as identity,
  status             text not null check (
    status in ('queued', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled')),
  state_mark         bigint not null default 0,
  workflow_id        text not null,
  execution_run_id   text,
  parent_run_id      uuid,
  parent_workflow_id text,
  parent_call        integer,
  parent_wait        boolean not null default false,
  root_run_id        uuid not null,
  depth              smallint not null default 0,
  retry_of           uuid,
  retry              json,
  replaced_by        uuid,
  output             json,
  error              json,
  answer             json,
  waiting_for        json,
  accepted_at        timestamptz(3) not null default now(),
  started_at         timestamptz(3),
  ended_at           timestamptz(3),
  -- When the sweep looks at an open run next.
  sweep_at           timestamptz(3) not null default now() + interval '1 minute',
  primary key (tenant_id, id),
  foreign key (tenant_id, flow_id) references flows (tenant_id, id),
  foreign key (tenant_id, flow_id, flow_version) references flow_versions (tenant_id, flow_id, version),
  check (flow_version is not null or plan is not null),
  check ((concurrency_key is null) = (concurrency_max is null)),
  check ((ended_at is not null) = (status in ('succeeded', 'failed', 'cancelled'))),
  check (status not in ('running', 'waiting', 'paused') or started_at is not null)
);
create index runs_flow on runs (tenant_id, flow_id, id);
create index runs_failed on runs (tenant_id, id) where status = 'failed';
create index runs_unended on runs (tenant_id, flow_id, status, id) where ended_at is null;
create index runs_sweep on runs (sweep_at) where ended_at is null and status <> 'queued';
create index runs_root on runs (tenant_id, root_run_id) where depth > 0;
create index runs_retry_of on runs (tenant_id, retry_of) where retry_of is not null;
-- A repeated start of a `flow` node's call finds the run that the first one made.
create unique index runs_parent_call on runs (tenant_id, parent_run_id, parent_call) where parent_call is not null;
-- The truth of "one open run a key": whatever the code does, a second one cannot be written.
create unique index runs_open_key on runs (tenant_id, flow_id, run_key)
  where run_key is not null and status in ('running', 'waiting', 'paused');
create index runs_queued_key on runs (tenant_id, flow_id, run_key, queue_seq) where status = 'queued' and run_key is not null;
create index runs_queued_group on runs (tenant_id, flow_id, concurrency_key, priority, queue_seq)
  where status = 'queued' and concurrency_key is not null;
create index runs_open_group on runs (tenant_id, flow_id, concurrency_key)
  where concurrency_key is not null and status in ('running', 'waiting', 'paused');

create table trace_pages (
  tenant_id  uuid not null,
  run_id     uuid not null,
  page       integer not null,
  steps      json not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, run_id, page),
  foreign key (tenant_id, run_id) references runs (tenant_id, id) on delete cascade
);

-- `held`: the run has not started; its signals wait for its start, whose row must come before them.
create table outbox (
  id           bigint generated by default as identity primary key,
  tenant_id    uuid not null,
  kind         text not null check (kind in ('start', 'signal', 'cancel')),
  run_id       uuid not null,
  payload      json,
  held         boolean not null default false,
  available_at timestamptz(3) not null default now(),
  attempts     integer not null default 0,
  last_error   text,
  done_at      timestamptz(3),
  foreign key (tenant_id, run_id) references runs (tenant_id, id) on delete cascade
);
create index outbox_open on outbox (run_id, id) where done_at is null;
create index outbox_due on outbox (available_at) where done_at is null and not held;

create table events (
  tenant_id   uuid not null references tenants (id),
  id          uuid not null,
  seq         bigint generated always as identity,
  run_id      uuid,
  name        text not null,
  key         text,
  data        json not null,
  source      text not null,
  external_id text,
  received_at timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references runs (tenant_id, id) on delete cascade
);
create unique index events_external on events (tenant_id, run_id, name, external_id) nulls not distinct
  where external_id is not null;
create index events_since on events (tenant_id, name, key, received_at) where run_id is null;
create index events_age on events (tenant_id, received_at);

-- `keyed` false: the wait named no key, and `key` is empty. So that both can stand in the primary key.
create table subscriptions (
  tenant_id uuid not null,
  run_id    uuid not null,
  name      text not null,
  keyed     boolean not null,
  key       text not null,
  primary key (tenant_id, run_id, name, keyed, key),
  foreign key (tenant_id, run_id) references runs (tenant_id, id) on delete cascade,
  check (keyed or key = '')
);
create index subscriptions_name on subscriptions (tenant_id, name, key, keyed);

create table approvals (
  tenant_id    uuid not null,
  id           uuid not null,
  run_id       uuid not null,
  visit        text not null,
  call         integer not null,
  node         text not null,
  path         json not null,
  title        text not null,
  details      json,
  fields       json not null,
  assignees    text[] not null,
  status       text not null default 'open' check (status in ('open', 'approved', 'rejected', 'timeout', 'cancelled')),
  token_hash   bytea unique,
  expires_at   timestamptz(3),
  decided_by   text,
  comment      text,
  field_values json,
  created_at   timestamptz(3) not null default now(),
  closed_at    timestamptz(3),
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references runs (tenant_id, id) on delete cascade,
  check ((status = 'open') = (closed_at is null))
);
create unique index approvals_visit on approvals (tenant_id, run_id, visit);
create index approvals_open on approvals (tenant_id, id) where status = 'open';

create table connections (
  tenant_id  uuid not null references tenants (id),
  id         uuid not null,
  connector  text not null,
  name       text not null,
  config     json not null,
  hosts      text[] not null,
  secret     bytea not null,
  key_id     text not null,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  tested_at  timestamptz(3),
  test_error text,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table webhook_receipts (
  tenant_id   uuid not null,
  flow_id     uuid not null,
  dedupe_key  text not null,
  run_id      uuid,
  answer      json,
  received_at timestamptz(3) not null default now(),
  primary key (tenant_id, flow_id, dedupe_key),
  foreign key (tenant_id, flow_id) references flows (tenant_id, id)
);
create index webhook_receipts_run on webhook_receipts (tenant_id, run_id);
create index webhook_receipts_age on webhook_receipts (tenant_id, received_at);

create table idempotency_keys (
  tenant_id   uuid not null references tenants (id),
  principal   text not null,
  route       text not null,
  key         text not null,
  body_hash   text not null,
  resource_id uuid not null,
  lease_until timestamptz(3) not null,
  answer      json,
  created_at  timestamptz(3) not null default now(),
  primary key (tenant_id, principal, route, key)
);
create index idempotency_keys_age on idempotency_keys (tenant_id, created_at);

create table state_entries (
  tenant_id  uuid not null references tenants (id),
  scope      text not null,
  key        text not null,
  value      json not null,
  expires_at timestamptz(3),
  updated_at timestamptz(3) not null default now(),
  primary key (tenant_id, scope, key)
);

create table state_effects (
  tenant_id  uuid not null references tenants (id),
  effect_key text not null,
  result     json not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, effect_key)
);
create index state_effects_age on state_effects (tenant_id, created_at);

create table audit_entries (
  tenant_id uuid not null references tenants (id),
  seq       bigint not null,
  at        timestamptz(3) not null,
  actor     text not null,
  action    text not null,
  target    text not null,
  data      json not null,
  prev_hash bytea not null,
  hash      bytea not null,
  primary key (tenant_id, seq)
);

create table payloads (
  tenant_id  uuid not null references tenants (id),
  hash       text not null,
  bytes      bytea not null,
  created_at timestamptz(3) not null default now(),
  used_at    timestamptz(3) not null default now(),
  primary key (tenant_id, hash)
);
create index payloads_age on payloads (tenant_id, used_at);

-- Row-level security. A restrictive policy, so that no permissive one that somebody adds later can open a table.
do $$
declare
  t text;
begin
  for t in
    select c.table_name from information_schema.columns c
    where c.table_schema = current_schema() and c.column_name = 'tenant_id'
  loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
  end loop;
end
$$;
alter table tenants enable row level security, force row level security;
create policy tenant_isolation on tenants as restrictive for all
  using (id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on tenants for all to trama_app using (true) with check (true);
-- A tenant sees the people who belong to it.
alter table users enable row level security, force row level security;
create policy member_access on users for select to trama_app
  using (exists (select 1 from memberships m where m.user_id = users.id));

revoke all on schema public from public;
grant usage on schema public to trama_app, trama_admin;

grant select, insert, update, delete on
  memberships, sessions, api_keys, flows, flow_triggers, runs, trace_pages, outbox, events, subscriptions, approvals,
  connections, webhook_receipts, idempotency_keys, state_entries, state_effects, payloads
  to trama_app;
grant select, insert on flow_versions, audit_entries to trama_app;
grant select, update (name, timezone, locale, settings, holidays) on tenants to trama_app;
grant select (id, email, name, disabled_at) on users to trama_app;

-- trama_admin sees across tenants: who somebody is, and what is left to do; never what a run carries.
grant select, insert, update on tenants, users to trama_admin;
grant select, insert, update, delete on memberships to trama_admin;
grant select, insert, update on sessions to trama_admin;
grant select, update (last_used_at) on api_keys to trama_admin;
grant select, update, delete on outbox to trama_admin;
grant select (tenant_id, id, flow_id, flow_version, plan_hash, status, test, run_key, concurrency_key, concurrency_max,
  priority, queue_seq, workflow_id, execution_run_id, accepted_at, started_at, ended_at, sweep_at) on runs to trama_admin;
grant update (sweep_at) on runs to trama_admin;
grant select (tenant_id, id, status, token_hash, expires_at) on approvals to trama_admin;
grant select on flow_triggers to trama_admin;
grant select (tenant_id, id, slug, name, published_version, archived_at) on flows to trama_admin;
