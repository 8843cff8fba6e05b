import type { AdminDb } from '#prisma/admin-db.ts';
import { placedTables } from './placement-step.ts';
import { patiently } from './to-own-schema.ts';

/** The schema of a tenant that is being erased, and whose rows are gone. May be asked again. */
export const forgetPlace = async (admin: AdminDb, tenant: string): Promise<void> => {
  const placed = await admin.sql`select 1 from tenant_placements where tenant_id = ${tenant}`;
  if (placed.length === 0) return;
  await admin.patient(async (held) => {
    for (const table of await placedTables(held))
      await patiently(() => held.sql`select placement_forget(${tenant}, ${table})`);
    await held.transaction(async (sql) => {
      await sql`select placement_forgotten(${tenant})`;
      await sql`delete from tenant_placements where tenant_id = ${tenant}`;
    });
  });
};
