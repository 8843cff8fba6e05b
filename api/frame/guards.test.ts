import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http, { type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { packedFiles } from '#api/pages/packed-files.ts';
import { fakeCaller, fakeServices, type Listening, listen } from '#api/testing/fake-frame.ts';
import { events, ok } from './answer.ts';
import { fail } from './fail.ts';
import { GoodCredentials } from './good-credentials.ts';
import { notGuessing, takeStranger } from './limits.ts';
import { route } from './route.ts';
import { securityHeaders } from './security-headers.ts';
import type { FrameServices } from './services.ts';
import { TokenBuckets } from './token-bucket.ts';

const long = { text: 'um texto que se repete '.repeat(1_000) };
const routes = [
  route({
    ...{ method: 'get', path: '/long', tag: 'T', summary: 'T', scopes: [] },
    handle: async () => ok(long),
  }),
  route({
    ...{ method: 'get', path: '/live', tag: 'T', summary: 'T', scopes: [] },
    handle: async () => events(async ({ send }) => send({ event: 'x', data: long })),
  }),
  route({
    ...{ method: 'post', path: '/open', tag: 'T', summary: 'T', scopes: 'public', output: { 200: z.unknown() } },
    handle: async () => ok({}),
  }),
];

const running: Listening[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});
const start = async (over: Partial<FrameServices> = {}): Promise<string> => {
  const one = await listen(routes, fakeServices(over));
  running.push(one);
  return one.url;
};

interface Raw {
  status: number;
  headers: http.IncomingHttpHeaders;
  bytes: Buffer;
}
/** Without a client that unpacks by itself. */
const raw = (url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Raw> =>
  new Promise((done, failed) => {
    const req = http.request(url, { method, headers: { authorization: 'Bearer good', ...headers } }, (res) => {
      const pieces: Buffer[] = [];
      res.on('data', (piece: Buffer) => pieces.push(piece));
      res.on('end', () => done({ status: res.statusCode ?? 0, headers: res.headers, bytes: Buffer.concat(pieces) }));
    });
    req.on('error', failed);
    req.end();
  });

test('long answers are packed as the client likes best, live streams never', async () => {
  const url = await start();
  const packed = async (accept: string) => raw(`${url}/v1/long`, { 'accept-encoding': accept });
  const br = await packed('gzip, deflate, br');
  expect(br.headers['content-encoding']).toBe('br');
  expect(JSON.parse(brotliDecompressSync(br.bytes).toString())).toEqual(long);
  const gzip = await packed('gzip');
  expect(JSON.parse(gunzipSync(gzip.bytes).toString())).toEqual(long);
  expect((await packed('identity')).headers['content-encoding']).toBeUndefined();
  expect(br.headers.vary).toContain('Accept-Encoding');
  const live = await raw(`${url}/v1/live`, { 'accept-encoding': 'gzip, br' });
  expect(live.headers['content-encoding']).toBeUndefined();
  expect(live.bytes.toString()).toContain('event: x');
});

test('pages of a listed origin may call with a key, others may not, and cookies are never let in', async () => {
  const url = await start({ corsOrigins: ['https://shop.example'] });
  const from = (origin: string, more: Record<string, string> = {}, method = 'GET') =>
    raw(`${url}/v1/long`, { origin, ...more }, method);
  const allowed = await from('https://shop.example');
  expect(allowed.headers['access-control-allow-origin']).toBe('https://shop.example');
  expect(allowed.headers.vary).toContain('Origin');
  const asked = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' };
  const preflight = await from('https://shop.example', asked, 'OPTIONS');
  expect(preflight.status).toBe(204);
  expect(preflight.headers['access-control-allow-methods']).toContain('PUT');
  expect(preflight.headers['access-control-allow-headers']).toContain('Idempotency-Key');
  for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null']) {
    const other = await from(origin);
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    expect(other.headers.vary).toContain('Origin');
  }
  for (const { headers } of [allowed, preflight]) expect(headers['access-control-allow-credentials']).toBeUndefined();
  // With a cookie in place of a key, another origin's page is refused whatever the list says.
  const withCookie = { authorization: '', cookie: 'trama_session=s', origin: 'https://shop.example' };
  expect((await raw(`${url}/v1/open`, withCookie, 'POST')).status).toBe(403);
});

test('who guesses waits; who has a good key does not wait with them', async () => {
  const strangers = new TokenBuckets({ burst: 3, perSecond: 0.01 });
  const url = await start({ strangers });
  const guess = () => raw(`${url}/v1/long`, { authorization: 'Bearer wrong' });
  for (let n = 0; n < 2; n += 1) expect((await guess()).status).toBe(401);
  expect((await raw(`${url}/v1/long`)).status).toBe(200);
  expect((await guess()).status).toBe(401);
  const refused = await guess();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
  expect(refused.headers['ratelimit-policy']).toBe('"address";q=3;w=300');
});

