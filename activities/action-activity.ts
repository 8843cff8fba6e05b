import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Action } from '#connectors/action.ts';
import type { ActionContext } from '#connectors/action-context.ts';
import { deadline } from '#connectors/dial/deadline.ts';
import { PLATFORM_ID } from '#domain/platform/platform.ts';
import { TramaError } from '#flow/errors.ts';
import { type Json, localeOf } from '#flow/json.ts';
import type { StepTry } from '#flow/machine/protocol.ts';
import type { ActionAnswer, ActionCall } from '#workflows/engine-activities.ts';
import type { ActivityDeps } from './deps.ts';
import { failureOf, workerLost } from './failure.ts';
import type { OpenAttempts } from './open-attempts.ts';
import { poll } from './poll.ts';
import { Tries } from './tries.ts';

/** Often enough that a cancelled request is closed within a second or two. */
const HEARTBEAT_MS = 1_000;

/** The activity of one action: its type is the action's id, so that names show in Temporal UI and in metrics. */
export const actionActivity =
  (action: Action, deps: ActivityDeps, open: OpenAttempts<Made>) =>
  async (call: ActionCall): Promise<ActionAnswer> => {
    const { info, cancellationSignal } = Context.current();
    const startedMs = (call.goesOn && open.startedMs(call.idempotencyKey)) || Date.now();
    const tries = new Tries(call, info, startedMs);
    const { attempt } = tries;
    const make = (signal: AbortSignal): Promise<Made> => made(action, deps, call, signal);
    try {
      if (info.isLocal) {
        const first = await open.begin(call.idempotencyKey, cancellationSignal, make);
        return first ? { output: first.output, attempt } : { goesOnAt: open.queue };
      }
      return await beating(tries, async () => {
        if (!call.goesOn) return { output: (await make(cancellationSignal)).output, attempt, ...tries.told };
        const joined = await open.join(call.idempotencyKey, cancellationSignal);
        if (!joined) throw workerLost(tries);
        return { output: joined.output, attempt };
      });
    } catch (thrown) {
      const failure = failureOf(thrown, { locale: localeOf(call), tries, cancelled: cancellationSignal });
      leaveFor(failure, tries);
      throw failure;
    }
  };

/** What an attempt brought; `null` is an output, too. */
export interface Made {
  output: Json;
}

/** What the next attempt is to know: the server keeps the last heartbeat of one that failed. */
function leaveFor(failure: Error, tries: Tries): void {
  if (!(failure instanceof ApplicationFailure) || !tries.goOnAfter(failure)) return;
  const [told] = (failure.details ?? []) as { tries?: StepTry[] }[];
  if (told?.tries) Context.current().heartbeat(told.tries);
}

async function beating<T>(tries: Tries, work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(tries.beat), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

async function made(action: Action, deps: ActivityDeps, call: ActionCall, cancelled: AbortSignal): Promise<Made> {
  const once = (): Promise<Json> => attempt(action, deps, call, cancelled);
  return { output: call.poll ? await poll(call, call.poll, once, cancelled) : await once() };
}

/** One attempt, which ends at its time by itself: what it was doing is closed, not left behind. */
async function attempt(action: Action, deps: ActivityDeps, call: ActionCall, cancelled: AbortSignal): Promise<Json> {
  const limit = deadline(call.timeoutMs, cancelled);
  try {
    const connection = call.connection === null ? null : await deps.openConnection(call.tenantId, call.connection);
    const context: ActionContext = {
      connection,
      idempotencyKey: call.idempotencyKey,
      signal: limit.signal,
      timeoutMs: call.timeoutMs,
      tenant: { id: call.tenantId, slug: call.tenantSlug },
      subject: call.tenantId === PLATFORM_ID ? (call.subject ?? null) : null,
      flowId: call.flowId,
      run: { id: call.runId, test: call.test },
      timezone: call.timezone,
      nowMs: Date.now(),
      partial: deps.services.live.teller(call.runId, call.node),
      services: deps.services,
    };
    return await action.run(call.config, context);
  } catch (thrown) {
    if (!limit.expired() || cancelled.aborted) throw thrown;
    if (thrown instanceof TramaError && thrown.code === 'timeout') throw thrown;
    const text = {
      pt: `Sem resposta em ${call.timeoutMs / 1000} s`,
      en: `No answer within ${call.timeoutMs / 1000} s`,
    };
    throw new TramaError('timeout', text.pt, { text, cause: thrown });
  } finally {
    limit.clear();
  }
}
