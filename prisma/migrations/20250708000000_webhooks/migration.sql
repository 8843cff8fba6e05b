-- Who is told of what happens, and how. `secrets`: the signing secret, the one before it, secret headers; sealed together.
create table webhook_endpoints (
  tenant_id           uuid not null references tenants (id),
  id                  uuid not null,
  url                 text not null,
  description         text not null default '',
  event_types         text[] not null default '{}',
  flow_ids            uuid[] not null default '{}',
  in_order            boolean not null default false,
  rate_per_minute     integer,
  signature           text not null check (signature in ('hmac', 'ed25519')),
  public_key          text,
  previous_public_key text,
  secrets             bytea not null,
  key_id              text not null,
  previous_until      timestamptz(3),
  headers             json not null default '{}',
  secret_headers      text[] not null default '{}',
  enabled             boolean not null default true,
  disabled_reason     text check (disabled_reason in ('by_hand', 'gone', 'failing')),
  disabled_at         timestamptz(3),
  failing_since       timestamptz(3),
  warned_at           timestamptz(3),
  last_success_at     timestamptz(3),
  -- When its next attempt may go out: its own pace, and what the receiver asked for.
  free_at             timestamptz(3) not null default clock_timestamp(),
  revision            integer not null default 1,
  created_by          text not null,
  created_at          timestamptz(3) not null default clock_timestamp(),
  updated_at          timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id)
);
create index webhook_endpoints_in_order on webhook_endpoints (tenant_id, id) where in_order and enabled;

-- What happened, as receivers get it: the same bytes at each attempt.
create table webhook_messages (
  tenant_id  uuid not null references tenants (id),
  id         uuid not null,
  type       text not null,
  flow_id    uuid,
  body       text not null,
  test       boolean not null default false,
  created_at timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id)
);
create index webhook_messages_age on webhook_messages (tenant_id, created_at);

-- A message for an endpoint. `due`: to be sent by whoever comes first; `retrying`: a workflow has it; `parked`: failed once, and
-- too many of its endpoint are being retried. `round` grows with each replay, `tries` counts within a round.
create table webhook_deliveries (
  tenant_id   uuid not null,
  id          uuid not null default gen_random_uuid(),
  endpoint_id uuid not null,
  message_id  uuid not null,
  seq         bigint generated always as identity,
  type        text not null,
  in_order    boolean not null,
  state       text not null check (state in ('due', 'retrying', 'parked', 'succeeded', 'failed')),
  round       integer not null default 1,
  tries       integer not null default 0,
  attempts    integer not null default 0,
  next_at     timestamptz(3),
  -- Of `retrying`: Temporal has heard of it.
  handed      boolean not null default false,
  last_status integer,
  last_error  text,
  reason      text check (reason in ('gave_up', 'endpoint_gone', 'endpoint_disabled')),
  created_at  timestamptz(3) not null default clock_timestamp(),
  ended_at    timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, message_id, endpoint_id),
  foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id) on delete cascade,
  foreign key (tenant_id, message_id) references webhook_messages (tenant_id, id) on delete cascade
);
create index webhook_deliveries_due on webhook_deliveries (next_at) where state = 'due' and not in_order;
-- Of one endpoint: what is being retried, and what waits for room there.
create index webhook_deliveries_tried on webhook_deliveries (tenant_id, endpoint_id)
  where state = 'retrying' or (state = 'due' and tries > 0);
create index webhook_deliveries_parked on webhook_deliveries (tenant_id, endpoint_id, next_at) where state = 'parked';
create index webhook_deliveries_retrying on webhook_deliveries (next_at) where state = 'retrying';
create index webhook_deliveries_open on webhook_deliveries (tenant_id, endpoint_id, seq) where state in ('due', 'retrying', 'parked');
create index webhook_deliveries_log on webhook_deliveries (tenant_id, endpoint_id, seq desc);

create table webhook_attempts (
  tenant_id        uuid not null,
  delivery_id      uuid not null,
  n                integer not null,
  at               timestamptz(3) not null,
  url              text not null,
  request_headers  json not null,
  status           integer,
  error            text,
  response_headers json,
  response_body    text,
  ms               integer not null,
  primary key (tenant_id, delivery_id, n),
  foreign key (tenant_id, delivery_id) references webhook_deliveries (tenant_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['webhook_endpoints', 'webhook_messages', 'webhook_deliveries', 'webhook_attempts'] loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format('create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to trama_app', t);
  end loop;
end $$;

-- Which are due, and that one is taken: never what they say, nor to whom.
grant select (tenant_id, id, endpoint_id, seq, in_order, state, round, tries, next_at, handed), update (next_at, handed)
  on webhook_deliveries to trama_admin;
grant select (tenant_id, id, in_order, enabled) on webhook_endpoints to trama_admin;