test('a credential that was good a moment ago is heard while others at its address guess, until it is refused itself', async () => {
  const good = new Set(['Bearer a', 'Bearer b']);
  const services = {
    strangers: new TokenBuckets({ burst: 2, perSecond: 0.01 }),
    goodCredentials: new GoodCredentials(),
  };
  const authenticate = async ({ authorization = '' }: IncomingHttpHeaders) => {
    if (good.has(authorization)) return fakeCaller();
    throw fail('unauthorized', 'x', 'x');
  };
  const url = await start({ ...services, authenticate });
  const call = async (authorization: string) => (await raw(`${url}/v1/long`, { authorization })).status;
  expect(await call('Bearer a')).toBe(200);
  for (const status of [401, 401, 429]) expect(await call('Bearer wrong')).toBe(status);
  expect([await call('Bearer a'), await call('Bearer b')]).toEqual([200, 429]);
  good.delete('Bearer a');
  expect([await call('Bearer a'), await call('Bearer a')]).toEqual([401, 429]);
});

test('guesses are counted by the /64, and calls of what is public apart from them', async () => {
  const services = fakeServices({ strangers: new TokenBuckets({ burst: 1, perSecond: 0.01 }) });
  const res = { set: () => undefined } as unknown as express.Response;
  takeStranger('2001:db8::1', res, services);
  expect(() => takeStranger('2001:db8::2', res, services)).toThrow();
  const guess = (ip: string) => notGuessing({ ip, headers: {} }, services, () => Promise.resolve(null));
  await expect(guess('2001:db8::1')).rejects.toMatchObject({ code: 'unauthorized' });
  await expect(guess('2001:db8::2')).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(guess('2001:db8:0:1::1')).rejects.toMatchObject({ code: 'unauthorized' });
});

test('an outage of ours is nobody’s guess, and forgets no credential that was good', async () => {
  const goodCredentials = new GoodCredentials();
  const services = fakeServices({ strangers: new TokenBuckets({ burst: 1, perSecond: 0.01 }), goodCredentials });
  const ask = { ip: '2001:db8::1', headers: { authorization: 'Bearer a' } };
  const down = () => Promise.reject(new Error('the database is away'));
  for (let n = 0; n < 5; n++) await expect(notGuessing(ask, services, down)).rejects.toThrow('the database is away');
  const away = () => Promise.reject(fail('unavailable', 'x', 'x'));
  await expect(notGuessing(ask, services, away)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(notGuessing(ask, services, () => Promise.resolve(null))).rejects.toMatchObject({ code: 'unauthorized' });
});

test('what a tenant may do together is said beside what the caller may', async () => {
  const url = await start({ tenantBuckets: new TokenBuckets({ burst: 1, perSecond: 1 }) });
  const { headers } = await raw(`${url}/v1/long`);
  expect(headers['ratelimit-policy']).toBe('"burst";q=1000;w=10, "tenant";q=40000;w=10');
  expect(headers.ratelimit).toMatch(/^"burst";r=999;t=\d+, "tenant";r=39999;t=\d+$/);
});

test('answers that are no pages let nothing run; HSTS is said in production, over https alone', async () => {
  const url = await start();
  const { headers } = await raw(`${url}/v1/long`);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-powered-by']).toBeUndefined();
  const hsts = (production: boolean, publicUrl: string | null) =>
    securityHeaders({ production, publicUrl })['Strict-Transport-Security'];
  expect(hsts(true, 'https://trama.example')).toMatch(/^max-age=\d{8}/);
  expect([hsts(false, 'https://trama.example'), hsts(true, 'http://trama.example'), hsts(true, null)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('files of the builder are packed once, and nothing beside them can be had', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trama-packed-'));
  writeFileSync(path.join(folder, 'app-1.js'), `export const x = '${'a'.repeat(10_000)}';`);
  writeFileSync(path.join(folder, 'small-1.js'), 'x');
  const app = express();
  app.use('/assets', packedFiles(folder));
  app.use((_req, res) => void res.status(404).end());
  const server = app.listen(0);
  try {
    const { port } = server.address() as { port: number };
    const get = (name: string, accept = 'br') =>
      raw(`http://127.0.0.1:${port}/assets/${name}`, { 'accept-encoding': accept });
    const whole = await get('app-1.js');
    expect(brotliDecompressSync(whole.bytes).toString()).toContain('export const x');
    expect(whole.headers['cache-control']).toContain('immutable');
    expect((await get('app-1.js', 'identity')).status).toBe(404);
    for (const name of ['small-1.js', 'missing.js', '..%2fapp-1.js', '../app-1.js', 'a/../app-1.js/../x.js'])
      expect((await get(name)).headers['content-encoding']).toBeUndefined();
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});
