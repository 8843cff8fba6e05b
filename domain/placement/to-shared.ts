import { arrived, placedTables, type Step, stepDone } from './placement-step.ts';
import { patiently } from './to-own-schema.ts';

/** Its tables are nobody's place any more, and nobody reaches them. */
export const detachTables: Step = async (held, move) => {
  for (const table of await placedTables(held))
    await patiently(() => held.sql`select placement_detach(${move.tenant}, ${table})`);
  await stepDone(held.sql, move, 'detached');
};

/** All of its rows are among those of the others again, or none. */
export const copyBack: Step = ({ transaction }, move) =>
  transaction(async (sql) => {
    await sql`select placement_back(${move.tenant})`;
    await stepDone(sql, move, 'back');
  });

/** The schema goes, compared once more in the same transaction; the tenant is let in again. */
export const dropPlace: Step = ({ transaction }, move) =>
  patiently(() =>
    transaction(async (sql) => {
      await sql`select placement_drop(${move.tenant})`;
      await arrived(sql, move);
    }),
  );
