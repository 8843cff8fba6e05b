-- What a tenant's rows say to the lifecycle that the platform runs for it (docs/billing.md): written in the transaction of the
-- fact itself, carried into the platform tenant's events by a worker, and then gone. The event's own id makes a repeat count once.
create table platform_events (
  tenant_id   uuid not null references tenants (id),
  id          uuid not null,
  seq         bigint generated always as identity,
  name        text not null,
  data        json not null,
  -- The sender's own id: a second event with it is the first one again.
  external_id text not null,
  next_at     timestamptz(3) not null default now(),
  attempts    integer not null default 0,
  created_at  timestamptz(3) not null default now(),
  primary key (tenant_id, id)
);
create unique index platform_events_external on platform_events (tenant_id, name, external_id);
create index platform_events_due on platform_events (next_at);

alter table platform_events enable row level security, force row level security;
create policy tenant_isolation on platform_events as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on platform_events for all to trama_app using (true) with check (true);
grant select, insert, update, delete on platform_events to trama_app;
-- The queue over all tenants: claimed, carried, deleted.
grant select, update (next_at, attempts), delete on platform_events to trama_admin;
