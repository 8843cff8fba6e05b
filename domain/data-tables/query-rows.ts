import type { Filter, RowQuery } from '#flow/contracts/data-tables.ts';
import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { uuidIn } from '../ids.ts';
import type { Table } from './column.ts';
import { readValue } from './read-value.ts';
import { ROW_COLUMNS, type RowRecord } from './row-view.ts';
import { afterSql, orderOf, orderSql, placeSql } from './sort.ts';
import { sortKey } from './sort-key.ts';
import { keyColumn } from './upsert-rows.ts';
import { whereSql } from './where.ts';

/** A page ends before its rows have more: a value of a run may have 4 MB. */
const PAGE_BYTES = 3 * 1024 * 1024;

export interface FoundRows {
  rows: RowRecord[];
  nextCursor: string | null;
}

/** Rows by filter and order, a page. @throws `unknown_column`, `bad_value`, `malformed` for a cursor of another query */
export const queryRows = async (
  db: TenantDb,
  table: Table,
  { limit, cursor, ...query }: RowQuery,
): Promise<FoundRows> => {
  const order = orderOf(table, query.sort);
  const known = { table: table.id, columns: table.revision, ...query };
  const after = readCursor(db, 'data-rows', known, cursor);
  const rows = await db.sql<RowRecord & { place: string[]; bytes: number }>`
    ${VARIES} select ${ROW_COLUMNS}, r.bytes, ${placeSql(order)} from data_rows r
    ${
      order.keyed === null
        ? emptySql
        : sql`join data_keys k on k.tenant_id = r.tenant_id and k.table_id = r.table_id
      and k.row_id = r.id and k.tenant_id = ${db.tenant} and k.table_id = ${table.uuid} and k.column_id = ${order.keyed.id}`
    }
    where r.tenant_id = ${db.tenant} and r.table_id = ${table.uuid} and ${whereSql(db, table, query)}
      ${after === null ? emptySql : sql`and ${afterSql(order, JSON.parse(after) as string[])}`}
    order by ${orderSql(order)} limit ${limit + 1}`;
  let bytes = 0;
  const fits = rows.slice(0, limit).filter((row, i) => {
    bytes += row.bytes;
    return i === 0 || bytes <= PAGE_BYTES;
  });
  const last = fits.at(-1);
  const more = rows.length > fits.length && last !== undefined;
  return {
    rows: fits,
    nextCursor: more ? writeCursor(db, 'data-rows', known, JSON.stringify(last.place)) : null,
  };
};

/** A filter makes a text of its own: it is not kept prepared (prisma/sql.ts). */
const VARIES = sql`/* varies */`;

/** How many rows a filter means. */
export const countMatching = async (db: TenantDb, table: Table, filter: Filter): Promise<number> => {
  const [row] = await db.sql<{ n: bigint }>`
    ${VARIES} select count(*) as n from data_rows r
    where r.tenant_id = ${db.tenant} and r.table_id = ${table.uuid} and ${whereSql(db, table, filter)}`;
  return Number(row?.n ?? 0);
};

/** Locks the rows that a filter means. @throws `too_many_rows` beyond `max`: then nothing happened */
export const lockMatching = async (db: TenantDb, table: Table, filter: Filter, max: number): Promise<RowRecord[]> => {
  const rows = await db.sql<RowRecord>`
    ${VARIES} select ${ROW_COLUMNS} from data_rows r
    where r.tenant_id = ${db.tenant} and r.table_id = ${table.uuid} and ${whereSql(db, table, filter, { locking: true })}
    order by r.id limit ${max + 1} for update of r`;
  if (rows.length <= max) return rows;
  throw failure(
    'too_many_rows',
    `O filtro alcança mais de ${max} linhas da tabela "${table.name}"; nada foi mudado.`,
    `The filter means more than ${max} rows of the table "${table.name}"; nothing was changed.`,
    { details: { max } },
  );
};

/** Rows in the order of these uuids; what is not there is left out. */
export const rowsById = async (
  db: TenantDb,
  table: Table,
  uuids: readonly string[],
  lock = false,
): Promise<RowRecord[]> => {
  if (uuids.length === 0) return [];
  const rows = await db.sql<RowRecord>`
    select ${ROW_COLUMNS} from data_rows r
    where r.tenant_id = ${db.tenant} and r.table_id = ${table.uuid} and r.id = any (${[...uuids]}::uuid[])
    order by r.id ${lock ? sql`for update of r` : emptySql}`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return uuids.flatMap((id) => byId.get(id) ?? []);
};

/** The row with this id, or with this value in a unique column. @throws `unknown_column`, `bad_config`, `bad_value` */
export const rowBy = async (
  db: TenantDb,
  table: Table,
  by: string,
  value: string | number,
): Promise<RowRecord | null> => {
  if (by === 'id') {
    const id = uuidIn('row', String(value));
    return id === null ? null : ((await rowsById(db, table, [id]))[0] ?? null);
  }
  const column = keyColumn(table, by);
  const read = readValue({ ...column, type: column.type === 'choice' ? 'text' : column.type }, value);
  if ('problem' in read) {
    if (read.problem === 'long') return null;
    throw failure(
      'bad_value',
      `O valor não serve para a coluna "${by}".`,
      `The value does not fit the column "${by}".`,
      { details: { columns: [{ column: by, problem: read.problem }] } },
    );
  }
  const [row] = await db.sql<RowRecord>`
    /* varies */ select ${ROW_COLUMNS} from data_keys k
    join data_rows r on r.tenant_id = k.tenant_id and r.table_id = k.table_id and r.id = k.row_id
    where k.tenant_id = ${db.tenant} and k.table_id = ${table.uuid} and k.column_id = ${column.id}
      and k.key = ${sortKey(read.value)}`;
  return row ?? null;
};
