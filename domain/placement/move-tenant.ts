import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../ids.ts';
import type { Place } from './ask-placement.ts';
import { freezeTenant } from './freeze-tenant.ts';
import { CopyDiffers, compareTables, type Held, type Move, type Step } from './placement-step.ts';
import { bindTables, copyTables, emptyShared, makePlace, openPlace } from './to-own-schema.ts';
import { copyBack, detachTables, dropPlace } from './to-shared.ts';
import { beginAnew, canBeLeft, turnBack } from './turn-back.ts';

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

/** After so many failures it goes back to where it was. */
const MOST_ATTEMPTS = 5;

const next = async ({ sql }: Held): Promise<Move | null> => {
  const [row] = await sql<Omit<Move, 'tenantId'>>`
    select tenant_id as tenant, target, step, attempts, cancelled, turned from tenant_placements
    where step not in ('done', 'failed') and retry_at <= now()
    order by path is null desc, asked_at limit 1`;
  return row ? { ...row, tenantId: formatId('ten', row.tenant) } : null;
};

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** What comes of a failure but another try of the same step; false: nothing. */
const wayOut = async (held: Held, move: Move, error: unknown): Promise<boolean> => {
  if (move.attempts + 1 >= MOST_ATTEMPTS && (canBeLeft(move) || !move.turned))
    await turnBack(held, move, wordsOf(error));
  else if (error instanceof CopyDiffers || move.step === 'compared') await beginAnew(held, move, wordsOf(error));
  else return false;
  return true;
};

const noteFailure = async (held: Held, move: Move, error: unknown): Promise<void> => {
  let why = wordsOf(error);
  try {
    if (await wayOut(held, move, error)) return;
  } catch (stuck) {
    // Neither forth nor back: tried again and again, so that it stands in nobody else's way meanwhile.
    why = wordsOf(stuck);
  }
  await held.sql`
    update tenant_placements set attempts = attempts + 1, last_error = ${why},
      retry_at = now() + least(attempts + 1, 30) * interval '1 second'
    where tenant_id = ${move.tenant} and step = ${move.step} and target = ${move.target}`;
};

/** One step of one move. Gives what there is to do after it; null: nothing now. */
const advance = async (held: Held): Promise<Move | null> => {
  const move = await next(held);
  if (!move) return null;
  const step: Step | undefined = move.cancelled ? (of) => turnBack(of, move, null) : STEPS[move.target][move.step];
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
    if (!lock?.held) return 0;
    let steps = 0;
    try {
      while (!stopped?.aborted) {
        const move = await advance(held);
        if (!move) break;
        steps += 1;
        await done(move);
      }
    } finally {
      // A connection that is closed holds its locks until its server's process has ended: the next would find it taken.
      await held.sql`select pg_advisory_unlock(hashtext('trama/placement'))`.catch(() => undefined);
    }
    return steps;
  });
};
