import type { TenantDb } from '#prisma/with-tenant.ts';
import { uuidIn } from '../ids.ts';
import type { Table } from './column.ts';
import { TABLE_COLUMNS, type TableRecord, tableOf } from './find-table.ts';

/** The tables that these ids or names stand for; what is not there is missing. */
export const knownTables = async (db: TenantDb, references: readonly string[]): Promise<Map<string, Table>> => {
  if (references.length === 0) return new Map();
  const ids = references.flatMap((one) => uuidIn('tbl', one) ?? []);
  const rows = await db.sql<TableRecord>`
    select ${TABLE_COLUMNS} from data_tables
    where tenant_id = ${db.tenant} and (id = any (${ids}::uuid[]) or name = any (${[...references]}::text[]))`;
  const tables = rows.map(tableOf);
  return new Map([
    ...tables.map((table) => [table.name, table] as const),
    ...tables.map((table) => [table.id, table] as const),
  ]);
};
