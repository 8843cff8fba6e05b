-- Whoever hands lifecycles over asks which runs were asked to end a while ago: the table holds a day of all that went out, and
-- few of it are such.
create index outbox_cancels on outbox (tenant_id, run_id) where kind = 'cancel';
