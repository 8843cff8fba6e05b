import type { JsonObject } from '#flow/json.ts';
import { columnsOf, entryOf } from '#prisma/data-catalogue/catalogue.ts';
import { emptySql, identifier, joinSql, json, type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { TenantTable } from '../tenant-tables.ts';
import { PART_BYTES } from './format.ts';

export interface RowPage {
  /** JSON, one a line. */
  lines: string[];
  /** The key of the last one; null: these were all. */
  after: JsonObject | null;
}

const FIRST = 25;
const MOST = 1_000;
const ENOUGH_BYTES = 1024 * 1024;

/** What an archive holds of a table: all but what opens something. */
export const columnsInArchive = ({ name, columns }: TenantTable): string[] => {
  const secrets = columnsOf(name, 'secret');
  return columns.filter((column) => !secrets.includes(column));
};

export const isArchived = ({ name }: TenantTable): boolean => entryOf(name).archive !== 'no';

/** The next rows in order of their key: about a megabyte, and 4 MB but for the last of them, however large each is. `only` of `t`: a condition. */
export const readRows = async (
  db: TenantDb,
  table: TenantTable,
  from: JsonObject | null,
  only?: SqlFragment,
): Promise<RowPage> => {
  const lines: string[] = [];
  let [after, limit, bytes] = [from, FIRST, 0];
  while (bytes < ENOUGH_BYTES) {
    const rows = await pageOf(db, table, { after, limit, only });
    for (const row of rows) {
      lines.push(row.line);
      bytes += Buffer.byteLength(row.line);
      // Few rows can be very large: what is behind them is asked for again.
      if (bytes >= PART_BYTES) return { lines, after: row.key };
    }
    if (rows.length < limit) return { lines, after: null };
    after = rows.at(-1)?.key ?? null;
    // Small rows are asked for in larger numbers.
    limit = bytes < ENOUGH_BYTES / 8 ? Math.min(MOST, limit * 2) : limit;
  }
  return { lines, after };
};

interface Asked {
  after: JsonObject | null;
  limit: number;
  only: SqlFragment | undefined;
}

const pageOf = (db: TenantDb, table: TenantTable, { after, limit, only }: Asked) => {
  const name = identifier(table.name);
  const own = (columns: readonly string[], of: string) =>
    joinSql(columns.map((column) => sql`${identifier(of)}.${identifier(column)}`));
  // A scalar each: a row that comes from one sub-select would not be looked up in the index, and every page begin anew.
  const last = (column: string) =>
    sql`(select b.${identifier(column)} from json_populate_record(null::${name}, ${json(after)}::json) b)`;
  const behind =
    after === null
      ? emptySql
      : sql`and (${own(table.key, 't')}) > (${joinSql(table.key.map((column) => last(column)))})`;
  return db.sql<{ line: string; key: JsonObject }>`/* varies */
    select row_to_json(r)::text as line, (select row_to_json(k) from (select ${own(table.key, 't')}) k) as key
    from ${name} t, lateral (select ${own(columnsInArchive(table), 't')}) r
    where t.tenant_id = ${db.tenant} ${only === undefined ? emptySql : sql`and ${only}`} ${behind}
    order by ${own(table.key, 't')} limit ${limit}`;
};

export const countOf = async (db: TenantDb, { name }: TenantTable): Promise<number> => {
  const [row] = await db.sql<{ n: bigint }>`/* varies */
    select count(*) as n from ${identifier(name)} where tenant_id = ${db.tenant}`;
  return Number(row?.n ?? 0);
};
