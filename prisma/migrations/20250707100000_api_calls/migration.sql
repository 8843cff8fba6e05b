-- What programs asked of the API, thirty days of it (docs/decisions/762). Ids hold the time, so a period is a range of the
-- primary key, and forgetting one is a range too.
create table api_calls (
  tenant_id       uuid not null references tenants (id),
  id              uuid not null,
  key_id          uuid not null,
  -- The access token's id, where one was sent in place of the key.
  token_id        uuid,
  method          text not null,
  -- The pattern: /v1/runs/{run}.
  route           text not null,
  -- Path and query, as sent.
  path            text not null,
  status          smallint not null,
  code            text,
  ms              real not null,
  ip              text not null,
  trace_id        text not null,
  -- Bytes.
  received        bigint not null,
  sent            bigint not null,
  idempotency_key text,
  replay_of       uuid,
  -- Bodies of request and answer, closed with a key of the tenant; of keys that were told to keep them.
  bodies          bytea,
  bodies_key      text,
  primary key (tenant_id, id),
  foreign key (tenant_id, key_id) references api_keys (tenant_id, id) on delete cascade
);
create index api_calls_key on api_calls (tenant_id, key_id, id);
create index api_calls_bodies on api_calls (tenant_id, id) where bodies is not null;

alter table api_calls enable row level security, force row level security;
create policy tenant_isolation on api_calls as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on api_calls for all to trama_app using (true) with check (true);
grant select, insert, delete, update (bodies, bodies_key) on api_calls to trama_app;
