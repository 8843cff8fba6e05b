import type { TenantDb } from '#prisma/with-tenant.ts';

const BATCH = 500;

/** Forgets runs that ended so many days ago, with all that hangs on them. Gives how many went; up to 500 at once. */
export const pruneRuns = async (db: TenantDb, days: number): Promise<number> => {
  const gone = await db.sql`
    delete from runs where tenant_id = ${db.tenant} and id in (
      select id from runs where tenant_id = ${db.tenant} and ended_at < now() - ${days} * interval '1 day'
      order by id limit ${BATCH} for update skip locked)
    returning id`;
  return gone.length;
};

/** Of runs that ended so many days ago, what their steps got and gave. */
export const pruneTraces = async (db: TenantDb, days: number): Promise<number> => {
  const gone = await db.sql`
    delete from trace_pages where tenant_id = ${db.tenant} and (run_id, page) in (
      select p.run_id, p.page from trace_pages p join runs r on r.tenant_id = p.tenant_id and r.id = p.run_id
      where p.tenant_id = ${db.tenant} and r.ended_at < now() - ${days} * interval '1 day' limit ${BATCH})
    returning page`;
  return gone.length;
};
