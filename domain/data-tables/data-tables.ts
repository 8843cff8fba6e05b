import type { DataTables, Which } from '#flow/contracts/data-tables.ts';
import type { JsonObject } from '#flow/json.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { formatId, uuidIn } from '../ids.ts';
import type { Table } from './column.ts';
import { tableNamed } from './find-table.ts';
import { faultyRow } from './fit-row.ts';
import { type Effect, once } from './once.ts';
import { countMatching, lockMatching, queryRows, rowBy, rowsById } from './query-rows.ts';
import { type RowRecord, viewRow } from './row-view.ts';
import { updateRows } from './update-rows.ts';
import { keyColumn, upsertRows } from './upsert-rows.ts';
import { countRows, type Tally } from './usage.ts';
import { addRows, cellsOf, newRow, removeRows, takenCell } from './write-rows.ts';

/** A row as flows read it: its cells by name, and what it is beside them. */
export const flatRow = (table: Table, row: RowRecord): JsonObject => {
  const { id, values, createdAt, updatedAt } = viewRow(table.columns, row);
  return { id, ...values, createdAt, updatedAt };
};

/** New rows, all or none. @throws `bad_value`, `unknown_column`, `conflict`, `quota_exceeded` */
export const insertInto = async (
  db: TenantDb,
  table: Table,
  given: readonly JsonObject[],
  many = true,
): Promise<Effect> => {
  const tally: Tally = { rows: 0, bytes: 0 };
  const rows = cellsOf(table, given, many).map(newRow);
  const [taken] = await addRows(db, table, rows, tally);
  if (taken)
    throw takenCell(
      table,
      taken,
      rows.findIndex(({ id }) => id === taken.id),
    );
  await countRows(db, table, tally);
  return { ids: rows.map(({ id }) => id), inserted: rows.length, updated: 0 };
};

/** Each row is written, or changes the one that has its key; all or none. @throws as `insertInto`, and `bad_config` */
export const upsertInto = async (
  db: TenantDb,
  table: Table,
  key: string,
  given: readonly JsonObject[],
  many = true,
): Promise<Effect> => {
  const tally: Tally = { rows: 0, bytes: 0 };
  const done = await upsertRows(db, table, keyColumn(table, key), given, tally);
  const [refused] = done.refused.toSorted((a, b) => a.index - b.index);
  if (refused && 'taken' in refused) throw takenCell(table, refused.taken, refused.index);
  if (refused) throw faultyRow(refused.faults, many ? `/values/${refused.index}` : '/values');
  await countRows(db, table, tally);
  return { ids: given.map((_, i) => done.ids.get(i) ?? ''), inserted: done.inserted, updated: done.updated };
};

const lockRows = async (db: TenantDb, table: Table, which: Which): Promise<RowRecord[]> => {
  if (!('id' in which)) return lockMatching(db, table, which, which.max);
  const id = uuidIn('row', which.id);
  return id === null ? [] : rowsById(db, table, [id], true);
};

/** Takes rows away. Gives the uuids of those that were there. */
export const removeFrom = async (db: TenantDb, table: Table, ids: readonly string[]): Promise<Effect> => {
  const tally: Tally = { rows: 0, bytes: 0 };
  const gone = await removeRows(db, table, ids, tally);
  await countRows(db, table, tally);
  return { ids: gone, inserted: 0, updated: 0 };
};

/** The rows of an effect as they are now, in its order. */
const told = async (db: TenantDb, table: Table, { ids }: Effect): Promise<JsonObject[]> =>
  (await rowsById(db, table, ids)).map((row) => flatRow(table, row));

/** Tables of a tenant as actions use them (`data.*`). A write is one transaction, and counts once an effect key. */
export const createDataTables = ({ withTenant }: Pick<Database, 'withTenant'>): DataTables => ({
  insert: ({ tenantId, effectKey }, reference, given) =>
    withTenant(tenantId, async (db) => {
      const table = await tableNamed(db, reference, 'share');
      const effect = await once(db, effectKey, () => insertInto(db, table, given));
      return { rows: await told(db, table, effect) };
    }),

  upsert: ({ tenantId, effectKey }, reference, key, given) =>
    withTenant(tenantId, async (db) => {
      const table = await tableNamed(db, reference, 'share');
      const effect = await once(db, effectKey, () => upsertInto(db, table, key, given));
      return { rows: await told(db, table, effect), inserted: effect.inserted, updated: effect.updated };
    }),

  get: ({ tenantId }, reference, by, value) =>
    withTenant(tenantId, async (db) => {
      const table = await tableNamed(db, reference);
      const row = await rowBy(db, table, by, value);
      return row && flatRow(table, row);
    }),

  query: ({ tenantId }, reference, query, withTotal) =>
    withTenant(tenantId, async (db) => {
      const table = await tableNamed(db, reference);
      const { rows, nextCursor } = await queryRows(db, table, query);
      const total = withTotal ? await countMatching(db, table, query) : null;
      return { rows: rows.map((row) => flatRow(table, row)), nextCursor, total };
    }),

  update: ({ tenantId, effectKey }, reference, which, values) =>
    withTenant(tenantId, async (db) => {
      const table = await tableNamed(db, reference, 'share');
      const effect = await once(db, effectKey, async () =>
        updateRows(db, table, await lockRows(db, table, which), values),
      );
      return { rows: await told(db, table, effect) };
    }),

  remove: ({ tenantId, effectKey }, reference, which) =>
    withTenant(tenantId, async (db) => {
      const table = await tableNamed(db, reference, 'share');
      const { ids } = await once(db, effectKey, async () => {
        const rows = await lockRows(db, table, which);
        return removeFrom(
          db,
          table,
          rows.map(({ id }) => id),
        );
      });
      return { ids: ids.map((id) => formatId('row', id)) };
    }),
});
