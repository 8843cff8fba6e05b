import { connect } from 'node:net';
import { expect } from 'vitest';
import { demo } from './client.ts';
import { flowOf, set } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const { hostname, port } = new URL(api.url);

/** Sends this, and goes. */
const sayAndGo = (text: string): Promise<void> =>
  new Promise((done, failed) => {
    const socket = connect(Number(port), hostname, () => socket.end(text));
    socket.on('close', () => done());
    socket.on('error', failed);
    socket.resume();
  });

const request = (path: string, body: string, length = Buffer.byteLength(body)): string =>
  [
    `POST ${path} HTTP/1.1`,
    `Host: ${hostname}`,
    `Authorization: Bearer ${api.key}`,
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    '',
    body,
  ].join('\r\n');

test('a caller that is gone before its body is read begins no run without its data', async () => {
  const flow = await api.deploy(flowOf({ nodes: { a: set({ v: '{{ trigger.data.n }}' }) }, edges: 'trigger > a' }));
  const path = `/v1/flows/${flow}/runs`;
  for (let n = 0; n < 10; n++) await sayAndGo(request(path, JSON.stringify({ data: { n } })));
  for (let n = 0; n < 5; n++) await sayAndGo(request(path, '{"data":{"n":', 40));
  await api.ended(await api.start(flow, { n: 99 }));
  const runs = await Promise.all((await api.runsOf(flow)).map(({ id }) => api.ended(id)));
  for (const { output } of runs) expect(output.v).toEqual(expect.any(Number));
});
