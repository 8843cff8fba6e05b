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
  /** An operator takes it back. */
  cancelled: boolean;
  /** It goes back to where it began, and shall not turn again by itself. */
  turned: boolean;
}

/** A step's deed. It is begun again where a process died in it, and writes down the next step in its last transaction. */
export type Step = (held: Held, move: Move) => Promise<void>;

/**
 * That a step is done, in the transaction of its deed. Failures are counted on: a copy that is made anew again and again has an end.
 * @throws where the move is not at the step that this one came after: somebody else went on, and this deed must not be kept
 */
export const stepDone = async (sql: Query, { tenant, step, target }: Move, done: string): Promise<void> => {
  const moved = await sql`
    update tenant_placements set step = ${done}
    where tenant_id = ${tenant} and step = ${step} and target = ${target} returning 1`;
  if (moved.length === 0) throw new Error(`The move is not at ${step} any more`);
};

/** That it has arrived, and is let in there. @throws as `stepDone` */
export const arrived = async (sql: Query, move: Move): Promise<void> => {
  await stepDone(sql, move, 'done');
  await sql`
    update tenant_placements set ended_at = now(), attempts = 0, cancelled = false,
      path = case target when 'own' then placement_schema(tenant_id) || ', public' else 'shared, public' end,
      last_error = case when turned then last_error end
    where tenant_id = ${move.tenant}`;
};

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
