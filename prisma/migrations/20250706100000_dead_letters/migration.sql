-- What could not be taken in or delivered, and will not be tried again by itself. One row a thing, however often it fails.
create table dead_letters (
  tenant_id  uuid not null references tenants (id),
  id         uuid not null,
  kind       text not null,
  ref        text not null,
  title      text not null,
  reason     text not null,
  sealed     bytea not null,
  key_id     text not null,
  tries      int not null,
  state      text not null default 'open' check (state in ('open', 'replayed', 'discarded')),
  first_at   timestamptz(3) not null,
  last_at    timestamptz(3) not null default clock_timestamp(),
  settled_at timestamptz(3),
  settled_by text,
  primary key (tenant_id, id),
  unique (tenant_id, kind, ref)
);
create index dead_letters_state on dead_letters (tenant_id, state, id desc);

alter table dead_letters enable row level security, force row level security;
create policy tenant_isolation on dead_letters as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on dead_letters for all to trama_app using (true) with check (true);
grant select, insert, update, delete on dead_letters to trama_app;
