-- The OAuth 2 access token of a connection, sealed, and who is fetching the next one. A token is fetched outside of any
-- transaction, so a lease stands in for a lock: whoever holds it asks, everybody else waits for what it brings.
create table oauth_tokens (
  tenant_id     uuid not null,
  connection_id uuid not null,
  -- Access token and the newest refresh token.
  sealed        bytea,
  key_id        text,
  -- What it was got with; after a change of the connection it is another.
  grant_hash    text,
  fetched_at    timestamptz(3),
  -- null: the other side did not say.
  expires_at    timestamptz(3),
  lease_owner   uuid,
  lease_until   timestamptz(3),
  primary key (tenant_id, connection_id),
  foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade,
  check ((sealed is null) = (key_id is null))
);

alter table oauth_tokens enable row level security, force row level security;
create policy tenant_isolation on oauth_tokens as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on oauth_tokens for all to trama_app using (true) with check (true);
grant select, insert, update, delete on oauth_tokens to trama_app;
