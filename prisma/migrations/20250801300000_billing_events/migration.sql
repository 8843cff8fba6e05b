-- What providers of payments tell us (docs/billing.md). Of no tenant: whom it is about is often known only once it was read.
create table billing_events (
  id           uuid primary key,
  -- The order in which they came in.
  seq          bigint generated always as identity,
  provider     text not null check (provider in ('stripe', 'mercado_pago', 'manual')),
  -- The provider's account, where it names one.
  account      text not null default '',
  event_id     text not null,
  -- What is not signed cannot take the place of what is, whatever id it claims.
  trust        text not null check (trust in ('signed', 'unsigned')),
  type         text not null,
  -- Whom it is about, as far as it says: ids alone.
  hint         json not null,
  -- As it came, closed with a key of the installation; null once it is past its time.
  raw          bytea,
  key_id       text,
  -- The tenant, once it is known.
  subject      uuid,
  state        text not null default 'open' check (state in ('open', 'done', 'foreign', 'dead')),
  received_at  timestamptz(3) not null default clock_timestamp(),
  processed_at timestamptz(3),
  attempts     integer not null default 0,
  -- Cut, not rounded: it is due at once.
  next_at      timestamptz(3) not null default date_trunc('milliseconds', clock_timestamp()),
  lease_until  timestamptz(3) not null default '-infinity',
  problem      text,
  unique (provider, account, trust, event_id),
  check ((state = 'open') = (processed_at is null)),
  check ((raw is null) = (key_id is null))
);
create index billing_events_due on billing_events (next_at, seq) where state = 'open';
create index billing_events_dead on billing_events (processed_at) where state = 'dead';
create index billing_events_subject on billing_events (subject, seq) where subject is not null;
create index billing_events_age on billing_events (received_at);

-- Every subscription compared with what its provider says: one row a pass, and one for each difference.
create table billing_reconciliations (
  id          uuid primary key,
  provider    text not null check (provider in ('stripe', 'mercado_pago', 'manual')),
  -- The time that it is of, a whole number of intervals since 1970: two processes cannot make the same pass twice.
  slot        timestamptz(3) not null,
  -- What changed at the provider since then is looked at, too.
  since       timestamptz(3) not null,
  state       text not null default 'running' check (state in ('running', 'done', 'broken')),
  -- The last tenant that was looked at: whoever goes on after a crash begins behind it.
  upto        uuid,
  seen        integer not null default 0,
  drifted     integer not null default 0,
  mended      integer not null default 0,
  failed      integer not null default 0,
  problem     text,
  began_at    timestamptz(3) not null default clock_timestamp(),
  ended_at    timestamptz(3),
  lease_until timestamptz(3) not null default '-infinity',
  -- Asked to go slower: not before then.
  next_at     timestamptz(3) not null default date_trunc('milliseconds', clock_timestamp()),
  unique (provider, slot),
  check ((state = 'running') = (ended_at is null))
);
create index billing_reconciliations_latest on billing_reconciliations (provider, slot desc);

create table billing_drifts (
  id             uuid primary key,
  reconciliation uuid not null references billing_reconciliations (id) on delete cascade,
  subject        uuid,
  subscription   text,
  payment        text,
  -- What differs: names of facts, `missing` (we had none), `unreadable`.
  what           text[] not null,
  ours           json,
  theirs         json,
  mended         boolean not null,
  problem        text,
  at             timestamptz(3) not null default clock_timestamp(),
  unique nulls not distinct (reconciliation, subject, subscription, payment)
);
create index billing_drifts_subject on billing_drifts (subject) where subject is not null;

grant select, insert, update, delete on billing_events, billing_reconciliations, billing_drifts to trama_admin;
-- Where a charge is confirmed by a person, the event is written with it.
grant insert (id, provider, account, event_id, trust, type, hint) on billing_events to trama_app;
