import type { AdminDb } from '#prisma/admin-db.ts';

/** What people may have to look at: bodies name who pays. */
const RAW_DAYS = 30;
/** Longer than any provider repeats a delivery; after it a repeat would be read once more, which changes nothing. */
const ROW_DAYS = 180;
const PASS_DAYS = 400;
const BATCH = 5_000;

/** Forgets bodies, then rows, of deliveries and of reconciliations. @returns how many rows changed or went */
export const pruneBillingEvents = async ({ sql }: Pick<AdminDb, 'sql'>): Promise<number> => {
  const bodies = await sql`
    update billing_events set raw = null, key_id = null where id in (
      select id from billing_events where received_at < now() - ${RAW_DAYS} * interval '1 day' and raw is not null
        and state <> 'open' order by received_at limit ${BATCH})
    returning id`;
  const rows = await sql`
    delete from billing_events where id in (
      select id from billing_events where received_at < now() - ${ROW_DAYS} * interval '1 day' and state <> 'open'
      order by received_at limit ${BATCH})
    returning id`;
  const passes = await sql`
    delete from billing_reconciliations where slot < now() - ${PASS_DAYS} * interval '1 day' returning id`;
  return bodies.length + rows.length + passes.length;
};

/** A tenant is deleted: what providers told of it goes along. `subject`: its uuid. */
export const forgetEventsOf = async ({ sql }: Pick<AdminDb, 'sql'>, subject: string): Promise<void> => {
  await sql`delete from billing_events where subject = ${subject}::uuid`;
  await sql`delete from billing_drifts where subject = ${subject}::uuid`;
};
