import { identifier, joinSql, type Query, type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { TenantTable } from '../tenant-tables.ts';
import { ArchiveRefused } from './archive-refused.ts';
import type { Row } from './row-shapes.ts';

const BATCH_ROWS = 1_000;
const BATCH_CHARS = 2_000_000;

/** Columns whose empty JSON is the JSON `null`: a row of an archive cannot tell it from a column without a value. */
export type JsonColumns = ReadonlyMap<string, ReadonlySet<string>>;

export const readJsonColumns = async (ask: Query): Promise<JsonColumns> => {
  const rows = await ask<{ table: string; columns: string[] }>`
    select c.relname::text as table, array_agg(a.attname::text) as columns
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped and a.attnotnull
      and t.typname in ('json', 'jsonb') group by 1`;
  return new Map(rows.map(({ table, columns }) => [table, new Set(columns)]));
};

/** What PostgreSQL says of rows that do not fit: values (22), constraints (23), and what is beyond it (54: an index entry, its stack). */
const isRefusal = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && /^(2[23]|54)/.test(String((error as { code?: unknown }).code ?? ''));

/**
 * Writes rows of one table under the tenant of the handle, whatever tenant they name; ids stay, and can hit nobody else's, for
 * every key begins with the tenant. @throws `ArchiveRefused` where the database does not take them
 */
export const takeRows = async (
  db: TenantDb,
  table: TenantTable,
  rows: Iterable<Row>,
  jsonColumns: JsonColumns,
): Promise<void> => {
  for (const batch of batches(rows)) {
    try {
      await insert(db, table, batch, jsonColumns.get(table.name) ?? new Set());
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw new ArchiveRefused('archive_invalid', `${table.name}: ${error.message}`, { cause: error });
    }
  }
};

/** Rows of one batch have the same columns. */
function* batches(rows: Iterable<Row>): Generator<string[]> {
  let [batch, chars, last]: [string[], number, string] = [[], 0, ''];
  for (const row of rows) {
    const text = JSON.stringify(row);
    const columns = Object.keys(row).toSorted().join();
    if (columns !== last && batch.length > 0) {
      yield batch;
      [batch, chars] = [[], 0];
    }
    last = columns;
    batch.push(text);
    chars += text.length;
    if (batch.length < BATCH_ROWS && chars < BATCH_CHARS) continue;
    yield batch;
    [batch, chars] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

const insert = async (
  db: TenantDb,
  { name, columns, given }: TenantTable,
  batch: readonly string[],
  notNull: ReadonlySet<string>,
): Promise<void> => {
  const known = new Set(Object.keys(JSON.parse(batch[0] ?? '{}') as object));
  const own = columns.filter((column) => known.has(column) && column !== 'tenant_id' && !given.includes(column));
  const value = (column: string): SqlFragment => {
    const read = sql`r.${identifier(column)}`;
    return notNull.has(column) ? sql`coalesce(${read}, 'null')` : read;
  };
  await db.sql`/* varies */
    insert into ${identifier(name)} (tenant_id, ${joinSql(own.map((column) => identifier(column)))})
    select ${db.tenant}::uuid, ${joinSql(own.map(value))}
    from json_populate_recordset(null::${identifier(name)}, ${`[${batch.join(',')}]`}::json) r`;
};
