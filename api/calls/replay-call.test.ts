import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { RequestFacts } from '#api/frame/route.ts';
import type { KnownCall } from '#domain/calls/read-calls.ts';
import { replayCall } from './replay-call.ts';

test.each(['no answer at all', 'an answer that breaks off'])(
  '%s in time is a timeout, not a failure of ours',
  async (what) => {
    const server = createServer((_, answer) => {
      if (what !== 'no answer at all') answer.write('{');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const facts = { header: () => undefined, ip: '127.0.0.1', ownPort: port, signal: new AbortController().signal };
    const call = { view: { id: 'cal_1', method: 'GET', path: '/v1/me' }, idempotencyKey: null };
    const again = replayCall(facts as unknown as RequestFacts, call as unknown as KnownCall, {
      sameKey: false,
      body: null,
      timeoutMs: 50,
    });
    await expect(again).rejects.toMatchObject({ code: 'timeout' });
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  },
);
