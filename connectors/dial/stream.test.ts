import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createDialer, type Dialer, type DialerSettings } from '../dialer.ts';

let server: Server | undefined;
let dial: Dialer | undefined;

afterEach(async () => {
  await dial?.close();
  server?.closeAllConnections();
  server?.close();
});

/** A server on this machine and a dialer that may reach it; gives how a stream of it is opened. */
const serve = async (listener: RequestListener, settings: DialerSettings = {}) => {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = createDialer({ allowPrivateHosts: [host], ...settings });
  dial = made;
  return (more: { timeoutMs?: number; maxBytes?: number; signal?: AbortSignal } = {}) =>
    made.stream({ method: 'GET', url: `http://${host}/`, ...more });
};

const read = async (body: AsyncIterable<Uint8Array>, onPiece: (text: string) => void = () => {}): Promise<string> => {
  let text = '';
  for await (const piece of body) {
    text += Buffer.from(piece).toString();
    onPiece(text);
  }
  return text;
};

test('a body comes as it is sent, uncoded', async () => {
  let coding: unknown;
  let more = () => {};
  const open = await serve((req, res) => {
    coding = req.headers['accept-encoding'];
    res.writeHead(201, { 'X-Um': '1' }).write('um');
    more = () => res.end(' dois');
  });
  const { status, headers, body } = await open();
  expect([status, headers['x-um'], coding]).toEqual([201, '1', 'identity']);
  const seen: string[] = [];
  expect(
    await read(body, (text) => {
      seen.push(text);
      more();
    }),
  ).toBe('um dois');
  expect(seen[0]).toBe('um');
});

test('private addresses are as closed as ever, and redirects are not followed', async () => {
  const closed = await serve((_, res) => res.end(), { allowPrivateHosts: [] });
  await expect(closed()).rejects.toMatchObject({ code: 'address_refused', retry: 'never' });
  await dial?.close();
  server?.close();
  const open = await serve((_, res) => res.writeHead(302, { location: 'http://example.com/' }).end());
  expect((await open()).status).toBe(302);
});

test('more bytes than allowed, a broken connection and the deadline end it, each by its name', async () => {
  const open = await serve((_, res) => {
    res.write('x'.repeat(100));
    setTimeout(() => res.destroy(), 60);
  });
  await expect(read((await open({ maxBytes: 99 })).body)).rejects.toMatchObject({ code: 'too_large' });
  await expect(read((await open()).body)).rejects.toMatchObject({ code: 'connection_failed', retry: 'retry' });
  await expect(read((await open({ timeoutMs: 30 })).body)).rejects.toMatchObject({ code: 'timeout', retry: 'retry' });
});

test('who stops reading closes the connection, and so does a signal', async () => {
  let closed = 0;
  const open = await serve((_, res) => {
    res.on('close', () => closed++);
    res.write('um');
  });
  for await (const _ of (await open()).body) break;
  await expect.poll(() => closed).toBe(1);
  const stop = new AbortController();
  const { body } = await open({ signal: stop.signal });
  const reading = read(body, () => stop.abort(new Error('cancelled')));
  await expect(reading).rejects.toThrow('cancelled');
  await expect.poll(() => closed).toBe(2);
});
