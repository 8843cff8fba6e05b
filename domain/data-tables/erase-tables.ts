import type { WithTenant } from '#prisma/with-tenant.ts';
import { deleteWithRows } from './delete-rows.ts';
import { TABLE_COLUMNS, type TableRecord, tableOf } from './find-table.ts';

/** Deletes every table of a tenant that is erased. */
export const eraseTables = async (withTenant: WithTenant, tenantId: string): Promise<void> => {
  const tables = await withTenant(
    tenantId,
    (db) => db.sql<TableRecord>`select ${TABLE_COLUMNS} from data_tables where tenant_id = ${db.tenant}`,
  );
  for (const table of tables) await withTenant(tenantId, (db) => deleteWithRows(db, tableOf(table)));
};
