import {
  ActivityCancellationType,
  ActivityFailure,
  type ActivityOptions,
  ApplicationFailure,
  CancelledFailure,
  proxyActivities,
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
/** What an attempt fails with when its worker is told to go. */
export const WORKER_LOST = 'worker_lost';

export const engineActivities = (summary: string): EngineActivities =>
  // Without an attempt limit: what the engine needs done is done when PostgreSQL is back.
  proxyActivities<EngineActivities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
    summary,
  });

/** Runs an action's attempts and tells how they came out. */
export async function callAction(input: FlowInput, command: CallCommand): Promise<Outcome> {
  const { start } = input;
  const ask: ActionCall = {
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
  for (let lost = 0; ; lost++) {
    const run = proxyActivities<Record<string, (ask: ActionCall) => Promise<ActionAnswer>>>(optionsOf(input, command))[
      command.type
    ];
    if (!run) throw new Error(`no activity ${command.type}`);
    try {
      const { output, attempt } = await run(ask);
      return { kind: 'ok', output, attempts: attempt };
    } catch (error) {
      if (wasLost(error) && lost < MAX_LOST) continue;
      return outcomeOf(error, command);
    }
  }
}

function optionsOf({ start, weight, priority }: FlowInput, command: CallCommand): ActivityOptions {
  const { maxAttempts, initialMs, backoff, maxMs, nonRetryable } = command.retry;
  return {
    startToCloseTimeout: limitOf(command),
    heartbeatTimeout: HEARTBEAT_MS,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: {
      maximumAttempts: maxAttempts,
      initialInterval: Math.max(1, initialMs),
      backoffCoefficient: backoff,
      maximumInterval: Math.max(1, initialMs, maxMs),
      nonRetryableErrorTypes: nonRetryable,
    },
    summary: command.label.slice(0, 200),
    priority: { priorityKey: priority, fairnessKey: start.tenant.id, fairnessWeight: weight },
  };
}

/** The worker died, not the action: this was no attempt of the author's, and the key makes a repeat count once. */
const wasLost = (error: unknown): boolean => {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (cause instanceof ApplicationFailure) return cause.type === WORKER_LOST;
  return cause instanceof TimeoutFailure && cause.timeoutType === 'HEARTBEAT';
};

interface FailureDetails {
  attempt: number;
  details: Json;
  waitUntil?: number;
}

function outcomeOf(error: unknown, command: CallCommand): Outcome {
  const cause = error instanceof ActivityFailure ? error.cause : error;
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
