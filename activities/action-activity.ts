import { Context } from '@temporalio/activity';
import type { Action } from '#connectors/action.ts';
import type { ActionContext } from '#connectors/action-context.ts';
import { TramaError } from '#flow/errors.ts';
import type { Json, Locale } from '#flow/json.ts';
import type { ActionAnswer, ActionCall } from '#workflows/engine-activities.ts';
import type { ActivityDeps } from './deps.ts';
import { failureOf } from './failure.ts';
import { poll } from './poll.ts';

/** Often enough that a cancelled request is closed within a second or two. */
const HEARTBEAT_MS = 1_000;

/** The activity of one action: its type is the action's id, so that names show in Temporal UI and in metrics. */
export const actionActivity =
  (action: Action, deps: ActivityDeps) =>
  async (call: ActionCall): Promise<ActionAnswer> => {
    const context = Context.current();
    const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
    try {
      const output = call.poll
        ? await poll(call, call.poll, () => attempt(action, deps, call), context.cancellationSignal)
        : await attempt(action, deps, call);
      return { output, attempt: context.info.attempt };
    } catch (thrown) {
      throw failureOf(thrown, localeOf(call));
    } finally {
      clearInterval(beat);
    }
  };

const localeOf = ({ locale }: ActionCall): Locale => (locale === 'en' ? 'en' : 'pt-BR');

/** One attempt, which ends at its time by itself: what it was doing is closed, not left behind. */
async function attempt(action: Action, deps: ActivityDeps, call: ActionCall): Promise<Json> {
  const { cancellationSignal } = Context.current();
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = AbortSignal.any([cancellationSignal, timeout]);
  const connection = call.connection === null ? null : await deps.openConnection(call.tenantId, call.connection);
  const context: ActionContext = {
    connection,
    idempotencyKey: call.idempotencyKey,
    signal,
    timeoutMs: call.timeoutMs,
    tenant: { id: call.tenantId, slug: call.tenantSlug },
    flowId: call.flowId,
    run: { id: call.runId, test: call.test },
    timezone: call.timezone,
    nowMs: Date.now(),
    services: deps.services,
  };
  try {
    return await action.run(call.config, context);
  } catch (thrown) {
    if (!timeout.aborted || cancellationSignal.aborted) throw thrown;
    if (thrown instanceof TramaError && thrown.code === 'timeout') throw thrown;
    const text = {
      pt: `Sem resposta em ${call.timeoutMs / 1000} s`,
      en: `No answer within ${call.timeoutMs / 1000} s`,
    };
    throw new TramaError('timeout', text.pt, { text, cause: thrown });
  }
}
