import type { RowQuery } from '#flow/contracts/data-tables.ts';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import type { Table } from './column.ts';
import { insertInto, removeFrom, upsertInto } from './data-tables.ts';
import { getTable } from './find-table.ts';
import { once } from './once.ts';
import { countMatching, queryRows, rowsById } from './query-rows.ts';
import { type RowRecord, type RowView, viewRow } from './row-view.ts';
import { refuseStaleRow, updateRows } from './update-rows.ts';

/** A page of rows. @throws `not_found`, `unknown_column`, `bad_value`, `malformed` */
export const findRows = async (
  db: TenantDb,
  reference: string,
  query: RowQuery,
  withTotal: boolean,
): Promise<{ data: RowView[]; nextCursor: string | null; total: number | null }> => {
  const table = await getTable(db, reference);
  const { rows, nextCursor } = await queryRows(db, table, query);
  const total = withTotal ? await countMatching(db, table, query) : null;
  return { data: rows.map((row) => viewRow(table.columns, row)), nextCursor, total };
};

const rowOf = async (db: TenantDb, table: Table, id: string, lock: boolean): Promise<RowRecord> => {
  const [row] = await rowsById(db, table, [parseId('row', id)], lock);
  if (row) return row;
  throw failure('not_found', 'Esta linha não existe', 'There is no such row');
};

/** @throws `not_found` */
export const readRow = async (db: TenantDb, reference: string, id: string): Promise<RowView> => {
  const table = await getTable(db, reference);
  return viewRow(table.columns, await rowOf(db, table, id, false));
};

interface Given {
  values: JsonObject | JsonObject[];
  key?: string | undefined;
  effectKey: string | null;
}

interface Written {
  rows: RowView[];
  inserted: number;
  updated: number;
}

/** Writes rows, all or none. @throws `not_found`, `bad_value`, `unknown_column`, `conflict`, `quota_exceeded` */
export const addRows = async (
  db: TenantDb,
  reference: string,
  { values, key, effectKey }: Given,
): Promise<{ table: string; answer: Written }> => {
  const table = await getTable(db, reference, 'share');
  const many = Array.isArray(values);
  const given = many ? values : [values];
  const effect = await once(db, effectKey, () =>
    key === undefined ? insertInto(db, table, given, many) : upsertInto(db, table, key, given, many),
  );
  const rows = (await rowsById(db, table, effect.ids)).map((row) => viewRow(table.columns, row));
  return { table: table.id, answer: { rows, inserted: effect.inserted, updated: effect.updated } };
};

/** @throws `not_found`, `stale`, `bad_value`, `unknown_column`, `conflict`. `version`: from `If-Match` */
export const updateRow = async (
  db: TenantDb,
  reference: string,
  id: string,
  { values, version }: { values: JsonObject; version: number | null },
): Promise<RowView> => {
  const table = await getTable(db, reference, 'share');
  const row = await rowOf(db, table, id, true);
  refuseStaleRow(row, version);
  await updateRows(db, table, [row], values);
  return viewRow(table.columns, await rowOf(db, table, id, false));
};

/** @throws `not_found`, `stale` */
export const deleteRow = async (db: TenantDb, reference: string, id: string, version: number | null): Promise<void> => {
  const table = await getTable(db, reference, 'share');
  const row = await rowOf(db, table, id, true);
  refuseStaleRow(row, version);
  await removeFrom(db, table, [row.id]);
};

/** Those that were there. @throws `not_found` */
export const deleteRows = async (
  db: TenantDb,
  reference: string,
  ids: readonly string[],
): Promise<{ deleted: string[] }> => {
  const table = await getTable(db, reference, 'share');
  const gone = await removeFrom(
    db,
    table,
    ids.map((id) => parseId('row', id)),
  );
  return { deleted: gone.ids.map((id) => formatId('row', id)) };
};
