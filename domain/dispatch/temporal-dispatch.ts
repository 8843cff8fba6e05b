import type { Client } from '@temporalio/client';
import { MACHINE, queueOf } from '#flow/machine/number.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { getRun } from '../runs/get-run.ts';
import type { RunView } from '../runs/run-view.ts';
import { backlogOf } from './backlog.ts';
import type { Carrier } from './carry-out.ts';
import type { Dispatch, DispatchHealth, LiveRun, RunAnswer } from './dispatch.ts';
import { factsOf } from './fresh-run.ts';
import type { LiveHub } from './live-hub.ts';

const LOOK_EVERY_MS = 500;
const QUERY_MS = 1_000;
const HEALTH_MS = 2_000;
/** Made once: a reason of its own each time is an error with a stack, which nobody reads. */
const OVER = new Error('nobody waits any more');
const ENDED = new Set(['succeeded', 'failed', 'cancelled']);

export interface DispatchDeps {
  database: Database;
  client: Client;
  namespace: string;
  carrier: Carrier;
  hub: LiveHub;
}

/** The API's way to Temporal. */
export function createDispatch({ database, client, namespace, carrier, hub }: DispatchDeps): Dispatch {
  const isEnded = ({ status }: RunView): boolean => ENDED.has(status);
  const waitForEnd = rowWaiter(database, (runId, wake) => hub.onClosed(runId, wake), isEnded);
  const waitForEither = rowWaiter(
    database,
    (runId, wake) => hub.onReadable(runId, wake),
    (run) => run.answer !== null || isEnded(run),
  );
  return {
    start: (tenantId, admission, fresh) =>
      carrier.startSoon(
        { tenantId, runId: admission.runId, id: admission.outboxId },
        fresh && factsOf(fresh, admission, Date.now()),
      ),

    tell: (row) => carrier.soon([row]),

    waitForEnd,

    waitForAnswer: async (tenantId, runId, timeoutMs, signal) => {
      const stop = new AbortController();
      const end = (): void => stop.abort(OVER);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
      const { heard, quiet } = hearing<RunAnswer>((listener) => hub.onAnswer(runId, listener));
      try {
        const ended = waitForEither(tenantId, runId, timeoutMs, stop.signal);
        const first = await Promise.race([heard, ended]);
        if (typeof first === 'object') return first;
        if (first === 'timeout') return { kind: 'timeout' };
        const { answer } = await database.withTenant(tenantId, (db) => getRun(db, runId));
        return answer ? { kind: 'answer', ...answer } : { kind: 'ended' };
      } finally {
        quiet();
        signal.removeEventListener('abort', end);
        end();
      }
    },

    liveTrace: async (workflowId, since = 0) => {
      try {
        const from = Number.isFinite(since) ? since : Number.MAX_SAFE_INTEGER;
        return await client.withDeadline(Date.now() + QUERY_MS, () =>
          client.workflow.getHandle(workflowId).query<LiveRun, [number]>('trace', from),
        );
      } catch {
        return null;
      }
    },

    watch: (tenantId, filter, onChange) => hub.watch(tenantId, filter, onChange),

    onPartial: (runId, listener) => hub.onPartial(runId, listener),

    health: () => health(client, namespace),

    backlog: () => backlogOf(client, namespace, database.admin),
  };
}

/** Looks into the row as soon as it is told to, and now and then by itself. */
function rowWaiter(
  database: Database,
  listen: (runId: string, wake: () => void) => () => void,
  isOver: (run: RunView) => boolean,
): Dispatch['waitForEnd'] {
  return async (tenantId, runId, timeoutMs, signal) => {
    const until = Date.now() + timeoutMs;
    const { heard, quiet } = hearing<void>((wake) => listen(runId, wake));
    try {
      while (!signal.aborted) {
        const left = until - Date.now();
        if (left <= 0) return 'timeout';
        await restUntil(heard, Math.min(left, LOOK_EVERY_MS), signal);
        // Whoever has its answer, or is gone, needs no look.
        if (signal.aborted) break;
        if (isOver(await database.withTenant(tenantId, (db) => getRun(db, runId)))) return 'ended';
      }
      return 'timeout';
    } finally {
      quiet();
    }
  };
}

/** Until something is heard, the time is over, or nobody waits any more. */
function restUntil(heard: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake, { once: true });
    void heard.then(wake);
  });
}

/** The first that a listener hears, and the way to stop listening. */
function hearing<T>(listen: (listener: (heard: T) => void) => () => void): { heard: Promise<T>; quiet: () => void } {
  let quiet = (): void => undefined;
  const heard = new Promise<T>((resolve) => {
    quiet = listen(resolve);
  });
  return { heard, quiet: () => quiet() };
}

async function health(client: Client, namespace: string): Promise<DispatchHealth> {
  try {
    const { pollers } = await client.withDeadline(Date.now() + HEALTH_MS, () =>
      client.workflowService.describeTaskQueue({ namespace, taskQueue: { name: queueOf(MACHINE) }, taskQueueType: 1 }),
    );
    return { temporal: true, workers: { flows: (pollers?.length ?? 0) > 0 } };
  } catch {
    return { temporal: false, workers: { flows: false } };
  }
}
