import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeCalls } from '#domain/calls/write-calls.ts';
import { CallLog } from './calls/call-log.ts';
import { createApp } from './create-app.ts';
import type { ApiDeps } from './deps.ts';
import { answerUnread } from './frame/unread-request.ts';

/** How long requests under way may take to end once the process stops. */
const DRAIN_MS = 5_000;

export interface RunningApi {
  port: number;
  /** Takes no more requests, ends live streams, lets what is under way end (5 s at most). */
  close(): Promise<void>;
}

/** @throws Node's listen error (`EADDRINUSE`) where the port is taken. */
export async function startApi(deps: ApiDeps): Promise<RunningApi> {
  const stopping = new AbortController();
  const calls = new CallLog({
    write: (tenantId, batch) =>
      writeCalls({ withTenant: deps.database.withTenant, keys: deps.operations.keys }, tenantId, batch),
    log: deps.log,
  });
  const server = createServer(
    // A body of 4 MB over a slow phone fits well within two minutes; headers that drip do not.
    { requestTimeout: 120_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 },
    createApp(deps, stopping.signal, calls),
  );
  server.on('clientError', answerUnread);
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(deps.settings.port, () => {
      server.off('error', failed);
      done();
    });
  });
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    port,
    close: () => {
      closed ??= drain(server, stopping).then(() => calls.flush());
      return closed;
    },
  };
}

async function drain(server: Server, stopping: AbortController): Promise<void> {
  stopping.abort();
  const ended = new Promise<void>((done) => server.close(() => done()));
  // A connection whose request ends now is kept alive by its client, and would hold us up.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await ended;
  clearInterval(idle);
  clearTimeout(cut);
}
