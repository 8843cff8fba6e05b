import type { TenantDb } from '#prisma/with-tenant.ts';

/** Forgets events of so many days ago, but for triggers that an open run may still hand back. Gives how many went. */
export const pruneEvents = async (db: TenantDb, days = 30, limit = 5_000): Promise<number> => {
  const rows = await db.sql`
    delete from events where tenant_id = ${db.tenant} and id in (
      select e.id from events e
      left join runs r on r.tenant_id = e.tenant_id and r.id = e.run_id
      where e.tenant_id = ${db.tenant} and e.received_at < now() - ${days} * interval '1 day'
        and (e.run_id is null or r.ended_at is not null)
      limit ${limit})
    returning id`;
  return rows.length;
};
