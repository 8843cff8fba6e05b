import type { AdminDb } from '#prisma/admin-db.ts';
import { json, type Query } from '#prisma/sql.ts';
import type { Place } from './ask-placement.ts';

/** A connection for long work: see `AdminDb.patient`. */
export type Held = Pick<AdminDb, 'sql' | 'transaction'>;

export interface Move {
  tenantId: string;
  /** The same as a uuid. */
  tenant: string;
  target: Place;
  /** The last step that is done. */
  step: string;
  attempts: number;
}

/** A step's deed. It is begun again where a process died in it, and writes down the next step in its last transaction. */
export type Step = (held: Held, move: Move) => Promise<void>;

/** That a step is done, in the transaction of its deed. */
export const stepDone = (sql: Query, { tenant }: Move, step: string) =>
  sql`update tenant_placements set step = ${step}, attempts = 0, last_error = null where tenant_id = ${tenant}`;

/** The tables that have places; those that others point at first. */
export const placedTables = async ({ sql }: Held): Promise<string[]> =>
  (await sql<{ name: string }>`select name::text from placement_tables() as name`).map(({ name }) => name);

/** How far a step is, for whoever looks on: rows and sums of a table. */
export const noteTable = (sql: Query, { tenant }: Move, table: string, sums: string) =>
  sql`update tenant_placements set tables = (tables::jsonb || ${json({ [table]: sums })}::jsonb)::json where tenant_id = ${tenant}`;

/** What is copied is not what it was copied from: somebody wrote. */
export class CopyDiffers extends Error {}

/** Compares each table in both places, rows and sums. @throws CopyDiffers */
export const compareTables: Step = async (held, move) => {
  for (const table of await placedTables(held)) {
    const [sums] = await held.sql<{ here: string; there: string }>`
      select here, there from placement_compare(${move.tenant}, ${table})`;
    if (!sums || sums.here !== sums.there)
      throw new CopyDiffers(`${table}: ${sums?.here ?? '?'} here, ${sums?.there ?? '?'} in its own schema`);
    await noteTable(held.sql, move, table, sums.here);
  }
  await stepDone(held.sql, move, 'compared');
};
