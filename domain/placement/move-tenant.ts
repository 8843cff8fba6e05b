import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../ids.ts';
import type { Place } from './ask-placement.ts';
import { freezeTenant } from './freeze-tenant.ts';
import { CopyDiffers, compareTables, type Held, type Move, type Step } from './placement-step.ts';
import { bindTables, copyTables, emptyShared, makePlace, openPlace } from './to-own-schema.ts';
import { copyBack, detachTables, dropPlace } from './to-shared.ts';

/** What comes after each step that is done. The functions that they call refuse any other order (the migration `placement`). */
const STEPS: Readonly<Record<Place, Readonly<Record<string, Step>>>> = {
  own: {
    asked: freezeTenant,
    frozen: makePlace,
    made: copyTables,
    copied: bindTables,
    bound: compareTables,
    compared: emptyShared,
    emptied: openPlace,
  },
  shared: {
    asked: freezeTenant,
    frozen: detachTables,
    detached: copyBack,
    back: compareTables,
    compared: dropPlace,
  },
};

/** Until here nothing was taken from the shared tables: it can be left. */
const CAN_BE_LEFT = new Set(['asked', 'frozen', 'made', 'copied', 'bound', 'compared']);
const MOST_ATTEMPTS = 5;

const next = async ({ sql }: Held): Promise<Move | null> => {
  const [row] = await sql<{ tenant_id: string; target: Place; step: string; attempts: number }>`
    select tenant_id, target, step, attempts from tenant_placements
    where step not in ('done', 'failed') and retry_at <= now()
    order by path is null desc, asked_at limit 1`;
  if (!row) return null;
  const { tenant_id: tenant, target, step, attempts } = row;
  return { tenant, tenantId: formatId('ten', tenant), target, step, attempts };
};

/** What was copied goes; the tenant stays where it is, or begins anew. */
const leave = ({ transaction }: Held, { tenant, step }: Move, to: 'frozen' | 'failed', why: string) =>
  transaction(async (sql) => {
    const [still] = await sql`
      select 1 from tenant_placements where tenant_id = ${tenant} and step = ${step} for update`;
    if (!still) return; // Its connection was lost, and another process goes on already.
    if (step !== 'asked') await sql`select placement_scrap(${tenant})`;
    await sql`
      update tenant_placements set step = ${to}, path = case when ${to} = 'failed' then 'shared, public' end,
        tables = '{}', attempts = attempts + 1, last_error = ${why}, ended_at = case when ${to} = 'failed' then now() end,
        retry_at = now() + interval '1 second'
      where tenant_id = ${tenant}`;
  });

const noteFailure = async (held: Held, move: Move, error: unknown): Promise<void> => {
  const why = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  const canBeLeft = move.target === 'own' && CAN_BE_LEFT.has(move.step);
  if (canBeLeft && move.attempts + 1 >= MOST_ATTEMPTS) return await leave(held, move, 'failed', why);
  if (canBeLeft && (error instanceof CopyDiffers || move.step === 'compared'))
    return await leave(held, move, 'frozen', why);
  await held.sql`
    update tenant_placements set attempts = attempts + 1, last_error = ${why},
      retry_at = now() + least(attempts + 1, 30) * interval '1 second'
    where tenant_id = ${move.tenant}`;
};

/** One step of one move. Gives what there is to do after it; null: nothing now. */
const advance = async (held: Held): Promise<Move | null> => {
  const move = await next(held);
  if (!move) return null;
  const step = STEPS[move.target][move.step];
  if (!step) throw new Error(`A move is at ${move.step}, which nobody knows`);
  try {
    await step(held, move);
  } catch (error) {
    await noteFailure(held, move, error);
    throw error;
  }
  return move;
};

/**
 * Carries out what moves of tenants were asked for, step by step. Each step is written down when it is done, and may be begun
 * again: whoever comes after a process that died goes on there. One process of all does this at a time.
 * @param done hears each step
 * @returns how many steps were done
 */
export const moveTenants = async (
  admin: AdminDb,
  done: (move: Move) => unknown = () => undefined,
  stopped?: AbortSignal,
): Promise<number> => {
  const waiting = await admin.sql`
    select 1 from tenant_placements where step not in ('done', 'failed') and retry_at <= now() limit 1`;
  if (waiting.length === 0) return 0;
  return await admin.patient(async (held) => {
    const [lock] = await held.sql<{ held: boolean }>`select pg_try_advisory_lock(hashtext('trama/placement')) as held`;
    let steps = 0;
    while (lock?.held && !stopped?.aborted) {
      const move = await advance(held);
      if (!move) break;
      steps += 1;
      await done(move);
    }
    return steps;
  });
};
