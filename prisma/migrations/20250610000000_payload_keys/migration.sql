-- The keys under which a tenant's values lie in Temporal's histories and its files in storage. A key is random, and
-- stands here wrapped by one that follows from the master secret. Erasing empties `wrapped`: whatever it closed stays
-- closed. The row remains, so that no key is ever made again for a tenant that was erased.
create table payload_keys (
  tenant_id  uuid not null references tenants (id),
  number     integer not null check (number > 0),
  wrapped    bytea,
  -- Which master secret wrapped it.
  wrapped_by text not null,
  created_at timestamptz(3) not null default now(),
  erased_at  timestamptz(3),
  primary key (tenant_id, number),
  check ((wrapped is null) = (erased_at is not null))
);

alter table payload_keys enable row level security, force row level security;
create policy tenant_isolation on payload_keys as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on payload_keys for all to trama_app using (true) with check (true);
-- Keys are made and erased; no row goes, and nothing else of it changes.
grant select, insert, update (wrapped, erased_at) on payload_keys to trama_app;
