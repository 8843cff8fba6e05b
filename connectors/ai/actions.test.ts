import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Action, ActionContext, ActionServices } from '../action.ts';
import { createBreakers } from '../breaker.ts';
import { contextFor } from '../context-for.ts';
import { createDialer } from '../dialer.ts';
import { aiClassify } from './classify.ts';
import { aiConnection } from './connection.ts';
import { aiEmbed } from './embed.ts';
import { aiExtract } from './extract.ts';
import { aiGenerate } from './generate.ts';
import { inMemoryLedger } from './in-memory-ledger.ts';
import { type AiKind, aiConnectionTo, aiProvider } from './testing.ts';

const provider = aiProvider();
const { mock } = provider;

interface More {
  kind?: AiKind;
  connection?: JsonObject;
  services?: Partial<ActionServices>;
  context?: Partial<ActionContext>;
}

const run = async (
  action: Action,
  config: Json,
  { kind = 'openai', connection = {}, services = {}, context = {} }: More = {},
) =>
  (await action.run(
    config,
    contextFor(
      { dial: provider.dial, ai: provider.ai, ...services },
      { connection: aiConnectionTo(mock.url, kind, connection), ...context },
    ),
  )) as JsonObject;
const generate = (config: JsonObject, more?: More) => run(aiGenerate, { prompt: 'Olá', ...config }, more);
const requests = () => mock.getRequests();
const last = () => requests().at(-1)?.body as unknown as JsonObject;
const code = (error: { code: string }) => error.code;

describe('ai.generate', () => {
  test('a conversation goes before the prompt, and must end with the user', async () => {
    mock.onMessage(/./, { content: 'ok' });
    const messages = [
      { role: 'user', content: 'um' },
      { role: 'assistant', content: 'dois' },
    ];
    await generate({ messages, prompt: 'três', model: 'outro', temperature: 0.2 });
    expect(last()).toMatchObject({
      model: 'outro',
      temperature: 0.2,
      max_completion_tokens: 8192,
      messages: [...messages, { role: 'user', content: 'três' }],
    });
    await expect(run(aiGenerate, { messages })).rejects.toMatchObject({ code: 'bad_config' });
  });

  test('a schema is handed to the provider where it can hold to it, and written into the words where not', async () => {
    mock.onMessage(/./, { content: '[]' });
    const closed = {
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
      additionalProperties: false,
    };
    const list = { type: 'array' };
    await generate({ outputSchema: list });
    expect(last()).not.toHaveProperty('response_format');
    expect(JSON.stringify(last())).toContain('JSON Schema');
    await generate({ outputSchema: list }, { connection: { structured: 'json' }, kind: 'compatible' });
    expect(last()).toMatchObject({ response_format: { type: 'json_object' } });
    mock.clearFixtures().onMessage(/./, { content: '{"a":"b"}' });
    await generate({ outputSchema: closed });
    expect(last()).toMatchObject({ response_format: { json_schema: { strict: true, schema: closed } } });
    await generate({ outputSchema: { ...closed, additionalProperties: true } });
    expect(last()).toMatchObject({ response_format: { json_schema: { strict: false } } });
  });

  test('an answer that was cut is bad_output at once, where it had to fit a schema', async () => {
    mock.onMessage(/./, { content: '{"a":', finishReason: 'length' });
    expect(await generate({})).toMatchObject({ finishReason: 'length', text: '{"a":' });
    await expect(generate({ outputSchema: { type: 'object' } })).rejects.toMatchObject({
      code: 'bad_output',
      details: { finishReason: 'length' },
    });
    expect(requests()).toHaveLength(2);
  });

  test('a schema that nobody can read is refused before anything is paid', async () => {
    const outputSchema = { $ref: '#/$defs/nada' };
    await expect(generate({ outputSchema })).rejects.toMatchObject({ code: 'bad_config' });
    expect(requests()).toHaveLength(0);
  });

  test.each<[AiKind, JsonObject]>([
    ['openai', { type: 'image_url' }],
    ['anthropic', { type: 'image' }],
  ])('kept files go along to %s, other kinds than pictures and PDFs do not', async (kind, part) => {
    mock.onMessage(/./, { content: 'um gato' });
    const files = { put: () => Promise.reject(new Error('no')), read: async () => Buffer.from('bytes') };
    const file = { file: 'f1', name: 'gato.png', type: 'image/png' };
    await generate({ files: [file] }, { kind, services: { files } });
    if (kind === 'openai')
      expect(last()).toMatchObject({ messages: [{ content: [part, { type: 'text', text: 'Olá' }] }] });
    const zip = { ...file, type: 'application/zip' };
    await expect(generate({ files: [zip] }, { kind, services: { files } })).rejects.toMatchObject({
      code: 'bad_config',
    });
  });
});

