import type { TenantDb } from '#prisma/with-tenant.ts';
import { type Column, isKeyed, type Table } from './column.ts';
import type { Cells } from './fit-row.ts';
import { sortKey } from './sort-key.ts';

export interface KeyedRow {
  /** uuid. */
  id: string;
  cells: Cells;
}

interface Key {
  row: string;
  column: Column;
  key: string;
}

/** A row that another was before, and the column in which it was. */
export interface Taken {
  id: string;
  column: Column;
}

const keysOf = (columns: readonly Column[], rows: readonly KeyedRow[]): Key[] =>
  rows.flatMap(({ id, cells }) => columns.map((column) => ({ row: id, column, key: sortKey(cells[column.id]) })));

const place = ({ column, key }: Key): string => `${column.id}:${key}`;

/** Of keys that come twice among the rows themselves, all but the first. */
const repeated = (keys: readonly Key[]): Key[] => {
  const seen = new Set<string>();
  return keys.filter((one) => {
    if (one.key === '') return false;
    const again = seen.has(place(one));
    seen.add(place(one));
    return again;
  });
};

const write = async (db: TenantDb, table: Table, keys: readonly Key[], unique: boolean): Promise<Set<string>> => {
  // In one order, whoever writes: two transactions then wait for each other, and do not lock each other out.
  const ordered = keys.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  const rows = await db.sql<{ row_id: string; column_id: string }>`
    insert into data_keys (tenant_id, table_id, row_id, column_id, key, is_unique)
    select ${db.tenant}, ${table.uuid}, given.row_id, given.column_id, given.key, ${unique}
    from unnest(${ordered.map(({ row }) => row)}::uuid[], ${ordered.map(({ column }) => column.id)}::text[],
      ${ordered.map(({ key }) => key)}::text[]) as given (row_id, column_id, key)
    on conflict (tenant_id, table_id, column_id, key) where is_unique and key <> '' do nothing
    returning row_id, column_id`;
  return new Set(rows.map(({ row_id, column_id }) => `${row_id} ${column_id}`));
};

/**
 * Writes the keys of rows in these columns, of which none is there yet. The database decides who was first: rows that come
 * second in a unique column are told, and are to go, or the transaction.
 */
export const takeKeys = async (
  db: TenantDb,
  table: Table,
  columns: readonly Column[],
  rows: readonly KeyedRow[],
): Promise<Taken[]> => {
  const uniques = columns.filter(({ unique }) => unique);
  const keys = keysOf(uniques, rows);
  const twice = repeated(keys);
  const lost = new Map(twice.map(({ row, column }) => [row, column]));
  const wanted = keys.filter(({ row }) => !lost.has(row));
  if (wanted.length > 0) {
    const got = await write(db, table, wanted, true);
    for (const { row, column } of wanted) if (!got.has(`${row} ${column.id}`)) lost.set(row, column);
  }
  const others = columns.filter((column) => isKeyed(column) && !column.unique);
  const rest = keysOf(
    others,
    rows.filter(({ id }) => !lost.has(id)),
  );
  if (rest.length > 0) await write(db, table, rest, false);
  return [...lost].map(([id, column]) => ({ id, column }));
};

/**
 * Takes the keys of rows in these columns away, by what the rows hold: named whole, a key is found by whichever index. It is
 * planned anew each time, for a plan of when the table was small would read all of it.
 */
export const dropKeys = async (
  db: TenantDb,
  table: Table,
  columns: readonly Column[],
  rows: readonly KeyedRow[],
): Promise<void> => {
  const keys = keysOf(columns.filter(isKeyed), rows);
  if (keys.length === 0) return;
  await db.sql`
    /* varies */ delete from data_keys k
    using unnest(${keys.map(({ row }) => row)}::uuid[], ${keys.map(({ column }) => column.id)}::text[],
      ${keys.map(({ key }) => key)}::text[]) as given (row_id, column_id, key)
    where k.tenant_id = ${db.tenant} and k.table_id = ${table.uuid} and k.column_id = given.column_id
      and k.key = given.key and k.row_id = given.row_id`;
};
