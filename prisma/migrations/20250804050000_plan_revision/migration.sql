-- Where a plan is shown, its draft, what of it is sold: whoever looked at an older one does not write over what another saved.
alter table plans add column revision integer not null default 1;
