import type { Command } from '#flow/machine/protocol.ts';
import type { ActionCall } from './engine-activities.ts';
import type { FlowInput } from './flow-input.ts';

type CallCommand = Extract<Command, { kind: 'call' }>;

/** One action with all its attempts, as whoever carries it out needs it: the run itself, or a workflow of its own. */
export interface ActionWork {
  call: number;
  /** The action's id, which is its activity's type. */
  type: string;
  label: string;
  ask: ActionCall;
  retry: CallCommand['retry'];
  /** Of the run: 1 to 5, and its tenant's share. */
  priority: number;
  weight: number;
  /** Attempts that were made. */
  before: number;
  /** One more goes on in the process that listens here: it is waited for first. */
  goesOnAt?: string;
}

/** `timezone`: that of the run, where its flow's is an expression. */
export function actionWork(
  { plan, start, weight, priority }: FlowInput,
  command: CallCommand,
  timezone: string = plan.settings.timezone,
): ActionWork {
  const { call, node, type, label, connection, idempotencyKey, timeoutMs, config, poll, retry } = command;
  const ask: ActionCall = {
    tenantId: start.tenant.id,
    runId: start.run.id,
    tenantSlug: start.tenant.slug,
    flowId: start.flow.id,
    test: start.run.test,
    timezone,
    ...(start.trigger.subject !== undefined && { subject: start.trigger.subject }),
    locale: start.tenant.locale,
    node,
    connection,
    idempotencyKey,
    timeoutMs,
    config,
    poll,
  };
  return { call, type, label: label.slice(0, 200), ask, retry, priority, weight, before: 0 };
}

/** A poll repeats its reads inside one attempt. */
export const attemptMs = ({ ask: { timeoutMs, poll } }: ActionWork): number => timeoutMs + (poll?.forMs ?? 0);

/** An action may hold up for so long the new execution that its run wants to go on in. */
const LONG_ATTEMPT_MS = 60_000;
const LONG_MS = 300_000;

/** One attempt may pass a minute, or all of them, with the pauses between, five: then it runs on its own. */
export function isLong(work: ActionWork): boolean {
  const { maxAttempts, initialMs, backoff, maxMs } = work.retry;
  const attempt = attemptMs(work);
  if (attempt > LONG_ATTEMPT_MS) return true;
  let total = attempt;
  let pause = initialMs;
  for (let n = 1; n < maxAttempts && total <= LONG_MS; n++) {
    total += attempt + Math.min(pause, maxMs);
    pause *= backoff;
  }
  return total > LONG_MS;
}
