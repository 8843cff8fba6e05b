import {
  ActivityCancellationType,
  ActivityFailure,
  type ActivityOptions,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  type LocalActivityOptions,
  patched,
  proxyActivities,
  proxyLocalActivities,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow';
import { LET_GO, type LetGo } from '#flow/contracts/let-go.ts';
import { WORKER_LOST } from '#flow/contracts/worker-lost.ts';
import type { Json } from '#flow/json.ts';
import type { Outcome, StepTry } from '#flow/machine/protocol.ts';
import { type ActionWork, attemptMs } from './action-work.ts';
import type { ActionAnswer, ActionCall, EngineActivities } from './engine-activities.ts';

/** An attempt ends itself at its time; the server's own limit stands behind it, for a worker that hangs. */
const ATTEMPT_SLACK_MS = 10_000;
/** A worker that says nothing for so long is gone, and its attempt with it. */
const HEARTBEAT_MS = 10_000;
/** Attempts that a worker's death may take in a row before the node fails by it. */
const MAX_LOST = 20;
/** A process that does not take up its own attempt within this time is gone, and the attempt with it. */
const GONE_MS = 10_000;
/** The attempt itself is left to another activity long before (`activities/open-attempts.ts`). */
const QUICK: LocalActivityOptions = {
  startToCloseTimeout: '10s',
  retry: { maximumAttempts: 1 },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
};

export const engineActivities = (summary: string): EngineActivities =>
  // Without an attempt limit: what the engine needs done is done when PostgreSQL is back.
  proxyActivities<EngineActivities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
    summary,
  });

type ActionActivity = (ask: ActionCall) => Promise<ActionAnswer>;

const named = <T>(activities: Record<string, T>, type: string): T => {
  const activity = activities[type];
  if (!activity) throw new Error(`no activity ${type}`);
  return activity;
};

/** An action came out, or this is left of it to be done. */
export type Attempted = { outcome: Outcome } | { rest: ActionWork };

/**
 * The first attempt, inside the workflow task: a caller waits, and most actions answer within milliseconds. What takes
 * longer goes on where it is, and an ordinary activity waits for it there.
 */
export async function quickAttempt(work: ActionWork): Promise<Attempted> {
  try {
    const activities = proxyLocalActivities<Record<string, ActionActivity>>(QUICK);
    const answer = await named(activities, work.type)(work.ask);
    if ('goesOnAt' in answer) return { rest: { ...work, goesOnAt: answer.goesOnAt } };
    return { outcome: okOf(answer) };
  } catch (error) {
    return afterFirst(work, error);
  }
}

/** Carries out an action, attempts and all, and tells how it came out. */
export async function callAction(work: ActionWork): Promise<Outcome> {
  if (work.goesOnAt === undefined) return await attempts(work);
  const joined = await join(work, work.goesOnAt);
  return 'outcome' in joined ? joined.outcome : await attempts(joined.rest);
}

/** Waits for an attempt where it goes on. */
async function join(joined: ActionWork, taskQueue: string): Promise<Attempted> {
  const { goesOnAt: _, ...work } = joined;
  const there: ActivityOptions = {
    ...optionsOf(work),
    taskQueue,
    scheduleToStartTimeout: GONE_MS,
    retry: { maximumAttempts: 1 },
  };
  try {
    const activities = proxyActivities<Record<string, ActionActivity>>(there);
    return { outcome: okOf(await named(activities, work.type)({ ...work.ask, goesOn: true })) };
  } catch (error) {
    if (causeOf(error) instanceof CancelledFailure) await letGo(joined);
    return afterFirst(work, error);
  }
}

/**
 * Ends an attempt that goes on somewhere and is waited for no more. The join of one that is cancelled may never have
 * been taken up there, and then nothing was said to the attempt.
 */
export async function letGo({ ask, goesOnAt }: ActionWork): Promise<void> {
  // Histories from before it are carried on as they began.
  if (goesOnAt === undefined || !patched(LET_GO)) return;
  const there = proxyActivities<Record<typeof LET_GO, LetGo>>({
    taskQueue: goesOnAt,
    scheduleToCloseTimeout: GONE_MS,
    summary: 'let go',
  });
  // A process that is gone has taken the attempt with it.
  await CancellationScope.nonCancellable(() => there[LET_GO]({ key: ask.idempotencyKey })).catch(() => undefined);
}

/** The attempt failed, or was lost with its process. */
function afterFirst(work: ActionWork, error: unknown): Attempted {
  if (wasLost(error)) return { rest: work };
  const { maxAttempts, nonRetryable } = work.retry;
  if (maxAttempts <= 1 || !isRetryable(error, nonRetryable)) return { outcome: outcomeOf(error, work) };
  return { rest: { ...work, before: 1, ask: askAfter(work.ask, error) } };
}

