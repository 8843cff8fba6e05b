import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import type { TellPartial } from '../action-context.ts';
import { contextFor } from '../context-for.ts';
import { createDialer, type Dialer } from '../dialer.ts';
import { aiGenerate } from './generate.ts';
import { inMemoryLedger } from './in-memory-ledger.ts';
import { type AiKind, aiConnectionTo } from './testing.ts';

let mock: LLMock;
let dial: Dialer;
let told: Parameters<TellPartial>[0][] = [];

beforeAll(async () => {
  mock = new LLMock({ port: 0, logLevel: 'silent', latency: 0, chunkSize: 5 });
  await mock.start();
  dial = createDialer({ allowPrivateHosts: [new URL(mock.url).host] });
});
beforeEach(() => {
  mock.clearFixtures().clearRequests();
  told = [];
});
afterAll(async () => {
  await dial.close();
  await mock.stop();
});

const generate = async (
  kind: AiKind,
  config: JsonObject = {},
  more: JsonObject = {},
  ai = inMemoryLedger(),
  timeoutMs = 1_000,
) =>
  (await aiGenerate.run(
    { prompt: 'Olá', ...config },
    contextFor(
      { dial, ai },
      { connection: aiConnectionTo(mock.url, kind, more), partial: (piece) => void told.push(piece), timeoutMs },
    ),
  )) as JsonObject;
const TEXT = 'Bom dia! Como posso ajudar você hoje?';
const KINDS: AiKind[] = ['openai', 'anthropic', 'compatible'];

test.each(KINDS)('who watches a run hears %s piece by piece; the answer and its tokens are as ever', async (kind) => {
  const usage = { prompt_tokens: 12, completion_tokens: 9, input_tokens: 12, output_tokens: 9 };
  mock.onMessage('Olá', { content: TEXT, usage });
  const ai = inMemoryLedger();
  expect(await generate(kind, {}, {}, ai)).toMatchObject({
    text: TEXT,
    finishReason: 'stop',
    usage: { outputTokens: 9 },
  });
  expect(told.length).toBeGreaterThan(2);
  let at = 0;
  for (const piece of told) {
    expect(piece.at).toBe(at);
    at += piece.text.length;
  }
  expect(told.map(({ text }) => text).join('')).toBe(TEXT);
  expect(ai.entries.get('run_1//n/1')).toMatchObject({ calls: 1, tokens: 21 });
});

test.each(KINDS)('an answer of %s that was cut says so', async (kind) => {
  mock.onMessage('Olá', { content: TEXT, finishReason: 'length' });
  expect(await generate(kind)).toMatchObject({ finishReason: 'length' });
});

test.each(KINDS)('a failure of %s before the first piece is the failure that it is', async (kind) => {
  mock.onMessage('Olá', { error: { message: 'não' }, status: 503 });
  await expect(generate(kind)).rejects.toMatchObject({ code: 'http_503', retry: 'retry' });
  expect(told).toEqual([]);
});

test.each(KINDS)('a stream of %s that breaks off is tried again, and may have been paid', async (kind) => {
  mock.onMessage('Olá', { content: TEXT }, { truncateAfterChunks: 4 });
  const ai = inMemoryLedger();
  await expect(generate(kind, {}, {}, ai)).rejects.toMatchObject({ code: 'connection_failed', retry: 'retry' });
  expect(ai.entries.get('run_1//n/1')).toMatchObject({ calls: 0, lost: 1 });
});

test('a stream that takes too long ends with the attempt', async () => {
  mock.onMessage('Olá', { content: TEXT }, { latency: 120 });
  await expect(generate('openai', {}, {}, inMemoryLedger(), 300)).rejects.toMatchObject({ code: 'timeout' });
});

test('a fallback begins anew', async () => {
  mock.on({ model: 'modelo-1' }, { content: TEXT }, { truncateAfterChunks: 5, latency: 30 });
  mock.on({ model: 'reserva' }, { content: 'Oi' });
  expect(await generate('openai', {}, { fallbackModel: 'reserva' })).toMatchObject({ text: 'Oi' });
  expect(told.filter(({ at }) => at === 0).map(({ text }) => text)).toEqual([TEXT.slice(0, 5), 'Oi']);
});

test('data in a schema are not told in pieces: they may still be asked for again', async () => {
  mock.onMessage('Olá', { content: '{"a":1}' });
  await generate('openai', { outputSchema: { type: 'object' } });
  expect(told).toEqual([]);
  expect(mock.getLastRequest()?.body).not.toHaveProperty('stream');
});