describe('the other actions', () => {
  test('ai.extract reads a text into a schema, and tells the model that the text is data', async () => {
    mock.onMessage('Total: 129,90', { content: '{"total":12990}' });
    const schema = { type: 'object', properties: { total: { type: 'integer' } }, required: ['total'] };
    const output = await run(aiExtract, { text: 'Total: 129,90', schema, instructions: 'Valores em centavos.' });
    expect(output).toMatchObject({ object: { total: 12990 } });
    expect(JSON.stringify(last())).toContain('Valores em centavos.');
    await expect(run(aiExtract, { schema })).rejects.toMatchObject({ code: 'bad_config' });
  });

  test('ai.classify gives one of the labels, never another', async () => {
    mock.on({ userMessage: 'chegou quebrado' }, { content: '{"label":"troca","confidence":0.8}' });
    const labels = [{ label: 'troca', description: 'Quer trocar' }, 'outro'];
    expect(await run(aiClassify, { text: 'chegou quebrado', labels })).toMatchObject({
      label: 'troca',
      confidence: 0.8,
    });
    expect(JSON.stringify(last())).toContain('- troca: Quer trocar');
    mock.clearFixtures().onMessage(/./, { content: '{"label":"reembolso","confidence":1}' });
    await expect(run(aiClassify, { text: 'x', labels })).rejects.toMatchObject({ code: 'bad_output' });
  });

  test('ai.embed gives a vector a text, in their order', async () => {
    mock.onEmbedding(/./, { embedding: [0.5, 0.25] });
    const output = await run(
      aiEmbed,
      { texts: ['um', 'dois'] },
      { connection: { embeddingModel: 'text-embedding-3-small' } },
    );
    expect(output).toMatchObject({
      vectors: [
        [0.5, 0.25],
        [0.5, 0.25],
      ],
    });
    expect(last()).toMatchObject({ model: 'text-embedding-3-small' });
  });

  test('vectors are written in nine digits, which hold a 32-bit float', async () => {
    const number = 0.006929283495992422;
    mock.onEmbedding(/./, { embedding: [number] });
    const { vectors } = await run(aiEmbed, { texts: 'um', model: 'm' });
    expect(vectors).toEqual([[0.0069292835]]);
    expect(Math.fround(0.0069292835)).toBe(Math.fround(number));
  });

  test('ai.embed says so where there is no model for it, or no provider', async () => {
    await expect(run(aiEmbed, { texts: 'x' })).rejects.toMatchObject({ code: 'bad_config' });
    await expect(run(aiEmbed, { texts: 'x', model: 'm' }, { kind: 'anthropic' })).rejects.toMatchObject({
      code: 'bad_config',
    });
    expect(provider.ai.held()).toBe(0);
  });
});

describe('failures', () => {
  test.each<[number, string, AiKind]>([
    [400, 'never', 'openai'],
    [401, 'never', 'anthropic'],
    [404, 'never', 'openai'],
    [429, 'wait', 'openai'],
    [429, 'wait', 'anthropic'],
    [500, 'retry', 'anthropic'],
    [503, 'retry', 'openai'],
    [529, 'wait', 'anthropic'],
  ])('%i is of the class %s, and is sent once alone (%s)', async (status, retry, kind) => {
    mock.onMessage(/./, { error: { message: 'não: sk-abcdef123456', type: 't' }, status });
    const error = await generate({}, { kind }).catch((one) => one);
    expect(error).toMatchObject({ code: `http_${status}`, retry, details: { status } });
    expect(`${error.message}${JSON.stringify(error.details)}`).not.toContain('abcdef');
    if (retry === 'wait') expect(error.waitUntil).toBeGreaterThan(Date.now());
    expect(requests()).toHaveLength(1);
    expect(provider.ai.held()).toBe(0);
    expect([...provider.ai.entries.values()]).toMatchObject([{ calls: 0, lost: 0, tokens: 0 }]);
  });

  test('an address that is not public is refused, and nothing is lost', async () => {
    const services = { dial: createDialer() };
    await expect(generate({}, { services })).rejects.toMatchObject({ code: 'address_refused', retry: 'never' });
    expect([...provider.ai.entries.values()]).toMatchObject([{ lost: 0 }]);
    await services.dial.close();
  });

  test('an answer that does not come in time is a timeout, and may have been paid', async () => {
    mock.onMessage(/./, async () => {
      await sleep(400);
      return { content: 'tarde' };
    });
    await expect(generate({}, { context: { timeoutMs: 100 } })).rejects.toMatchObject({
      code: 'timeout',
      retry: 'retry',
    });
    expect([...provider.ai.entries.values()]).toMatchObject([{ calls: 0, lost: 1 }]);
    // It is written down when it is answered: not among the requests of the next test.
    await expect.poll(() => requests().length).toBe(1);
  });

  test('over the budget nothing is sent', async () => {
    provider.ai = inMemoryLedger(100);
    await expect(generate({})).rejects.toMatchObject({ code: 'budget_exceeded', retry: 'never' });
    expect(requests()).toHaveLength(0);
    mock.onMessage(/./, { content: 'ok', usage: { prompt_tokens: 20, completion_tokens: 20 } });
    await generate({ maxTokens: 30 });
    await expect(generate({ maxTokens: 30 })).rejects.toMatchObject({ code: 'budget_exceeded' });
  });
});

