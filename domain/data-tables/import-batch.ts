import { TramaError } from '#flow/errors.ts';
import type { JsonObject, Text } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { Column, Table } from './column.ts';
import { type CellFault, fitRow } from './fit-row.ts';
import { upsertRows } from './upsert-rows.ts';
import type { Tally } from './usage.ts';
import { addRows, newRow } from './write-rows.ts';

type Fault = CellFault & { message?: Text };

export interface BatchDone {
  inserted: number;
  updated: number;
  refused: { index: number; faults: Fault[] }[];
}

const taken = (column: string): Fault => ({
  column,
  problem: 'taken' as Fault['problem'],
  message: {
    pt: `Outra linha já tem este valor na coluna "${column}"`,
    en: `Another row has this value in the column "${column}" already`,
  },
});

const inserted = async (
  db: TenantDb,
  table: Table,
  values: readonly JsonObject[],
  tally: Tally,
): Promise<BatchDone> => {
  const refused: BatchDone['refused'] = [];
  const rows = values.flatMap((one, index) => {
    const { cells, faults } = fitRow(table.columns, one, null);
    if (faults.length === 0) return [{ index, ...newRow(cells) }];
    refused.push({ index, faults });
    return [];
  });
  const lost = await addRows(db, table, rows, tally);
  for (const { id, column } of lost)
    refused.push({ index: rows.find((row) => row.id === id)?.index ?? 0, faults: [taken(column.name)] });
  return { inserted: rows.length - lost.length, updated: 0, refused };
};

const upserted = async (
  db: TenantDb,
  table: Table,
  key: Column,
  values: readonly JsonObject[],
  tally: Tally,
): Promise<BatchDone> => {
  const before = { ...tally };
  await db.sql`savepoint batch`;
  try {
    const { refused, ...done } = await upsertRows(db, table, key, values, tally);
    await db.sql`release savepoint batch`;
    const told = refused.map((one) =>
      'taken' in one ? { index: one.index, faults: [taken(one.taken.column.name)] } : one,
    );
    return { inserted: done.inserted, updated: done.updated, refused: told };
  } catch (error) {
    if (!(error instanceof TramaError) || error.code !== 'conflict') throw error;
    await db.sql`rollback to savepoint batch`;
    Object.assign(tally, before);
    const column = (error.details as { column?: string } | null)?.column ?? '';
    if (values.length === 1) return { inserted: 0, updated: 0, refused: [{ index: 0, faults: [taken(column)] }] };
    return halves(db, table, key, values, tally);
  }
};

/** One row keeps the others from nothing: it is found by halves. */
const halves = async (
  db: TenantDb,
  table: Table,
  key: Column,
  values: readonly JsonObject[],
  tally: Tally,
): Promise<BatchDone> => {
  const middle = Math.ceil(values.length / 2);
  const first = await upserted(db, table, key, values.slice(0, middle), tally);
  const second = await upserted(db, table, key, values.slice(middle), tally);
  const moved = second.refused.map((one) => ({ ...one, index: one.index + middle }));
  return {
    inserted: first.inserted + second.inserted,
    updated: first.updated + second.updated,
    refused: [...first.refused, ...moved],
  };
};

/** Writes what fits of some rows, and tells of the others. */
export const writeBatch = (
  db: TenantDb,
  table: Table,
  key: Column | null,
  values: readonly JsonObject[],
  tally: Tally,
): Promise<BatchDone> => (key === null ? inserted(db, table, values, tally) : upserted(db, table, key, values, tally));
