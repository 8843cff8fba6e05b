-- Short-lived access tokens for programs that want them (docs/decisions/763, 764). No token and no secret stands here: a family
-- is a key's chain of refresh tokens, of which only the last one counts.
create table token_families (
  tenant_id  uuid not null references tenants (id),
  id         uuid not null,
  key_id     uuid not null,
  scopes     text[] not null,
  -- The number of the refresh token that counts.
  n          integer not null default 1,
  turned_at  timestamptz(3),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  reason     text,
  primary key (tenant_id, id),
  foreign key (tenant_id, key_id) references api_keys (tenant_id, id) on delete cascade
);
create index token_families_key on token_families (tenant_id, key_id);

-- Access tokens that were revoked before their ten minutes were over.
create table revoked_tokens (
  tenant_id  uuid not null references tenants (id),
  id         uuid not null,
  expires_at timestamptz(3) not null,
  primary key (tenant_id, id)
);

do $$
declare
  t text;
begin
  foreach t in array array['token_families', 'revoked_tokens']
  loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
  end loop;
end
$$;
grant select, insert, update (n, turned_at, revoked_at, reason), delete on token_families to trama_app;
grant select, insert, delete on revoked_tokens to trama_app;
-- Every call's credential is checked across tenants.
grant select (tenant_id, id, key_id, scopes, created_at, expires_at, revoked_at) on token_families to trama_admin;
grant select (tenant_id, id) on revoked_tokens to trama_admin;
