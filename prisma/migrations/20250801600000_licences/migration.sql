-- Computers that may work without a connection (docs/billing.md): one row an activation. The document itself is signed, and
-- kept by the computer alone.
create table licences (
  tenant_id    uuid not null references tenants (id),
  id           uuid not null,
  -- As people call the computer.
  name         text not null,
  app          text not null check (app in ('desktop', 'cli')),
  -- SHA-256 of what names the computer, which itself is kept nowhere.
  machine      bytea not null check (length(machine) = 32),
  -- Who activated it: `user:…`, `key:…`.
  holder       text not null,
  -- Of the document that was given last.
  issued_at    timestamptz(3) not null,
  expires_at   timestamptz(3) not null,
  -- Until then it counts without a connection, and holds one of the plan's places.
  grace_until  timestamptz(3) not null,
  revoked_at   timestamptz(3),
  revoked_by   text,
  created_at   timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  check (issued_at < expires_at and expires_at <= grace_until),
  check ((revoked_at is null) = (revoked_by is null))
);
create unique index licences_machine on licences (tenant_id, machine) where revoked_at is null;
create index licences_list on licences (tenant_id, created_at desc, id);

alter table licences enable row level security, force row level security;
create policy tenant_isolation on licences as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on licences for all to trama_app using (true) with check (true);
grant select, insert, update, delete on licences to trama_app;

-- Licences for life that were sold before there were plans: each becomes a year of a plan, once. Of no tenant until somebody
-- claims it. Keyed sums alone, so that nobody who reads this can claim, or write to anybody.
create table lifetime_licences (
  id          uuid primary key,
  email_hash  bytea not null check (length(email_hash) = 32),
  key_hash    bytea not null unique check (length(key_hash) = 32),
  -- What operators see of the address: m•••@padaria.example.
  email_hint  text not null,
  product     text not null,
  imported_by text not null,
  imported_at timestamptz(3) not null default now(),
  claimed_by     text,
  claimed_tenant uuid,
  claimed_at     timestamptz(3),
  check ((claimed_at is null) = (claimed_tenant is null) and (claimed_at is null) = (claimed_by is null))
);
create index lifetime_licences_email on lifetime_licences (email_hash);

alter table lifetime_licences enable row level security, force row level security;
-- A tenant may ask for any by its sums, and take one that nobody has; who has it, it does not learn, and it gives nothing back.
create policy to_claim on lifetime_licences for select to trama_app using (true);
create policy claim on lifetime_licences for update to trama_app
  using (claimed_at is null)
  with check (claimed_tenant = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select (id, email_hash, key_hash, product, claimed_at), update (claimed_by, claimed_tenant, claimed_at)
  on lifetime_licences to trama_app;
grant select, insert on lifetime_licences to trama_admin;
