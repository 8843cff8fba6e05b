-- Life and privacy of a tenant (docs/privacy.md): how long data is kept, what is taken out and in, who agreed to what, and
-- a deletion that was asked for.

alter table tenants
  -- Days by kind of data; what is left out has its default. `hold`: nothing is forgotten while it stands.
  add column retention json not null default '{}',
  -- What a deletion that was asked for holds back, so that it can be taken back: triggers and keys as they were.
  add column deletion json,
  add column deletion_due_at timestamptz(3),
  -- From here on there is no way back.
  add column erasing_at timestamptz(3);
create index tenants_deletion on tenants (deletion_due_at) where deletion_due_at is not null;
grant update (retention, deletion, deletion_due_at) on tenants to trama_app;
grant delete on tenants to trama_admin;

-- Work that goes on without a caller, step by step: what was done is written with where it goes on, so that whoever takes
-- it over after a crash does the rest.
create table tenant_jobs (
  tenant_id   uuid not null references tenants (id),
  id          uuid not null,
  kind        text not null check (kind in ('export', 'import')),
  state       text not null default 'waiting' check (state in ('uploading', 'waiting', 'running', 'done', 'failed')),
  -- What was asked for.
  input       json not null default '{}',
  -- Where it goes on: the job's own.
  place       json not null default '{}',
  done        bigint not null default 0,
  total       bigint,
  result      json,
  error       text,
  created_by  text not null,
  created_at  timestamptz(3) not null default now(),
  ended_at    timestamptz(3),
  -- When what it made, or was given, is forgotten.
  expires_at  timestamptz(3) not null,
  attempts    integer not null default 0,
  lease_until timestamptz(3) not null default now(),
  primary key (tenant_id, id)
);
create index tenant_jobs_open on tenant_jobs (lease_until) where state in ('waiting', 'running');

-- Pieces of an archive, closed with the tenant's key.
create table archive_parts (
  tenant_id uuid not null,
  job_id    uuid not null,
  n         integer not null,
  -- In the archive; of pieces that were sent to us: none.
  path      text,
  row_count integer not null default 0,
  -- Bytes of the file in the clear, and their SHA-256, hex.
  size      bigint not null,
  sha256    text not null,
  bytes     bytea not null,
  primary key (tenant_id, job_id, n),
  foreign key (tenant_id, job_id) references tenant_jobs (tenant_id, id) on delete cascade
);

-- Who agreed to what, and who took it back: the last entry of a contact and purpose is what holds. Of a contact that was
-- erased the fingerprint stays, so that "no" stays no.
create table consent_entries (
  tenant_id    uuid not null references tenants (id),
  id           uuid not null,
  channel      text not null,
  -- HMAC of the address under a key of the tenant.
  contact_hash bytea not null,
  contact      text,
  purpose      text not null,
  given        boolean not null,
  source       text not null,
  evidence     text,
  run_id       uuid,
  -- Of an action: a repeat writes nothing.
  effect_key   text,
  created_by   text not null,
  created_at   timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id)
);
create index consent_entries_contact on consent_entries (tenant_id, contact_hash, id);
create unique index consent_entries_effect on consent_entries (tenant_id, effect_key) where effect_key is not null;

-- What was done for a person who asked for their data; without the person.
create table person_requests (
  tenant_id   uuid not null references tenants (id),
  id          uuid not null,
  kind        text not null check (kind in ('export', 'erase')),
  -- HMAC of what they were looked for by.
  person_hash bytea not null,
  counts      json not null,
  created_by  text not null,
  created_at  timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id)
);

do $$
declare
  t text;
begin
  foreach t in array array['tenant_jobs', 'archive_parts', 'consent_entries', 'person_requests']
  loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
  end loop;
end
$$;
grant select, insert, update, delete on tenant_jobs, archive_parts to trama_app;
grant select, insert, update (contact, evidence) on consent_entries to trama_app;
grant select, insert on person_requests to trama_app;
-- Whose turn it is; never what it carries.
grant select (tenant_id, id, kind, state, lease_until, attempts), update (state, lease_until, attempts)
  on tenant_jobs to trama_admin;

-- Proof that a tenant was erased. It belongs to the platform and holds nothing personal; `subject` is the tenant's id.
create table erasure_receipts (
  id        uuid primary key,
  subject   uuid not null unique,
  asked_at  timestamptz(3) not null,
  began_at  timestamptz(3) not null default now(),
  ended_at  timestamptz(3),
  -- Rows by table, workflows, objects.
  counts    json not null default '{}',
  hash      text,
  signature text,
  lease_until timestamptz(3) not null default now()
);
grant select, insert, update on erasure_receipts to trama_admin;

-- What nobody may delete goes with its tenant, and only then.
create function only_with_its_tenant() returns trigger language plpgsql set search_path = public as $$
begin
  if not exists (select 1 from tenants where id = old.tenant_id and erasing_at is not null) then
    raise exception 'rows of % go with their tenant alone', tg_table_name using errcode = '42501';
  end if;
  return old;
end
$$;
do $$
declare
  t text;
begin
  foreach t in array array['flow_versions', 'consent_entries', 'person_requests', 'impersonations']
  loop
    execute format('create trigger only_with_its_tenant before delete on %I
      for each row execute function only_with_its_tenant()', t);
    execute format('grant select (tenant_id), delete on %I to trama_admin', t);
  end loop;
end
$$;
