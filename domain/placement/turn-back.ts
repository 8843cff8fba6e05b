import { type Held, type Move, placedTables } from './placement-step.ts';
import { patiently } from './to-own-schema.ts';

/** Nothing was taken from the shared tables yet: the copy is thrown away, and the tenant stays. */
const CAN_BE_LEFT = new Set(['asked', 'frozen', 'made', 'copied', 'bound', 'compared']);

export const canBeLeft = ({ target, step }: Move): boolean =>
  target === 'own' ? CAN_BE_LEFT.has(step) : step === 'asked';

/** What was to keep its rows out of the shared tables goes, a table at a time: they stay there. */
const unfence = async (held: Held, { tenant, target, step }: Move): Promise<void> => {
  if (target !== 'own' || step !== 'compared') return;
  for (const table of await placedTables(held))
    await patiently(() => held.sql`select placement_unfence(${tenant}, ${table})`);
};

/**
 * The tenant goes back to where it was, from wherever it is; who was not out yet is in at once. In one transaction: then either
 * the move goes on from a step of the other way, or nothing has changed.
 */
export const turnBack = async (held: Held, move: Move, why: string | null): Promise<void> => {
  await unfence(held, move);
  await held.transaction(async (sql) => {
    const { tenant, step, target } = move;
    const [still] = await sql`
      select 1 from tenant_placements
      where tenant_id = ${tenant} and step = ${step} and target = ${target} for update`;
    if (!still) return; // Somebody else went on already.
    if (canBeLeft(move)) {
      if (step !== 'asked') await sql`select placement_scrap(${tenant})`;
      await sql`
        update tenant_placements set step = 'failed', tables = '{}', attempts = attempts + 1, ended_at = now(), cancelled = false,
          path = case target when 'own' then 'shared, public' else placement_schema(tenant_id) || ', public' end,
          last_error = coalesce(${why}, last_error)
        where tenant_id = ${tenant}`;
      return;
    }
    if (step === 'back' || step === 'compared') await sql`select placement_unback(${tenant})`;
    // Out of "shared" already: its way is the one back. Not all of its tables are detached, or back: they are attached again.
    const [to, at] = target === 'own' ? ['shared', 'frozen'] : ['own', 'emptied'];
    await sql`
      update tenant_placements set target = ${to}, step = ${at}, tables = '{}', attempts = 0, cancelled = false, turned = not turned,
        last_error = coalesce(${why}, last_error), retry_at = now()
      where tenant_id = ${tenant}`;
  });
};

/** What was copied goes, and is made anew. */
export const beginAnew = async (held: Held, move: Move, why: string): Promise<void> => {
  await unfence(held, move);
  await held.transaction(async (sql) => {
    const { tenant, step, target } = move;
    const [still] = await sql`
      select 1 from tenant_placements
      where tenant_id = ${tenant} and step = ${step} and target = ${target} for update`;
    if (!still) return;
    if (target === 'own') await sql`select placement_scrap(${tenant})`;
    else await sql`select placement_unback(${tenant})`;
    await sql`
      update tenant_placements set step = ${target === 'own' ? 'frozen' : 'detached'}, tables = '{}', attempts = attempts + 1,
        last_error = ${why}, retry_at = now() + interval '1 second'
      where tenant_id = ${tenant}`;
  });
};
