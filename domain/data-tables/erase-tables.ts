import type { WithTenant } from '#prisma/with-tenant.ts';

const CHUNK = 5_000;

/** Deletes every table of a tenant that is erased, rows first, in pieces. */
export const eraseTables = async (withTenant: WithTenant, tenantId: string): Promise<void> => {
  for (let gone = CHUNK; gone === CHUNK; )
    gone = await withTenant(tenantId, async (db) => {
      const rows = await db.sql`
        delete from data_rows where tenant_id = ${db.tenant} and (table_id, id) in (
          select table_id, id from data_rows where tenant_id = ${db.tenant} limit ${CHUNK})
        returning 1 as gone`;
      return rows.length;
    });
  await withTenant(tenantId, (db) => db.sql`delete from data_tables where tenant_id = ${db.tenant}`);
};