/** All attempts but those that were made, which the server counts and spaces. */
async function attempts(work: ActionWork): Promise<Outcome> {
  const { before } = work;
  let { ask } = work;
  if (before > 0) await sleep(Math.max(1, work.retry.initialMs));
  const run = named(proxyActivities<Record<string, ActionActivity>>(optionsOf(work)), work.type);
  for (let lost = 0; ; lost++) {
    try {
      return okOf(await run(before === 0 ? ask : { ...ask, before }));
    } catch (error) {
      if (!wasLost(error) || lost >= MAX_LOST) return outcomeOf(error, work);
      ask = askAfter(ask, error);
    }
  }
}

const okOf = (answer: ActionAnswer): Outcome => {
  if ('goesOnAt' in answer) throw new Error('only a local activity leaves its attempt to another');
  const { output, attempt, tries } = answer;
  return { kind: 'ok', output, attempts: attempt, ...(tries && { tries }) };
};

/** A local activity fails with the cause itself. */
const causeOf = (error: unknown): unknown => (error instanceof ActivityFailure ? error.cause : error);

const isRetryable = (error: unknown, nonRetryable: string[]): boolean => {
  const cause = causeOf(error);
  if (cause instanceof TimeoutFailure) return true;
  return cause instanceof ApplicationFailure && !cause.nonRetryable && !nonRetryable.includes(cause.type ?? '');
};

/** Among tenants that all have work, each gets its share. */
export const priorityOf = ({ priority, weight, ask }: ActionWork): NonNullable<ActivityOptions['priority']> => ({
  priorityKey: priority,
  fairnessKey: ask.tenantId,
  fairnessWeight: weight,
});

function optionsOf(work: ActionWork): ActivityOptions {
  const { maxAttempts, initialMs, backoff, maxMs, nonRetryable } = work.retry;
  const most = Math.max(1, initialMs, maxMs);
  return {
    startToCloseTimeout: attemptMs(work) + ATTEMPT_SLACK_MS,
    heartbeatTimeout: HEARTBEAT_MS,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: {
      maximumAttempts: maxAttempts - work.before,
      initialInterval: Math.min(most, Math.max(1, initialMs * backoff ** work.before)),
      backoffCoefficient: backoff,
      maximumInterval: most,
      nonRetryableErrorTypes: nonRetryable,
    },
    summary: work.label,
    priority: priorityOf(work),
  };
}

/** Nothing was heard of it, or nobody was there to take it. */
const LOST_BY: ReadonlySet<string> = new Set(['HEARTBEAT', 'SCHEDULE_TO_START']);

/** The worker died, not the action: this was no attempt of the author's, and the key makes a repeat count once. */
const wasLost = (error: unknown): boolean => {
  const cause = causeOf(error);
  if (cause instanceof ApplicationFailure) return cause.type === WORKER_LOST;
  return cause instanceof TimeoutFailure && LOST_BY.has(cause.timeoutType ?? '');
};

interface FailureDetails {
  attempt: number;
  details: Json;
  waitUntil?: number;
  tries?: StepTry[];
}

/** What is known of the attempts: failures tell, and of one that was heard of no more its last heartbeat. */
function triesOf(error: unknown): { tries?: StepTry[] } {
  const cause = causeOf(error);
  if (cause instanceof TimeoutFailure) {
    return Array.isArray(cause.lastHeartbeatDetails) ? { tries: cause.lastHeartbeatDetails as StepTry[] } : {};
  }
  if (!(cause instanceof ApplicationFailure)) return {};
  const { tries } = (cause.details?.[0] ?? {}) as Partial<FailureDetails>;
  return tries ? { tries } : {};
}

/** The next activity goes on where this one ended. */
const askAfter = (ask: ActionCall, error: unknown): ActionCall => ({ ...ask, ...triesOf(error) });

function outcomeOf(error: unknown, { retry }: ActionWork): Outcome {
  const cause = causeOf(error);
  if (cause instanceof CancelledFailure) return { kind: 'cancelled' };
  if (cause instanceof ApplicationFailure) {
    const { attempt = 1, details = null, waitUntil } = (cause.details?.[0] ?? {}) as Partial<FailureDetails>;
    // What asks to wait was no attempt.
    if (waitUntil !== undefined) {
      return { kind: 'wait', until: waitUntil, reason: cause.message, attempts: attempt - 1, ...triesOf(error) };
    }
    const known = { code: cause.type ?? 'internal', message: cause.message, attempts: attempt };
    const told = details === null ? known : { ...known, details };
    return { kind: 'error', error: told, attempts: attempt, ...triesOf(error) };
  }
  if (cause instanceof TimeoutFailure) {
    const attempts = retry.maxAttempts;
    const told = { code: 'timeout', message: cause.message, attempts };
    return { kind: 'error', error: told, attempts, ...triesOf(error) };
  }
  return { kind: 'error', error: { code: 'internal', message: String(error) }, attempts: 1 };
}
