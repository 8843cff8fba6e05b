import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { Table } from './column.ts';
import { faultyRow, fitRow } from './fit-row.ts';
import type { Effect } from './once.ts';
import type { RowRecord } from './row-view.ts';
import { countRows, type Tally } from './usage.ts';
import { changeRows, takenCell } from './write-rows.ts';

/** Changes rows that are locked; what is not said stays. @throws `bad_value`, `unknown_column`, `conflict` */
export const updateRows = async (
  db: TenantDb,
  table: Table,
  rows: readonly RowRecord[],
  values: JsonObject,
): Promise<Effect> => {
  const changes = rows.map(({ id, cells: before }) => {
    const { cells: after, faults } = fitRow(table.columns, values, before);
    if (faults.length > 0) throw faultyRow(faults, '/values');
    return { id, before, after };
  });
  const tally: Tally = { rows: 0, bytes: 0 };
  const [taken] = await changeRows(db, table, changes, tally);
  if (taken) throw takenCell(table, taken, 0);
  await countRows(db, table, tally);
  return { ids: rows.map(({ id }) => id), inserted: 0, updated: rows.length };
};

/** Refuses a row that changed since whoever asks read it. @throws `stale` */
export const refuseStaleRow = (row: RowRecord, version: number | null): void => {
  if (version !== null && version !== row.version)
    throw failure('stale', 'Alguém mudou a linha antes de você.', 'Somebody changed the row before you.');
};
