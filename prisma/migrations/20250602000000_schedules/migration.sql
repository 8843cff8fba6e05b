-- When a schedule fires next; null for all other triggers, and for one that never fires again.
alter table flow_triggers add column next_at timestamptz;
create index flow_triggers_due on flow_triggers (next_at) where next_at is not null;
