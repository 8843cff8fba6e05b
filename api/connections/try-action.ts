import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { notFound } from '#api/frame/fail.ts';
import type { ActionContext } from '#connectors/action.ts';
import { actionsById } from '#connectors/actions.ts';
import { durationMs } from '#connectors/duration.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { newId } from '#domain/ids.ts';
import { TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { refuseUse } from './may-use.ts';

const DEFAULT_MS = 30_000;

/** How one action tried alone came out. */
export interface Tried {
  ok: boolean;
  output: Json;
  error: { code: string; message: string; details: Json } | null;
  ms: number;
}

/** What an action or a test of a connection works with outside of any run. @throws `missing_connection` */
export async function contextOf(
  deps: ApiDeps,
  caller: Caller,
  connection: string | null,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<ActionContext> {
  const { tenant } = caller;
  const opened =
    connection === null ? null : await deps.database.withTenant(tenant.id, (db) => openConnection(db, connection));
  const runId = newId('run');
  return {
    connection: opened,
    idempotencyKey: `${runId}/test/1`,
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    timeoutMs,
    tenant: { id: tenant.id, slug: tenant.slug },
    subject: null,
    flowId: 'test',
    run: { id: runId, test: true },
    timezone: tenant.timezone,
    nowMs: deps.now(),
    services: deps.actions,
  };
}

/**
 * Calls one action, really, outside of any run. What the action answers or fails with is the result; only what is wrong
 * with the call itself is thrown.
 * @throws `not_found` for a type that is no action, `forbidden`, `missing_connection`
 */
export async function tryAction(
  deps: ApiDeps,
  caller: Caller,
  { type, config, connection }: { type: string; config: Json; connection: string | null },
  signal: AbortSignal,
): Promise<Tried> {
  const action = actionsById.get(type);
  if (!action || action.subject) throw notFound();
  if (connection !== null) refuseUse(caller);
  const timeoutMs = durationMs(action.timeout ?? '') ?? DEFAULT_MS;
  const context = await contextOf(deps, caller, connection, { timeoutMs, signal });
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  try {
    return { ok: true, output: await action.run(config, context), error: null, ms: ms() };
  } catch (error) {
    if (!(error instanceof TramaError)) throw error;
    const { code, message, details } = error;
    return { ok: false, output: null, error: { code, message, details }, ms: ms() };
  }
}
