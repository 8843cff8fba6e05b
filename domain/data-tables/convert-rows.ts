import type { Json } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { type Column, isKeyed, type Table } from './column.ts';
import type { Cells } from './fit-row.ts';
import { readText, type TextFormat, writeText } from './read-text.ts';
import { type Read, readValue } from './read-value.ts';
import { dropKeys, type Taken, takeKeys } from './take-keys.ts';
import type { Tally } from './usage.ts';
import { storeCells } from './write-rows.ts';

const CHUNK = 1_000;

interface Stored {
  id: string;
  cells: Cells;
}

/** All rows of a table, in pieces. */
export async function* storedRows(db: TenantDb, table: Table): AsyncGenerator<Stored[]> {
  for (let after: string | null = null; ; ) {
    const rows: Stored[] = await db.sql<Stored>`
      select id, cells from data_rows where tenant_id = ${db.tenant} and table_id = ${table.uuid}
        and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${CHUNK}`;
    if (rows.length > 0) yield rows;
    if (rows.length < CHUNK) return;
    after = rows.at(-1)?.id ?? null;
  }
}

/** What a cell becomes where its column changes. */
const converted = (from: Column, to: Column, value: Json, format: TextFormat): Read => {
  if (from.type === to.type) return readValue(to, value);
  if (to.type === 'json') return readValue(to, value);
  // A JSON text is the text, without its quotes.
  return readText(to, writeText(value), format);
};

/** The cells of a row after its columns changed, and the columns whose cells could not be kept. */
export const convertCells = (
  before: readonly Column[],
  after: readonly Column[],
  cells: Cells,
  format: TextFormat,
): { cells: Cells; lost: { column: Column; deleted: boolean }[]; missing: Column[] } => {
  const lost: { column: Column; deleted: boolean }[] = [];
  const kept: Cells = {};
  for (const from of before) {
    if (!Object.hasOwn(cells, from.id)) continue;
    const to = after.find(({ id }) => id === from.id);
    const read: Read = to ? converted(from, to, cells[from.id] ?? null, format) : { value: null };
    if ('value' in read && read.value !== null) kept[from.id] = read.value;
    else lost.push({ column: from, deleted: to === undefined });
  }
  const missing: Column[] = [];
  for (const column of after) {
    if (!column.required || Object.hasOwn(kept, column.id)) continue;
    if (column.default === null) missing.push(column);
    else kept[column.id] = column.default;
  }
  return { cells: kept, lost, missing };
};

/** Columns whose keys have to be written anew. */
const rekeyed = (before: readonly Column[], after: readonly Column[]): Column[] =>
  after.filter((to) => {
    const from = before.find(({ id }) => id === to.id);
    if (!isKeyed(to)) return false;
    return (
      !from || !isKeyed(from) || from.type !== to.type || from.unique !== to.unique || to.required !== from.required
    );
  });

/** Writes rows as their columns are now, and the keys that change. Gives the first row whose unique cell is taken. */
export const rewriteRows = async (
  db: TenantDb,
  {
    table,
    before,
    after,
    format,
  }: { table: Table; before: readonly Column[]; after: readonly Column[]; format: TextFormat },
  tally: Tally,
): Promise<Taken | null> => {
  const keyed = rekeyed(before, after);
  const gone = before.filter((from) => isKeyed(from) && !after.some((to) => to.id === from.id && isKeyed(to)));
  for await (const rows of storedRows(db, table)) {
    const changed = rows.map(({ id, cells }) => ({
      id,
      before: cells,
      after: convertCells(before, after, cells, format).cells,
    }));
    await dropKeys(db, table, [...gone, ...before.filter(({ id }) => keyed.some((to) => to.id === id))], rows);
    const asKeyed = changed.map((one) => ({ id: one.id, cells: one.after }));
    const [taken] = keyed.length > 0 ? await takeKeys(db, table, keyed, asKeyed) : [];
    if (taken) return taken;
    const other = changed.filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
    if (other.length > 0) await storeCells(db, table, other, tally);
  }
  return null;
};
