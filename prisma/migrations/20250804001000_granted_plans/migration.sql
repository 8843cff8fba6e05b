-- What a tenant has without a subscription and without an end, where that is not FREE: what is tried, bought or given falls back to
-- it (docs/billing.md). Written when something else takes its place. Until then it is the plan of the row itself, which is read where
-- this is null: rows that are there, and those that a process of the release before writes, need nothing filled in.
alter table billing_subscriptions add column granted_plan_version_id uuid references plan_versions (id);
