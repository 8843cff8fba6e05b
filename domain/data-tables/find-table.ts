import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, uuidIn } from '../ids.ts';
import type { Column, Table } from './column.ts';

export interface TableRecord {
  id: string;
  name: string;
  description: string;
  columns: Column[];
  next_column: number;
  revision: number;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

export const TABLE_COLUMNS = sql`id, name, description, columns, next_column, revision, created_by, created_at, updated_at`;

export const tableOf = (row: TableRecord): Table => ({
  id: formatId('tbl', row.id),
  uuid: row.id,
  name: row.name,
  description: row.description,
  columns: row.columns,
  nextColumn: row.next_column,
  revision: row.revision,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const LOCKS = { none: emptySql, share: sql`for share`, update: sql`for update` };

/**
 * A table by id or name. Who writes rows holds it by `share`: its columns stay as they are until the commit. Who changes
 * columns holds it by `update`.
 */
export const findTable = async (
  db: TenantDb,
  reference: string,
  lock: keyof typeof LOCKS = 'none',
): Promise<Table | null> => {
  const id = uuidIn('tbl', reference);
  const [row] = await db.sql<TableRecord>`
    select ${TABLE_COLUMNS} from data_tables
    where tenant_id = ${db.tenant} and (id = ${id}::uuid or name = ${reference})
    order by (id = ${id}::uuid) desc nulls last limit 1 ${LOCKS[lock]}`;
  return row ? tableOf(row) : null;
};

/** @throws `not_found` */
export const getTable = async (db: TenantDb, reference: string, lock: keyof typeof LOCKS = 'none'): Promise<Table> => {
  const table = await findTable(db, reference, lock);
  if (!table) throw failure('not_found', 'Esta tabela não existe', 'There is no such table');
  return table;
};

/** Refuses a table that changed since whoever asks read it. `revision`: from `If-Match`; null: whatever it is. @throws `stale` */
export const refuseStaleTable = (table: Table, revision: number | null): void => {
  if (revision !== null && revision !== table.revision)
    throw failure('stale', 'Alguém mudou a tabela antes de você.', 'Somebody changed the table before you.');
};

/** For an action, whose config names the table. @throws `missing_table` */
export const tableNamed = async (
  db: TenantDb,
  reference: string,
  lock: keyof typeof LOCKS = 'none',
): Promise<Table> => {
  const table = await findTable(db, reference, lock);
  if (table) return table;
  const name = reference.slice(0, 100);
  throw failure('missing_table', `Não existe a tabela "${name}".`, `There is no table "${name}".`);
};
