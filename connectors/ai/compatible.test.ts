import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { contextFor } from '../context-for.ts';
import { createDialer, type Dialer } from '../dialer.ts';
import { aiGenerate } from './generate.ts';
import { type InMemoryLedger, inMemoryLedger } from './in-memory-ledger.ts';
import { type AiKind, aiConnectionTo } from './testing.ts';

/** Servers that are not quite what they claim to be: a stub says anything. */
let server: Server;
let url: string;
let dial: Dialer;
let ai: InMemoryLedger;
let hits: IncomingMessage[] = [];
let answer: (res: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((req, res) => {
    hits.push(req);
    req.resume().on('end', () => answer(res));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  url = `http://${host}`;
  dial = createDialer({ allowPrivateHosts: [host] });
});
beforeEach(() => {
  hits = [];
  ai = inMemoryLedger();
});
afterAll(async () => {
  await dial.close();
  server.closeAllConnections();
  server.close();
});

const answering = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
  answer = (res) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  };
};
const generate = async (kind: AiKind = 'compatible', config: JsonObject = {}) =>
  (await aiGenerate.run(
    { prompt: 'Olá', maxTokens: 100, ...config },
    contextFor({ dial, ai }, { connection: aiConnectionTo(url, kind) }),
  )) as JsonObject;
const message = {
  model: 'claude',
  content: [{ type: 'text', text: 'oi' }],
  usage: { input_tokens: 1, output_tokens: 1 },
};
const chat = { model: 'llama', choices: [{ index: 0, finish_reason: 'stop', message: { content: 'oi' } }] };

test('what a server does not count is booked at what was reserved for it', async () => {
  answering(200, chat);
  const { usage } = await generate();
  expect(usage).toMatchObject({ outputTokens: 100 });
  expect([...ai.entries.values()]).toMatchObject([{ calls: 1, lost: 0 }]);
  expect(ai.entries.get('run_1//n/1')?.tokens).toBeGreaterThan(100);
});

test.each<[AiKind, unknown, Record<string, string>]>([
  ['compatible', '<html>', { 'content-type': 'text/html' }],
  ['compatible', { ok: true }, {}],
  ['anthropic', { ok: true }, {}],
  ['anthropic', '<html>', { 'content-type': 'text/html' }],
])('%s that answers something else is bad_output', async (kind, body, headers) => {
  answering(200, body, headers);
  await expect(generate(kind)).rejects.toMatchObject({ code: 'bad_output', retry: 'never' });
});

test('a redirect is not followed: the key goes nowhere', async () => {
  answering(307, '', { location: `${url}/outro` });
  await expect(generate()).rejects.toMatchObject({ code: 'http_307', retry: 'never' });
  expect(hits).toHaveLength(1);
});

test.each<[AiKind, string]>([
  ['compatible', '30'],
  ['anthropic', '30'],
])('%s says how long to wait', async (kind, seconds) => {
  answering(429, { error: { message: 'devagar' } }, { 'retry-after': seconds });
  const before = Date.now();
  const error = await generate(kind).catch((one) => one);
  expect(error.waitUntil - before).toBeGreaterThanOrEqual(30_000);
  expect(error.waitUntil - before).toBeLessThan(35_000);
});

test('a bill that was not paid is not waited for', async () => {
  answering(429, { error: { message: 'quota', code: 'insufficient_quota' } });
  await expect(generate()).rejects.toMatchObject({ code: 'http_429', retry: 'never' });
});

test.each<[AiKind, string]>([
  ['compatible', 'authorization'],
  ['anthropic', 'authorization'],
])('with %s nothing of our environment goes along', async (kind, key) => {
  answering(200, kind === 'anthropic' ? message : chat);
  for (const name of [
    'OPENAI_ORG_ID',
    'OPENAI_PROJECT_ID',
    'OPENAI_API_KEY',
    'ANTHROPIC_AUTH_TOKEN',
    'ANTHROPIC_API_KEY',
  ])
    vi.stubEnv(name, 'do-ambiente');
  for (const name of ['OPENAI_CUSTOM_HEADERS', 'ANTHROPIC_CUSTOM_HEADERS']) vi.stubEnv(name, 'x-meu: do-ambiente');
  await generate(kind);
  vi.unstubAllEnvs();
  const headers: Record<string, unknown> = { ...hits[0]?.headers };
  expect(headers[key]).toContain('sk-segredo');
  expect(JSON.stringify(headers)).not.toMatch(/do-ambiente|stainless/);
});

const events = (...lines: unknown[]): string => lines.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('');
const chunk = (content: string) => ({ model: 'llama', choices: [{ index: 0, delta: { content } }] });
const watched = (kind: AiKind) =>
  aiGenerate.run(
    { prompt: 'Olá' },
    contextFor({ dial, ai }, { connection: aiConnectionTo(url, kind), partial: () => {} }),
  );

test('a stream that ends without saying how was broken off', async () => {
  answering(200, events(chunk('Bom ')), { 'content-type': 'text/event-stream' });
  await expect(watched('compatible')).rejects.toMatchObject({ code: 'connection_failed', retry: 'retry' });
  const start = { type: 'message_start', message: { ...message, content: [] } };
  answering(200, `event: message_start\n${events(start)}`, { 'content-type': 'text/event-stream' });
  await expect(watched('anthropic')).rejects.toMatchObject({ code: 'connection_failed', retry: 'retry' });
});

test('an error in the middle of a stream is classed as if it had come at its begin', async () => {
  const error = { error: { message: 'cheio', type: 'overloaded_error' } };
  answering(200, events(chunk('Bom '), error), { 'content-type': 'text/event-stream' });
  await expect(watched('compatible')).rejects.toMatchObject({ code: 'http_529', retry: 'wait' });
  answering(200, `event: error\n${events({ type: 'error', ...error })}`, { 'content-type': 'text/event-stream' });
  await expect(watched('anthropic')).rejects.toMatchObject({ code: 'http_529', retry: 'wait' });
  answering(200, events(chunk('Bom '), { error: { message: 'ai', type: 'server_error' } }), {
    'content-type': 'text/event-stream',
  });
  await expect(watched('compatible')).rejects.toMatchObject({ code: 'http_500', retry: 'retry' });
});

test('a page in place of a stream is bad_output', async () => {
  answering(200, '<html>', { 'content-type': 'text/html' });
  await expect(watched('compatible')).rejects.toMatchObject({ code: 'bad_output' });
});
