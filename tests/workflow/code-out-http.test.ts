import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { ApplicationFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Json } from '#flow/json.ts';
import { compileExample } from '#tests/docs/run-example.ts';
import { writeProjects } from '../codegen/build-code.ts';

const FOLDER = 'dist/code-out/http';

type Request = (call: {
  node: string;
  config: Json;
  connection: string | null;
  idempotencyKey: string;
}) => Promise<Json>;

let httpRequest: Request;
let url = '';
let heard: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string } | undefined;
let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 200 };

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (piece: Buffer) => {
    body += piece.toString();
  });
  request.on('end', () => {
    heard = { method: request.method, url: request.url, headers: request.headers, body };
    response
      .writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers })
      .end(answer.body ?? '{}');
  });
});

beforeAll(async () => {
  const document = {
    language: 'trama/1',
    name: 'Pedido',
    trigger: { type: 'api', config: {} },
    nodes: [{ id: 'a', type: 'http.request', config: { method: 'GET', url: 'https://a.example' } }],
    edges: [{ from: 'trigger', to: 'a' }],
  };
  const { plan } = compileExample(document as Json);
  if (!plan) throw new Error('the flow has problems');
  writeProjects(FOLDER, [{ id: 'one', plan, document }]);
  ({ httpRequest } = (await import(path.resolve(FOLDER, 'one/src/http-request.ts'))) as { httpRequest: Request });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const ask = (config: { [field: string]: Json }, connection: string | null = null): Promise<Json> =>
  new MockActivityEnvironment({ attempt: 2 }).run(httpRequest, { node: 'a', config, connection, idempotencyKey: 'k1' });

test('a request goes out as in the product, with its key and the secret from the environment', async () => {
  vi.stubEnv('BILLING_API_TOKEN', 's3cret');
  answer = { status: 201, body: '{"id":1}' };
  const config = {
    method: 'POST',
    url: `${url}/n`,
    query: { a: [1, 2], b: null },
    headers: { 'X-A': 'b' },
    body: { c: 1 },
  };
  const output = await ask(config, 'billing api');
  expect(output).toMatchObject({ status: 201, body: { id: 1 } });
  expect(heard).toMatchObject({ method: 'POST', url: '/n?a=1&a=2', body: '{"c":1}' });
  expect(heard?.headers).toMatchObject({
    'x-a': 'b',
    'idempotency-key': 'k1',
    authorization: 'Bearer s3cret',
    'content-type': 'application/json',
  });
  vi.unstubAllEnvs();
});

test.each([
  [404, 'http_404', true],
  [500, 'http_500', false],
  [408, 'http_408', false],
])('an answer %i fails with its code, and is tried again where the product would', async (status, code, final) => {
  answer = { status, body: '{"why":"no"}' };
  const failed = (await ask({ method: 'GET', url }).catch((error: unknown) => error)) as ApplicationFailure;
  expect([failed.type, failed.nonRetryable]).toEqual([code, final]);
  expect(failed.details?.[0]).toEqual({ attempts: 2, details: { status, body: { why: 'no' } } });
});

test('who is asked to wait tells until when', async () => {
  answer = { status: 429, headers: { 'Retry-After': '120' } };
  const failed = (await ask({ method: 'GET', url }).catch((error: unknown) => error)) as ApplicationFailure;
  const { until = '' } = (failed.details?.[0] ?? {}) as { until?: string };
  expect(failed.type).toBe('wait');
  expect(Date.parse(until) - Date.now()).toBeGreaterThan(100_000);
});

test('a server that is not there, and a secret that is not set, are failures of their own', async () => {
  const gone = (await ask({ method: 'GET', url: 'http://127.0.0.1:1/' }).catch(
    (error: unknown) => error,
  )) as ApplicationFailure;
  expect([gone.type, gone.nonRetryable]).toEqual(['connection_failed', false]);
  const bare = (await ask({ method: 'GET', url }, 'nobody').catch((error: unknown) => error)) as ApplicationFailure;
  expect([bare.type, bare.nonRetryable]).toEqual(['missing_connection', true]);
});
