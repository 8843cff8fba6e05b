import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { readOnly } from '#domain/entitlements/refusals.ts';
import { uuidWithin } from '#domain/ids.ts';
import { countRuns, findRunIds, type RunFilters } from '#domain/runs/list-runs.ts';
import type { RunStatus } from '#domain/runs/run-view.ts';
import { TramaError } from '#flow/errors.ts';
import type { Locale } from '#flow/json.ts';
import { retry } from './retry.ts';
import { type Steering, steer } from './steer.ts';

export type BulkAction = Steering | 'retry';

/** Runs of one call; a filter that finds more says so, and the call is made again. */
export const MOST_RUNS = 1_000;

/** What an action can be done to, where the filter says nothing of statuses. */
const APPLIES: Record<BulkAction, RunStatus[]> = {
  cancel: ['queued', 'running', 'waiting', 'paused'],
  pause: ['running', 'waiting'],
  resume: ['paused'],
  retry: ['failed', 'cancelled'],
};

export interface BulkAsk {
  filter: RunFilters;
  action: BulkAction;
  /** Runs of this call, `MOST_RUNS` at most. */
  limit?: number | undefined;
  /** Only runs after this one, as the call before said in `next`. */
  after?: string | undefined;
  /** Only tells how many there are. */
  dryRun?: boolean | undefined;
  locale: Locale;
  /** A uuid that a repeat of the same call brings again: what it has tried again already is not tried once more. */
  resourceId: string | undefined;
}

export interface BulkDone {
  /** Of this call; of a dry run all that there are. */
  matched: number;
  done: number;
  /** Runs that the action could not be done to, and why. */
  failed: { id: string; code: string }[];
  /** There may be more runs than one call takes. */
  more: boolean;
  /** Where the next call goes on: the last run of this one. */
  next?: string | undefined;
}

/** Does one thing to many runs, one after another: each is its own transaction, and one that cannot be done stops no other. */
export async function bulk(
  deps: ApiDeps,
  caller: Caller,
  { filter, action, limit = MOST_RUNS, after, dryRun = false, locale, resourceId }: BulkAsk,
): Promise<BulkDone> {
  const meant = { ...filter, status: filter.status ?? APPLIES[action] };
  if (dryRun) {
    const matched = await deps.database.withTenant(caller.tenant.id, (db) => countRuns(db, meant));
    return { matched, done: 0, failed: [], more: matched > limit };
  }
  // To end and to hold goes on while a payment is missing; what begins work waits for it.
  if (action === 'retry' || action === 'resume') {
    const snapshot = await deps.entitlements.snapshot(caller.tenant.id);
    if (snapshot.access === 'read_only') throw readOnly(snapshot);
  }
  const ids = await deps.database.withTenant(caller.tenant.id, (db) =>
    findRunIds(db, meant, { limit: limit + 1, after }),
  );
  const failed: BulkDone['failed'] = [];
  const ownOf = (id: string) => (resourceId === undefined ? undefined : uuidWithin(resourceId, id));
  const taken = ids.slice(0, limit);
  for (const id of taken) {
    try {
      if (action === 'retry') await retry(deps, caller, id, { locale, resourceId: ownOf(id) });
      else await steer(deps, caller, id, action);
    } catch (error) {
      if (!(error instanceof TramaError) || error.code === 'unavailable') throw error;
      failed.push({ id, code: error.code });
    }
  }
  const more = ids.length > limit;
  return {
    matched: taken.length,
    done: taken.length - failed.length,
    failed,
    more,
    ...(more && { next: taken.at(-1) }),
  };
}
