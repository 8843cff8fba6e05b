import type { TenantDb } from '#prisma/with-tenant.ts';

const BATCH = 500;

/**
 * An id says when its run was accepted, and none ended before: older ids alone are looked at, and what is not due by far costs
 * nothing. (An hour more, for clocks that differ.)
 */
const acceptedBefore = (days: number): string => {
  const ms = Math.max(0, Date.now() - days * 86_400_000 + 3_600_000);
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7fff-bfff-ffffffffffff`;
};

/** Forgets runs that ended so many days ago, with all that hangs on them. Gives how many went; up to 500 at once. */
export const pruneRuns = async (db: TenantDb, days: number): Promise<number> => {
  const gone = await db.sql`
    delete from runs where tenant_id = ${db.tenant} and id in (
      select id from runs where tenant_id = ${db.tenant} and id <= ${acceptedBefore(days)}::uuid and ended_at < now() - ${days} * interval '1 day'
      order by id limit ${BATCH} for update skip locked)
    returning id`;
  return gone.length;
};

/** Of runs that ended so many days ago, what their steps got and gave. */
export const pruneTraces = async (db: TenantDb, days: number): Promise<number> => {
  const gone = await db.sql`
    delete from trace_pages where tenant_id = ${db.tenant} and (run_id, page) in (
      select p.run_id, p.page from trace_pages p join runs r on r.tenant_id = p.tenant_id and r.id = p.run_id
      where p.tenant_id = ${db.tenant} and p.run_id <= ${acceptedBefore(days)}::uuid and r.ended_at < now() - ${days} * interval '1 day' limit ${BATCH})
    returning page`;
  return gone.length;
};
