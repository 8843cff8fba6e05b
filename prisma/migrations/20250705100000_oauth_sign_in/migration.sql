-- Connections that a person signs in to (docs/secrets.md): who is connected, since when, and since when it has to be done again.
alter table oauth_tokens
  add column account      text,
  add column signed_in_at timestamptz(3),
  add column failed_at    timestamptz(3),
  -- The code that the other side refused with.
  add column failure      text;

-- A way to a provider and back, good once: whoever comes back brings the state of which the hash stands here, in the session
-- that began it. The PKCE verifier follows from the state and a key of the tenant, and is not kept.
create table oauth_sign_ins (
  tenant_id     uuid not null,
  state_hash    bytea not null,
  connection_id uuid not null,
  session_id    uuid not null,
  redirect_uri  text not null,
  expires_at    timestamptz(3) not null,
  used_at       timestamptz(3),
  primary key (tenant_id, state_hash),
  foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade
);
create index oauth_sign_ins_connection on oauth_sign_ins (tenant_id, connection_id);

alter table oauth_sign_ins enable row level security, force row level security;
create policy tenant_isolation on oauth_sign_ins as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on oauth_sign_ins for all to trama_app using (true) with check (true);
grant select, insert, update (used_at), delete on oauth_sign_ins to trama_app;

-- When the secret itself was last written; a rename does not count.
alter table connections add column secret_changed_at timestamptz(3) not null default now();
update connections set secret_changed_at = created_at;
