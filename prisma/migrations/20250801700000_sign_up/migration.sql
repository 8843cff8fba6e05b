-- Who asked for an account of their own, until the address is proven by the link of a letter: nothing else is made before
-- (docs/identity.md). Rows go with the link's end.
create table identity.sign_ups (
  id            uuid primary key,
  -- Lower case.
  email         text not null,
  name          text not null,
  company       text not null,
  -- argon2id, of the browser that asked; null once it is taken over.
  password      text,
  -- SHA-256 of the link's token; null: the letter said that there is an account.
  token_hash    bytea unique,
  -- SHA-256 of the cookie of the browser that asked.
  browser_hash  bytea not null,
  -- A hash of the place that asked: so many in an hour.
  place         text not null,
  -- What the link to the page named, for after the proof.
  plan          text,
  plan_interval text check (plan_interval in ('month', 'year')),
  -- The id of the tenant that will be made: asked again, no second one is.
  new_tenant    uuid not null,
  user_id       uuid references public.users (id) on delete cascade,
  created_at    timestamptz(3) not null default now(),
  expires_at    timestamptz(3) not null,
  used_at       timestamptz(3)
);
create index sign_ups_email on identity.sign_ups (email, created_at);
create index sign_ups_place on identity.sign_ups (place, created_at);

grant select, insert, update, delete on identity.sign_ups to trama_admin;
