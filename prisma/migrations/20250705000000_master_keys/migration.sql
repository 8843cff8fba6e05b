-- Keys that close keys (docs/secrets.md). What master keys closed stands here; the master keys do not.

-- The root that lasting keys are derived from (names, links, cursors): one for the installation, once for each master key
-- that opens it. Of no tenant.
create table installation_keys (
  name       text not null check (name in ('root')),
  master_id  text not null,
  -- null: this master key was dropped; processes that still have it close nothing with it.
  wrapped    bytea,
  dropped    boolean not null generated always as (wrapped is null) stored,
  -- The operator who dropped it.
  dropped_by text,
  created_at timestamptz(3) not null default now(),
  primary key (name, master_id)
);

-- Whether new secrets are closed with data keys. Not before an operator says so where an older release may still run:
-- it could not read them. A new database has no such past.
create table key_settings (
  one       boolean primary key default true check (one),
  data_keys boolean not null
);
insert into key_settings (data_keys) select not exists (select 1 from machine_releases);

-- Data keys of a tenant, by number; the newest that is not retired closes.
create table tenant_keys (
  tenant_id  uuid not null references tenants (id),
  number     integer not null check (number > 0),
  created_at timestamptz(3) not null default now(),
  -- Closes nothing new since then.
  retired_at timestamptz(3),
  -- Nothing referred to it any more, or the tenant was erased: what closed it is gone, and the number is not used again.
  dropped_at timestamptz(3),
  primary key (tenant_id, number)
);

-- A data key, closed: once for each master key that opens it.
create table tenant_key_wraps (
  tenant_id uuid not null,
  number    integer not null,
  master_id text not null,
  wrapped   bytea not null,
  primary key (tenant_id, number, master_id),
  foreign key (tenant_id, number) references tenant_keys (tenant_id, number) on delete cascade
);
create index tenant_key_wraps_master_id on tenant_key_wraps (master_id);

alter table tenant_keys enable row level security, force row level security;
create policy tenant_isolation on tenant_keys as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on tenant_keys for all to trama_app using (true) with check (true);
alter table tenant_key_wraps enable row level security, force row level security;
create policy tenant_isolation on tenant_key_wraps as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on tenant_key_wraps for all to trama_app using (true) with check (true);

grant select on key_settings to trama_app;
grant select (name, master_id, dropped) on installation_keys to trama_app;
grant select, insert, update (retired_at, dropped_at) on tenant_keys to trama_app;
grant select, insert, delete on tenant_key_wraps to trama_app;
-- A wrapped payload key is closed again when the tenant's data key changes.
grant update (wrapped_by) on payload_keys to trama_app;

grant select, insert, update (wrapped, dropped_by) on installation_keys to trama_admin;
grant select, update (data_keys) on key_settings to trama_admin;
grant select on tenant_keys to trama_admin;
grant select, insert, delete on tenant_key_wraps to trama_admin;
-- Which master key the values of before belong to.
grant select (wrapped_by) on payload_keys to trama_admin;
grant select (key_id) on connections to trama_admin;

-- What operators have under way: one at a time, taken up by any process.
create table key_rotations (
  id          uuid primary key,
  kind        text not null check (kind in ('master', 'tenants')),
  -- The master key that everything is to be closed with; of data keys: null.
  target      text,
  total       integer,
  done        integer not null default 0,
  -- The last tenant that is finished.
  after       uuid,
  started_by  text not null,
  started_at  timestamptz(3) not null default now(),
  ended_at    timestamptz(3),
  error       text,
  -- Data keys (tenant/number) that did not open: they are tried once.
  failed      text[] not null default '{}',
  lease_owner uuid,
  lease_until timestamptz(3),
  check ((kind = 'master') = (target is not null))
);
create unique index key_rotations_one_open on key_rotations ((true)) where ended_at is null;
grant select, insert, update on key_rotations to trama_admin;

-- Which process has which master keys: none is dropped that another one still needs. Rows not renewed for a minute are of
-- processes that are gone.
create table key_holders (
  process    uuid primary key,
  master_ids text[] not null,
  seen_at    timestamptz(3) not null default now()
);
grant select, insert, update, delete on key_holders to trama_admin;
