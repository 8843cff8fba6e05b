-- Where a tenant's audit goes every day (docs/audit.md). One a tenant; the key's secret is sealed with the tenant's data key.
create table audit_exports (
  tenant_id     uuid primary key references tenants (id),
  endpoint      text not null,
  region        text not null,
  bucket        text not null,
  prefix        text not null,
  access_key    text not null,
  -- Null: switched off. The place and how far it has come stay, so that nothing is written twice after it.
  sealed        bytea,
  key_id        text,
  format        text not null check (format in ('jsonl', 'csv')),
  gzip          boolean not null,
  -- Of the day, in the tenant's zone.
  hour          smallint not null check (hour between 0 and 23),
  -- A change ends what is under way.
  revision      integer not null default 1,
  -- The last entry that the bucket has for certain.
  done_seq      bigint not null default 0,
  -- The last entry of the piece that is being written; a repeat writes the same piece.
  upto          bigint,
  -- The same of places that it went to before, by a sum of the place: an entry is nowhere twice.
  earlier       json not null default '{}',
  next_at       timestamptz(3) not null,
  lease_until   timestamptz(3) not null default now(),
  last_at       timestamptz(3),
  failures      integer not null default 0,
  failing_since timestamptz(3),
  problem       text,
  detail        text,
  created_at    timestamptz(3) not null default now(),
  updated_at    timestamptz(3) not null default now(),
  check ((sealed is null) = (key_id is null)),
  check (upto is null or upto > done_seq),
  check ((failures = 0) = (failing_since is null))
);
create index audit_exports_due on audit_exports (next_at) where key_id is not null;

alter table audit_exports enable row level security, force row level security;
create policy tenant_isolation on audit_exports as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on audit_exports for all to trama_app using (true) with check (true);
grant select, insert, update, delete on audit_exports to trama_app;
-- Whose turn it is, over all tenants; whether one is switched on, without what opens it.
grant select (tenant_id, next_at, lease_until, key_id), update (lease_until) on audit_exports to trama_admin;
