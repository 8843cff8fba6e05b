import type { TenantDb } from '#prisma/with-tenant.ts';
import type { Table } from './column.ts';
import { storedRows } from './convert-rows.ts';
import { dropKeys } from './take-keys.ts';

/** Deletes a table with its rows, in pieces, each of which is done long before a statement takes too long. */
export const deleteWithRows = async (db: TenantDb, table: Table): Promise<void> => {
  for await (const rows of storedRows(db, table)) {
    await dropKeys(db, table, table.columns, rows);
    await db.sql`
      delete from data_rows where tenant_id = ${db.tenant} and table_id = ${table.uuid}
        and id = any (${rows.map(({ id }) => id)}::uuid[])`;
  }
  await db.sql`delete from data_tables where tenant_id = ${db.tenant} and id = ${table.uuid}`;
};