describe('a provider that is down', () => {
  const down = (model: string) => mock.on({ model }, { error: { message: 'fora' }, status: 503 });

  test('opens the breaker of that model after ten failures, of no other', async () => {
    down('modelo-1');
    mock.onMessage(/./, { content: 'ok' });
    const services = { breakers: createBreakers() };
    for (let i = 0; i < 10; i++) expect(await generate({}, { services }).catch(code)).toBe('http_503');
    expect(await generate({}, { services }).catch(code)).toBe('breaker_open');
    expect(requests()).toHaveLength(10);
    expect(await generate({ model: 'modelo-2' }, { services })).toMatchObject({ text: 'ok' });
  });

  test('is stood in for by the fallback model, at its own price', async () => {
    down('modelo-1');
    mock.on(
      { model: 'reserva' },
      { content: 'ok', model: 'reserva', usage: { prompt_tokens: 10, completion_tokens: 0 } },
    );
    const connection = { fallbackModel: 'reserva', prices: { reserva: { input: 5 } } };
    expect(await generate({}, { connection })).toMatchObject({ model: 'reserva', usage: { costUsd: 0.00005 } });
    expect([...provider.ai.entries.values()]).toMatchObject([{ calls: 1, call: { model: 'reserva' } }]);
  });

  test('is stood in for by another connection, also while the breaker is open', async () => {
    down('modelo-1');
    mock.on({ model: 'claude' }, { content: 'ok' });
    const open = async () => aiConnectionTo(mock.url, 'anthropic', { model: 'claude' }, 'con_2');
    const services = { breakers: createBreakers(), connections: { open } };
    const connection = { fallbackConnection: 'IA con_2' };
    for (let i = 0; i < 12; i++) expect(await generate({}, { connection, services })).toMatchObject({ text: 'ok' });
    expect(requests()).toHaveLength(22);
  });

  test('fails as it did where the fallback fails, too, or is not there', async () => {
    down('modelo-1');
    mock.on({ model: 'reserva' }, { error: { message: 'não' }, status: 400 });
    expect(await generate({}, { connection: { fallbackModel: 'reserva' } }).catch(code)).toBe('http_503');
    expect(await generate({}, { connection: { fallbackConnection: 'nada' } }).catch(code)).toBe('http_503');
  });

  test('what a model refuses is not asked of another', async () => {
    mock.on({ model: 'modelo-1' }, { error: { message: 'não' }, status: 400 });
    expect(await generate({}, { connection: { fallbackModel: 'reserva' } }).catch(code)).toBe('http_400');
    expect(requests()).toHaveLength(1);
  });
});

describe('the connection', () => {
  test('its key goes to its own server alone', () => {
    expect(aiConnectionTo('https://llm.example', 'compatible')).toMatchObject({
      hosts: ['llm.example:443'],
      secret: { apiKey: 'sk-segredo' },
    });
    expect(aiConnectionTo('', 'openai', { baseUrl: undefined } as never).hosts).toEqual(['api.openai.com:443']);
  });

  test.each<AiKind>(['openai', 'anthropic'])('is tried by the list of models (%s)', async (kind) => {
    const context = contextFor({ dial: provider.dial }, { connection: aiConnectionTo(mock.url, kind) });
    await aiConnection.test?.(context);
    const closed = contextFor({ dial: provider.dial }, { connection: aiConnectionTo('http://127.0.0.1:1', kind) });
    await expect(aiConnection.test?.(closed)).rejects.toMatchObject({ code: 'address_refused' });
  });
});
