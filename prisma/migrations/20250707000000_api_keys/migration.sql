-- A key is used from named addresses, at its own pace, and its secret changes while the old one works on (docs/decisions/761).
alter table api_keys
  add column allowed_ips text[] not null default '{}',
  add column per_minute integer check (per_minute between 1 and 60000),
  add column last_used_ip text,
  add column keep_bodies_until timestamptz(3),
  -- Of the secret of now; last_used_at is of the key, whichever secret was sent.
  add column secret_used_at timestamptz(3),
  add column rotated_at timestamptz(3),
  add column previous_hash bytea unique,
  add column previous_prefix text,
  add column previous_until timestamptz(3),
  add column previous_used_at timestamptz(3),
  add check ((previous_hash is null) = (previous_until is null));

grant update (last_used_ip, secret_used_at, previous_used_at) on api_keys to trama_admin;
