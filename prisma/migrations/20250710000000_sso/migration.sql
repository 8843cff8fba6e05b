-- Single sign-on by a tenant's own provider (docs/identity.md).

-- One a tenant. What is no secret stands in config; the client secret is sealed with the tenant's data key.
create table sso_providers (
  tenant_id   uuid primary key references tenants (id),
  -- In addresses that the provider is given: it names the tenant to nobody.
  id          uuid not null unique,
  kind        text not null check (kind in ('oidc', 'saml')),
  config      json not null,
  sealed      bytea,
  key_id      text,
  revision    integer not null default 1,
  -- How the last try went, and when one last went well with the config as it is.
  test        json,
  tested_at   timestamptz(3),
  enabled_at  timestamptz(3),
  -- Nobody comes in by another way, but owners behind a second step.
  required    boolean not null default false,
  created_at  timestamptz(3) not null default now(),
  updated_at  timestamptz(3) not null default now(),
  check ((sealed is null) = (key_id is null)),
  check (enabled_at is null or tested_at is not null),
  check (not required or enabled_at is not null)
);

-- A way to the provider and back, good once. Whoever comes back brings the state of which the hash stands here, in the
-- browser that began it. PKCE verifier, nonce and the request's name follow from the state and a key of the tenant.
create table sso_ways (
  tenant_id    uuid not null references sso_providers (tenant_id) on delete cascade,
  state_hash   bytea not null,
  browser_hash bytea not null,
  -- Of the config that it was begun with: a change ends what is under way.
  revision     integer not null,
  -- Whose session tries it out; null: somebody signs in.
  session_id   uuid,
  return_to    text not null,
  -- What a provider that posts said, checked, until the browser that began comes for it.
  answer       json,
  expires_at   timestamptz(3) not null,
  answered_at  timestamptz(3),
  used_at      timestamptz(3),
  primary key (tenant_id, state_hash)
);
create index sso_ways_expiry on sso_ways (tenant_id, expires_at);

-- Whom a provider knows by a name of its own. It ends with the membership: whoever comes again is somebody new.
create table sso_accounts (
  tenant_id  uuid not null,
  issuer     text not null,
  subject    text not null,
  user_id    uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, issuer, subject),
  unique (tenant_id, issuer, user_id),
  foreign key (tenant_id, user_id) references memberships (tenant_id, user_id) on delete cascade
);
create index sso_accounts_user on sso_accounts (tenant_id, user_id);

do $$
declare
  t text;
begin
  foreach t in array array['sso_providers', 'sso_ways', 'sso_accounts']
  loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
  end loop;
end
$$;

grant select, insert, update, delete on sso_providers to trama_app;
grant select, insert, update (answer, answered_at, used_at), delete on sso_ways to trama_app;
grant select, insert, delete on sso_accounts to trama_app;
-- Which tenant an address or a domain belongs to, before anybody is known; and what it asks of whoever comes.
grant select (tenant_id, id, enabled_at, required) on sso_providers to trama_admin;

-- A session that a tenant's own provider vouches for is good in that tenant alone: the provider's word counts nowhere else.
alter table identity.sessions add column sso_tenant_id uuid references public.tenants (id) on delete cascade;
