-- What operators edit has a revision, so that who looked at an older one does not write over what another saved.
alter table add_ons add column revision integer not null default 1;
alter table coupons add column revision integer not null default 1;

-- What an operator gives counts at once; what is over it stands still, and the tenant's audit has it, in the tenant's own
-- transaction right after. `told_at` null: that is still to come, whoever died between. `ended`: who took it back and why, until
-- the row goes in that transaction.
alter table entitlement_overrides
  add column revision integer not null default 1,
  add column told_at timestamptz(3) default now(),
  add column ended json;
grant update (told_at) on entitlement_overrides to trama_app;
