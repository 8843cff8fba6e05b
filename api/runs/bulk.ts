import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { findRunIds, type RunFilters } from '#domain/runs/list-runs.ts';
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

export interface BulkDone {
  matched: number;
  done: number;
  /** Runs that the action could not be done to, and why. */
  failed: { id: string; code: string }[];
  /** There may be more runs than one call takes. */
  more: boolean;
}

/** Does one thing to many runs, one after another: each is its own transaction, and one that cannot be done stops no other. */
export async function bulk(
  deps: ApiDeps,
  caller: Caller,
  { filter, action, locale }: { filter: RunFilters; action: BulkAction; locale: Locale },
): Promise<BulkDone> {
  const status = filter.status ?? APPLIES[action];
  const ids = await deps.database.withTenant(caller.tenant.id, (db) =>
    findRunIds(db, { ...filter, status }, MOST_RUNS + 1),
  );
  const failed: BulkDone['failed'] = [];
  const taken = ids.slice(0, MOST_RUNS);
  for (const id of taken) {
    try {
      if (action === 'retry') await retry(deps, caller, id, { locale, resourceId: undefined });
      else await steer(deps, caller, id, action);
    } catch (error) {
      if (!(error instanceof TramaError) || error.code === 'unavailable') throw error;
      failed.push({ id, code: error.code });
    }
  }
  return { matched: taken.length, done: taken.length - failed.length, failed, more: ids.length > MOST_RUNS };
}
