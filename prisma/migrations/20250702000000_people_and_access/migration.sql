-- People and access (docs/people-and-access.md): roles of a tenant's own, invites, access policies, verified domains,
-- who of ours sits in somebody's place, and tenants that are suspended.

alter table tenants
  add column status text not null default 'active' check (status in ('active', 'suspended', 'deleting')),
  add column status_reason text,
  add column status_at timestamptz(3);
-- What asks for tenants that are not active reads a page that is nearly always empty.
create index tenants_not_active on tenants (id) where status <> 'active';

create table roles (
  tenant_id   uuid not null references tenants (id),
  id          uuid not null,
  name        text not null check (length(name) between 1 and 60),
  description text not null default '',
  scopes      text[] not null,
  created_by  text not null,
  created_at  timestamptz(3) not null default now(),
  updated_at  timestamptz(3) not null default now(),
  primary key (tenant_id, id)
);
create unique index roles_name on roles (tenant_id, lower(name));

-- A member has a built-in role, or `custom` and one of the tenant's own.
alter table memberships drop constraint memberships_role_check;
alter table memberships
  add column role_id uuid,
  add constraint memberships_role_check check (role in ('owner', 'admin', 'editor', 'operator', 'viewer', 'custom')),
  add constraint memberships_custom check ((role = 'custom') = (role_id is not null)),
  add foreign key (tenant_id, role_id) references roles (tenant_id, id);
create index memberships_role_id on memberships (tenant_id, role_id) where role_id is not null;

create table invites (
  tenant_id   uuid not null references tenants (id),
  id          uuid not null,
  email       text not null check (email = lower(email)),
  role        text not null check (role in ('owner', 'admin', 'editor', 'operator', 'viewer', 'custom')),
  role_id     uuid,
  -- SHA-256 of the link's token, which is kept nowhere.
  token_hash  bytea not null unique,
  invited_by  text not null,
  created_at  timestamptz(3) not null default now(),
  sent_at     timestamptz(3) not null default now(),
  expires_at  timestamptz(3) not null,
  accepted_at timestamptz(3),
  revoked_at  timestamptz(3),
  primary key (tenant_id, id),
  foreign key (tenant_id, role_id) references roles (tenant_id, id),
  check ((role = 'custom') = (role_id is not null))
);
create unique index invites_open on invites (tenant_id, email) where accepted_at is null and revoked_at is null;
create index invites_role_id on invites (tenant_id, role_id) where role_id is not null;

-- One row a tenant that has any; without one nothing is asked beyond the ordinary.
create table access_policies (
  tenant_id        uuid primary key references tenants (id),
  -- CIDR; empty: from anywhere.
  ip_allow         text[] not null default '{}',
  password_length  smallint not null default 10 check (password_length between 8 and 128),
  idle_minutes     integer check (idle_minutes between 5 and 43200),
  session_hours    integer check (session_hours between 1 and 720),
  require_two_step boolean not null default false,
  revision         integer not null default 1,
  updated_at       timestamptz(3) not null default now()
);

create table verified_domains (
  tenant_id   uuid not null references tenants (id),
  domain      text not null check (domain = lower(domain)),
  token       text not null,
  -- Who signs in with an address of it may join as this; null: by invite alone.
  join_role   text check (join_role in ('editor', 'operator', 'viewer')),
  created_at  timestamptz(3) not null default now(),
  checked_at  timestamptz(3),
  verified_at timestamptz(3),
  primary key (tenant_id, domain)
);
-- Whoever proved it holds it: a domain is one tenant's.
create unique index verified_domains_held on verified_domains (domain) where verified_at is not null;

-- Of a session in which one of ours sits in somebody's place, what its tenant may know; id is the session's.
create table impersonations (
  tenant_id  uuid not null references tenants (id),
  id         uuid not null,
  user_id    uuid not null,
  operator   uuid not null references users (id),
  reason     text not null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  ended_at   timestamptz(3),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references memberships (tenant_id, user_id) on delete cascade
);
create index impersonations_user on impersonations (tenant_id, user_id);

-- What operators do that belongs to no tenant; what belongs to one stands in its audit, too.
create table operator_log (
  seq    bigint generated always as identity primary key,
  at     timestamptz(3) not null default now(),
  actor  text not null,
  action text not null,
  target text not null,
  data   json not null default '{}'
);

do $$
declare
  t text;
begin
  foreach t in array array['roles', 'invites', 'access_policies', 'verified_domains', 'impersonations']
  loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
  end loop;
end
$$;

grant select, insert, update, delete on roles, invites, access_policies, verified_domains to trama_app;
-- Made and ended by operators; a tenant sees who was there.
grant select on impersonations to trama_app;

grant select on roles, access_policies to trama_admin;
grant select, update (accepted_at) on invites to trama_admin;
grant select on verified_domains to trama_admin;
grant select, insert, update (ended_at) on impersonations to trama_admin;
grant select, insert on operator_log to trama_admin;
