-- The column keeps milliseconds: now() was rounded to up to half of one ahead, so that a lease that nobody ever had was another's
-- for whoever asked in the transaction that made the row.
alter table billing_subscriptions alter column lease_until set default '-infinity';
