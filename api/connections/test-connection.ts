import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import type { ActionContext } from '#connectors/action.ts';
import { connectionTypeOf } from '#connectors/connection-types.ts';
import { guardSecrets } from '#connectors/hide-secrets.ts';
import type { ConnectionView } from '#domain/connections/connection-view.ts';
import { getConnection } from '#domain/connections/read-connection.ts';
import { recordConnectionTest } from '#domain/connections/write-connection.ts';
import { TramaError } from '#flow/errors.ts';
import { contextOf, tryAction } from './try-action.ts';

const timeoutMs = 30_000;

/** The kind's own test: null where it went well. */
async function signIn(test: (context: ActionContext) => Promise<void>, context: ActionContext) {
  const guard = guardSecrets(context);
  try {
    await test(guard.context);
    return null;
  } catch (thrown) {
    const error = guard.hidden(thrown);
    if (!(error instanceof TramaError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** A signed GET of the first host says if the credential is taken: 401 and 403 say no, any other answer that we got in. */
async function fault(deps: ApiDeps, caller: Caller, connection: ConnectionView, signal: AbortSignal) {
  const type = connectionTypeOf(connection.connector);
  if (type?.test) return await signIn(type.test, await contextOf(deps, caller, connection.id, { timeoutMs, signal }));
  const [host] = connection.hosts;
  // A secret that is sent nowhere is good once it can be opened, and reading it here did that.
  if (connection.connector !== 'http' || host === undefined) return null;
  const config = { method: 'GET', url: `https://${host}/`, failOn: [401, 403] };
  const { error } = await tryAction(deps, caller, { type: 'http.request', config, connection: connection.id }, signal);
  return error === null ? null : `${error.code}: ${error.message}`;
}

/** Tries a connection, and keeps how it went. */
export async function testConnection(
  deps: ApiDeps,
  caller: Caller,
  id: string,
  signal: AbortSignal,
): Promise<ConnectionView> {
  const tenantId = caller.tenant.id;
  const connection = await deps.database.withTenant(tenantId, (db) => getConnection(db, id));
  const error = await fault(deps, caller, connection, signal);
  return deps.database.withTenant(tenantId, (db) => recordConnectionTest(db, connection.id, error));
}
