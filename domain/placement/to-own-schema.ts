import { isBusy } from '#prisma/database-error.ts';
import { arrived, noteTable, placedTables, type Step, stepDone } from './placement-step.ts';

const TRIES = 40;

/** A table that others write in is locked for an instant; who does not get it at once lets the others pass first. */
export const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let left = TRIES; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isBusy(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400));
    }
  }
};

/** Its schema, with the tables of all others: columns, checks, indexes, walls, and no rights. */
export const makePlace: Step = ({ transaction }, move) =>
  transaction(async (sql) => {
    await sql`select placement_make(${move.tenant})`;
    await stepDone(sql, move, 'made');
  });

/** Table by table; one that was begun is begun again. */
export const copyTables: Step = async (held, move) => {
  for (const table of await placedTables(held)) {
    const [copied] = await held.sql<{ sums: string }>`select placement_copy(${move.tenant}, ${table}) as sums`;
    await noteTable(held.sql, move, table, copied?.sums ?? '');
  }
  await stepDone(held.sql, move, 'copied');
};

/** Foreign keys and triggers: said of the new tables first, then proved, while nobody else's table is locked. */
export const bindTables: Step = async (held, move) => {
  const tables = await placedTables(held);
  for (const table of tables) await patiently(() => held.sql`select placement_bind(${move.tenant}, ${table})`);
  for (const table of tables) await patiently(() => held.sql`select placement_check(${move.tenant}, ${table})`);
  await stepDone(held.sql, move, 'bound');
};

/** Takes the rows out of the shared tables, which take no more of them: all or none, and only if they are what the copy holds. */
export const emptyShared: Step = async (held, move) => {
  for (const table of await placedTables(held))
    await patiently(() => held.sql`select placement_fence(${move.tenant}, ${table})`);
  await patiently(() =>
    held.transaction(async (sql) => {
      await sql`select placement_empty(${move.tenant})`;
      await stepDone(sql, move, 'emptied');
    }),
  );
};

/** Table by table it becomes the place of that tenant's rows; with the last the tenant is let in again. */
export const openPlace: Step = async (held, move) => {
  const tables = await placedTables(held);
  for (const table of tables) {
    await patiently(() => held.sql`select placement_fence(${move.tenant}, ${table})`);
    await patiently(() => held.sql`select placement_prove(${move.tenant}, ${table})`);
    await patiently(() => held.sql`select placement_attach(${move.tenant}, ${table})`);
  }
  await held.transaction(async (sql) => {
    await sql`select placement_open(${move.tenant})`;
    await arrived(sql, move);
  });
};
