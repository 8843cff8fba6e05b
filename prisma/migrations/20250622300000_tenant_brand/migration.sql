-- How a tenant looks (design tokens, docs/decisions/630), what it does, and how far its first steps went. Who is there
-- already needs no first steps.
alter table tenants
  add column brand json not null default '{}',
  add column segment text,
  add column onboarding_step smallint not null default 0,
  add column onboarded_at timestamptz(3),
  add column revision integer not null default 1;
update tenants set onboarded_at = now();
grant update (brand, segment, onboarding_step, onboarded_at, revision) on tenants to trama_app;

-- What became of an event when it came; runs that began to wait for it later are found by their traces.
alter table events
  add column started uuid[] not null default '{}',
  add column reached uuid[] not null default '{}';
