-- People live across tenants: what proves who they are stands in a schema of its own, where the application's role
-- (trama_app) has no right at all. Only trama_admin reaches it; see docs/identity.md.
create schema identity;
revoke all on schema identity from public;
grant usage on schema identity to trama_admin;

alter table users
  add column email_verified     boolean not null default false,
  add column image              text,
  add column two_factor_enabled boolean not null default false,
  add column updated_at         timestamptz(3) not null default now();
-- Whoever is there was let in by somebody who knew the address.
update users set email_verified = true;

-- How somebody proves who they are: a password (provider 'credential') or a provider's subject.
create table identity.accounts (
  id                       uuid primary key,
  user_id                  uuid not null references public.users (id) on delete cascade,
  provider_id              text not null,
  account_id               text not null,
  password                 text,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope                    text,
  created_at               timestamptz(3) not null default now(),
  updated_at               timestamptz(3) not null default now(),
  unique (provider_id, account_id)
);
create index accounts_user on identity.accounts (user_id);

insert into identity.accounts (id, user_id, provider_id, account_id, password, created_at)
  select gen_random_uuid(), id, 'credential', id::text, password_hash, created_at from users where password_hash is not null;
alter table users drop column password_hash;

-- One row a signed-in browser, of a person; the tenant that it looks at can be changed. token_hash: SHA-256, hex.
create table identity.sessions (
  id               uuid primary key,
  user_id          uuid not null references public.users (id) on delete cascade,
  active_tenant_id uuid references public.tenants (id) on delete set null,
  token_hash       text not null unique,
  ip_address       text,
  user_agent       text,
  -- How they came in: password, password+totp, passkey, magic-link, a provider's name, impersonation …
  method           text not null default 'password',
  -- When a second factor, or a passkey, was last shown in this session.
  second_factor_at timestamptz(3),
  -- Who of ours sits in this person's place.
  impersonated_by  uuid references public.users (id) on delete cascade,
  created_at       timestamptz(3) not null default now(),
  updated_at       timestamptz(3) not null default now(),
  expires_at       timestamptz(3) not null,
  last_used_at     timestamptz(3) not null default now(),
  revoked_at       timestamptz(3)
);
create index sessions_user on identity.sessions (user_id, last_used_at desc);
create index sessions_tenant on identity.sessions (active_tenant_id) where revoked_at is null;
drop table public.sessions;

-- What is proven once and then gone: links, states of a sign-in elsewhere, challenges. Identifiers are hashed.
create table identity.verifications (
  id         text primary key,
  identifier text not null,
  value      text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index verifications_identifier on identity.verifications (identifier, created_at desc);

-- Secret and recovery codes are encrypted with a key of the master secret.
create table identity.two_factors (
  id                        uuid primary key,
  user_id                   uuid not null references public.users (id) on delete cascade,
  secret                    text not null,
  backup_codes              text not null,
  verified                  boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until              timestamptz(3)
);
create index two_factors_user on identity.two_factors (user_id);

create table identity.passkeys (
  id            uuid primary key,
  user_id       uuid not null references public.users (id) on delete cascade,
  name          text,
  public_key    text not null,
  credential_id text not null unique,
  counter       bigint not null,
  device_type   text not null,
  backed_up     boolean not null,
  transports    text,
  aaguid        text,
  created_at    timestamptz(3) not null default now()
);
create index passkeys_user on identity.passkeys (user_id);

-- Wrong tries, of an address or of a place, so that a lock holds over processes. subject is a hash: an unknown address
-- is counted like a known one, and the table does not tell who has an account.
create table identity.sign_in_failures (
  subject        text primary key,
  failures       integer not null,
  locked_until   timestamptz(3),
  last_failed_at timestamptz(3) not null default now()
);

grant select, insert, update, delete on all tables in schema identity to trama_admin;
