import {
  ActivityCancellationType,
  ActivityFailure,
  type ActivityOptions,
  ApplicationFailure,
  CancelledFailure,
  type LocalActivityOptions,
  proxyActivities,
  proxyLocalActivities,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Json } from '#flow/json.ts';
import type { Command, Outcome } from '#flow/machine/protocol.ts';
import type { ActionAnswer, ActionCall, EngineActivities } from './engine-activities.ts';
import type { FlowInput } from './flow-input.ts';

type CallCommand = Extract<Command, { kind: 'call' }>;

/** An attempt ends itself at its time; the server's own limit stands behind it, for a worker that hangs. */
const ATTEMPT_SLACK_MS = 10_000;
/** A worker that says nothing for so long is gone, and its attempt with it. */
const HEARTBEAT_MS = 10_000;
/** A poll repeats its reads inside one attempt. */
const limitOf = ({ timeoutMs, poll }: CallCommand): number => timeoutMs + (poll?.forMs ?? 0) + ATTEMPT_SLACK_MS;
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
/** What an attempt fails with when its worker is told to go. */
export const WORKER_LOST = 'worker_lost';

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

/** Runs an action's attempts and tells how they came out. `quickly`: the first of them without a task of its own. */
export async function callAction(input: FlowInput, command: CallCommand, quickly: boolean): Promise<Outcome> {
  const ask = askOf(input, command);
  if (!quickly) return await attempts(input, command, ask, 0);
  const first = await quickAttempt(input, command, ask);
  return 'attempts' in first ? await attempts(input, command, ask, first.attempts) : first.outcome;
}

/** All attempts after the first `before`, which the server counts and spaces. */
async function attempts(input: FlowInput, command: CallCommand, ask: ActionCall, before: number): Promise<Outcome> {
  const options = optionsOf(input, command, before);
  for (let lost = 0; ; lost++) {
    try {
      const run = named(proxyActivities<Record<string, ActionActivity>>(options), command.type);
      return okOf(await run(before === 0 ? ask : { ...ask, before }));
    } catch (error) {
      if (wasLost(error) && lost < MAX_LOST) continue;
      return outcomeOf(error, command);
    }
  }
}

const okOf = (answer: ActionAnswer): Outcome => {
  if ('goesOnAt' in answer) throw new Error('only a local activity leaves its attempt to another');
  return { kind: 'ok', output: answer.output, attempts: answer.attempt };
};

/**
 * The first attempt, inside the workflow task: a caller waits, and most actions answer within milliseconds. What takes
 * longer goes on where it is, and an ordinary activity waits for it there. `attempts`: so many were made, go on with the next.
 */
async function quickAttempt(
  input: FlowInput,
  command: CallCommand,
  ask: ActionCall,
): Promise<{ outcome: Outcome } | { attempts: number }> {
  try {
    const answer = await named(proxyLocalActivities<Record<string, ActionActivity>>(QUICK), command.type)(ask);
    if (!('goesOnAt' in answer)) return { outcome: okOf(answer) };
    const there: ActivityOptions = {
      ...optionsOf(input, command, 0),
      taskQueue: answer.goesOnAt,
      scheduleToStartTimeout: GONE_MS,
      retry: { maximumAttempts: 1 },
    };
    return {
      outcome: okOf(
        await named(proxyActivities<Record<string, ActionActivity>>(there), command.type)({ ...ask, goesOn: true }),
      ),
    };
  } catch (error) {
    if (wasLost(error)) return { attempts: 0 };
    const { maxAttempts, initialMs, nonRetryable } = command.retry;
    if (maxAttempts <= 1 || !isRetryable(error, nonRetryable)) return { outcome: outcomeOf(error, command) };
    await sleep(Math.max(1, initialMs));
    return { attempts: 1 };
  }
}

/** A local activity fails with the cause itself. */
const causeOf = (error: unknown): unknown => (error instanceof ActivityFailure ? error.cause : error);

const isRetryable = (error: unknown, nonRetryable: string[]): boolean => {
  const cause = causeOf(error);
  if (cause instanceof TimeoutFailure) return true;
  return cause instanceof ApplicationFailure && !cause.nonRetryable && !nonRetryable.includes(cause.type ?? '');
};

function askOf(input: FlowInput, command: CallCommand): ActionCall {
  const { start } = input;
  return {
    tenantId: start.tenant.id,
    runId: start.run.id,
    tenantSlug: start.tenant.slug,
    flowId: start.flow.id,
    test: start.run.test,
    timezone: input.plan.settings.timezone,
    locale: start.tenant.locale,
    node: command.node,
    connection: command.connection,
    idempotencyKey: command.idempotencyKey,
    timeoutMs: command.timeoutMs,
    config: command.config,
    poll: command.poll,
  };
}

function optionsOf({ start, weight, priority }: FlowInput, command: CallCommand, before: number): ActivityOptions {
  const { maxAttempts, initialMs, backoff, maxMs, nonRetryable } = command.retry;
  const most = Math.max(1, initialMs, maxMs);
  return {
    startToCloseTimeout: limitOf(command),
    heartbeatTimeout: HEARTBEAT_MS,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: {
      maximumAttempts: maxAttempts - before,
      initialInterval: Math.min(most, Math.max(1, initialMs * backoff ** before)),
      backoffCoefficient: backoff,
      maximumInterval: most,
      nonRetryableErrorTypes: nonRetryable,
    },
    summary: command.label.slice(0, 200),
    priority: { priorityKey: priority, fairnessKey: start.tenant.id, fairnessWeight: weight },
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
}

function outcomeOf(error: unknown, command: CallCommand): Outcome {
  const cause = causeOf(error);
  if (cause instanceof CancelledFailure) return { kind: 'cancelled' };
  if (cause instanceof ApplicationFailure) {
    const { attempt = 1, details = null, waitUntil } = (cause.details?.[0] ?? {}) as Partial<FailureDetails>;
    // What asks to wait was no attempt.
    if (waitUntil !== undefined) {
      return { kind: 'wait', until: waitUntil, reason: cause.message, attempts: attempt - 1 };
    }
    const known = { code: cause.type ?? 'internal', message: cause.message, attempts: attempt };
    return { kind: 'error', error: details === null ? known : { ...known, details }, attempts: attempt };
  }
  if (cause instanceof TimeoutFailure) {
    const attempts = command.retry.maxAttempts;
    return { kind: 'error', error: { code: 'timeout', message: cause.message, attempts }, attempts };
  }
  return { kind: 'error', error: { code: 'internal', message: String(error) }, attempts: 1 };
}
