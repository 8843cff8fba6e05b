import { v7 } from 'uuid';
import { failure, type TramaError } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { type Column, isKeyed, type Table } from './column.ts';
import { bytesOf, type Cells, faultyRow, fitRow } from './fit-row.ts';
import { sortKey } from './sort-key.ts';
import { dropKeys, type KeyedRow, type Taken, takeKeys } from './take-keys.ts';
import type { Tally } from './usage.ts';

export const newRow = (cells: Cells): KeyedRow => ({ id: v7(), cells });

/** A cell that has to be its column's only one is that of another row. `index`: of the row, in what was given. */
export const takenCell = (table: Table, { column }: Taken, index: number): TramaError =>
  failure(
    'conflict',
    `Outra linha da tabela "${table.name}" já tem este valor na coluna "${column.name}".`,
    `Another row of the table "${table.name}" has this value in the column "${column.name}" already.`,
    { details: { table: table.name, column: column.name, index } },
  );

/** Writes new rows, then takes their keys. Gives those that are not there: a unique cell of theirs is taken. */
export const addRows = async (
  db: TenantDb,
  table: Table,
  rows: readonly KeyedRow[],
  tally: Tally,
): Promise<Taken[]> => {
  if (rows.length === 0) return [];
  const sizes = rows.map(({ cells }) => bytesOf(cells));
  await db.sql`
    insert into data_rows (tenant_id, table_id, id, cells, bytes)
    select ${db.tenant}, ${table.uuid}, given.id, given.cells::jsonb, given.bytes
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ cells }) => JSON.stringify(cells))}::text[],
      ${sizes}::int[]) as given (id, cells, bytes)`;
  tally.rows += rows.length;
  tally.bytes += sizes.reduce((sum, one) => sum + one, 0);
  const taken = await takeKeys(db, table, table.columns, rows);
  if (taken.length > 0)
    await removeRows(
      db,
      table,
      taken.map(({ id }) => id),
      tally,
    );
  return taken;
};

/** A row as it is and as it shall be. */
export interface RowChange {
  id: string;
  before: Cells;
  after: Cells;
}

/** Changes rows that the transaction has locked. Gives those whose unique cells are taken: then nothing may be kept. */
export const changeRows = async (
  db: TenantDb,
  table: Table,
  changes: readonly RowChange[],
  tally: Tally,
): Promise<Taken[]> => {
  if (changes.length === 0) return [];
  const moved = (column: Column) =>
    changes.filter(({ before, after }) => sortKey(before[column.id]) !== sortKey(after[column.id]));
  const taken: Taken[] = [];
  const columns = table.columns.filter(isKeyed).map((column) => ({ column, rows: moved(column) }));
  for (const { column, rows } of columns) {
    if (rows.length === 0) continue;
    await dropKeys(
      db,
      table,
      [column],
      rows.map(({ id, before }) => ({ id, cells: before })),
    );
    const keyed = rows.map(({ id, after }) => ({ id, cells: after }));
    taken.push(...(await takeKeys(db, table, [column], keyed)));
  }
  if (taken.length > 0) return taken;
  await storeCells(db, table, changes, tally);
  return [];
};

/** Writes rows as they shall be; their keys are another's business. */
export const storeCells = async (
  db: TenantDb,
  table: Table,
  changes: readonly RowChange[],
  tally: Tally,
): Promise<void> => {
  const sizes = changes.map(({ after }) => bytesOf(after));
  await db.sql`
    update data_rows r set cells = given.cells::jsonb, bytes = given.bytes, version = version + 1,
      updated_at = clock_timestamp()
    from unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ after }) => JSON.stringify(after))}::text[],
      ${sizes}::int[]) as given (id, cells, bytes)
    where r.tenant_id = ${db.tenant} and r.table_id = ${table.uuid} and r.id = given.id`;
  tally.bytes += changes.reduce((sum, { before }, i) => sum + (sizes[i] ?? 0) - bytesOf(before), 0);
};

/** Takes rows away, with their keys. Gives the uuids of those that were there. */
export const removeRows = async (
  db: TenantDb,
  table: Table,
  ids: readonly string[],
  tally: Tally,
): Promise<string[]> => {
  const gone = await db.sql<{ id: string; cells: Cells; bytes: number }>`
    delete from data_rows where tenant_id = ${db.tenant} and table_id = ${table.uuid} and id = any (${[...ids]}::uuid[])
    returning id, cells, bytes`;
  await dropKeys(db, table, table.columns, gone);
  tally.rows -= gone.length;
  tally.bytes -= gone.reduce((sum, row) => sum + row.bytes, 0);
  return gone.map(({ id }) => id);
};

/** Cells of new rows, as they were given by the names of columns. @throws `bad_value`, `unknown_column` */
export const cellsOf = (table: Table, given: readonly JsonObject[], many: boolean): Cells[] =>
  given.map((values, i) => {
    const { cells, faults } = fitRow(table.columns, values, null);
    if (faults.length > 0) throw faultyRow(faults, many ? `/values/${i}` : '/values');
    return cells;
  });
