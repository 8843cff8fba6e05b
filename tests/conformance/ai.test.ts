import { readFileSync } from 'node:fs';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, expect, test } from 'vitest';
import { fencesOf } from '#tests/docs/fences.ts';
import { startOauthServer } from '#tests/simulators/oauth-server.ts';
import { demo, unique } from './client.ts';
import { flowOf, stop } from './flow-of.ts';
import { listenWith } from './listen.ts';
import { secondTenant } from './second-tenant.ts';

const api = demo();
const mock = new LLMock({ port: 0, logLevel: 'silent', latency: 0 });
await mock.start();
afterAll(() => mock.stop());

const connect = async (client = api, more: Record<string, unknown> = {}): Promise<string> => {
  const name = unique('ia');
  const prices = { m: { input: 1, output: 2 } };
  const server = { provider: 'openai', baseUrl: `${mock.url}/v1`, apiKey: 'sk-segredo-da-ia' };
  await client.made('POST', '/v1/connections', { connector: 'ai', name, ...server, model: 'm', prices, ...more });
  return name;
};
const generate = (connection: string, more: Record<string, unknown> = {}) =>
  flowOf({
    nodes: {
      g: { type: 'ai.generate', connection, config: { prompt: '{{ trigger.data.text }}', maxTokens: 100 }, ...more },
      bom: stop('{{ steps.g }}'),
      ruim: stop('{{ error }}'),
    },
    edges: 'trigger > g.out > bom, g.error > ruim',
  });
const on = (text: string, content: string, usage = { prompt_tokens: 10, completion_tokens: 20 }) =>
  mock.on({ userMessage: text }, { content, usage });
const sent = (text: string) => mock.getRequests().filter((one) => JSON.stringify(one.body).includes(text));

test('the flow of the documentation sorts, reads and answers what customers write', async () => {
  const name = await connect();
  const [fence] = fencesOf(readFileSync('docs/actions/ai.md', 'utf8')).filter(({ words }) => words.includes('triage'));
  const flow = await api.deploy(JSON.parse((fence?.text ?? '').replaceAll('"assistant"', JSON.stringify(name))));
  const broken = 'Order 1042 arrived broken, I want another one';
  mock.on(
    { userMessage: broken, systemMessage: 'exactly one of these labels' },
    { content: '{"label":"exchange","confidence":0.9}' },
  );
  mock.on({ userMessage: broken }, { content: '{"order":1042,"reason":"broken"}' });
  const asking = 'When do you open?';
  mock.on(
    { userMessage: asking, systemMessage: 'exactly one of these labels' },
    { content: '{"label":"question","confidence":0.8}' },
  );
  mock.on({ userMessage: asking, systemMessage: 'workshop' }, { content: 'At eight.' });
  expect((await api.through(flow, { text: broken })).output).toEqual({ order: 1042, text: null });
  expect((await api.through(flow, { text: asking })).output).toEqual({ order: null, text: 'At eight.' });
});

test('what a run took stands in its trace and in the month, and the key stands nowhere', async () => {
  const { client } = await secondTenant(['*']);
  on('quanto custa', 'pouco', { prompt_tokens: 1_000, completion_tokens: 500 });
  const flow = await client.deploy(generate(await connect(client)));
  const run = await client.through(flow, { text: 'quanto custa' });
  expect(run.output).toMatchObject({ text: 'pouco', usage: { inputTokens: 1_000, outputTokens: 500, costUsd: 0.002 } });
  expect((await client.get('/v1/ai/usage')).body).toMatchObject({
    ...{ calls: 1, lostCalls: 0, inputTokens: 1_000, outputTokens: 500, costUsd: 0.002, reservedTokens: 0 },
    models: [{ provider: 'openai', model: 'm', calls: 1 }],
  });
  expect(JSON.stringify([run, await client.steps(run.id)])).not.toContain('segredo-da-ia');
});

test('over the month’s budget nothing is asked, and the run hears why, once', async () => {
  const { client } = await secondTenant(['*']);
  const name = await connect(client);
  await client.made('PUT', '/v1/ai/budget', { tokens: 50, costUsd: null });
  const run = await client.runOnce(generate(name, { retry: { maxAttempts: 5 } }), { text: 'acima do orçamento' });
  expect(run.output).toMatchObject({ code: 'budget_exceeded', node: 'g', attempts: 1 });
  expect(sent('acima do orçamento')).toEqual([]);
  await client.made('PUT', '/v1/ai/budget', { tokens: null, costUsd: 1 });
  on('acima do orçamento', 'agora sim');
  expect((await client.runOnce(generate(name), { text: 'acima do orçamento' })).output).toMatchObject({
    text: 'agora sim',
  });
});

test('a provider that is full is waited for without an attempt, one in trouble is tried again', async () => {
  const name = await connect();
  const full = { error: { message: 'cheio' }, status: 429, retryAfter: 1 };
  mock.on({ userMessage: 'devagar', sequenceIndex: 0 }, full);
  mock.on({ userMessage: 'devagar', sequenceIndex: 1 }, { error: { message: 'ai' }, status: 500 });
  mock.on({ userMessage: 'devagar', sequenceIndex: 2 }, { content: 'pronto' });
  const flow = await api.deploy(generate(name, { retry: { maxAttempts: 2, initialInterval: 'PT0.1S' } }));
  const run = await api.through(flow, { text: 'devagar' });
  expect(run.output).toMatchObject({ text: 'pronto' });
  expect(await api.step(run.id, 'g')).toMatchObject({ attempts: 2 });
});

test('who watches a run reads what the model writes, before it is whole; with redact nobody does', async () => {
  const text = 'Era uma vez uma oficina que nunca fechava.';
  mock.on({ userMessage: 'conte uma história' }, { content: text }, { latency: 40, chunkSize: 6 });
  const name = await connect();
  const told = async (more: Record<string, unknown> = {}) => {
    const waiting = { ...generate(name), ...more } as { nodes: unknown[]; edges: { from: string; to: string }[] };
    // The story begins once somebody listens.
    waiting.nodes.push({ id: 'w', type: 'waitForEvent', config: { events: [{ port: 'ja', name: 'conte' }] } });
    waiting.edges = [
      { from: 'trigger', to: 'w' },
      { from: 'w.ja', to: 'g' },
      ...waiting.edges.filter(({ from }) => from !== 'trigger'),
    ];
    const id = await api.start(await api.deploy(waiting), { text: 'conte uma história' });
    await api.waiting(id);
    const heard = listenWith(api)(`/v1/runs/${id}/stream`);
    await new Promise((done) => setTimeout(done, 500));
    await api.event(id, 'conte');
    return { events: await heard, run: await api.ended(id), id };
  };
  const { events, run, id } = await told();
  const partials = events.filter(({ event }) => event === 'partial').map(({ data }) => data);
  expect(partials.map((one) => one.text).join('')).toBe(text);
  expect(partials.length).toBeGreaterThan(3);
  expect(partials[0]).toMatchObject({ node: 'g', at: 0 });
  expect(run.output).toMatchObject({ text });
  expect(JSON.stringify(await api.steps(id))).not.toContain('"at"');
  const hidden = await told({ settings: { redact: ['trigger.data.cpf'] } });
  expect(hidden.events.filter(({ event }) => event === 'partial')).toEqual([]);
  expect(hidden.run.status).toBe('succeeded');
});

test('a simulation asks no model', async () => {
  const flow = await api.deploy(generate(await connect()));
  const run = await api.through(flow, { text: 'de mentira' }, { test: true, simulate: true });
  expect(run).toMatchObject({ status: 'succeeded', output: { finishReason: 'stop' } });
  expect(sent('de mentira')).toEqual([]);
});

test('parallel calls of an API with OAuth 2 fetch one token, and its end is shown', async () => {
  const server = await startOauthServer({ delayMs: 300 });
  const name = unique('erp');
  const body = { connector: 'http', name, auth: 'oauth2', tokenUrl: `${server.url}/token`, hosts: [server.host] };
  const { id } = await api.made('POST', '/v1/connections', { ...body, clientId: 'loja', clientSecret: 's3 gr&do' });
  const call = { type: 'http.request', connection: name, config: { method: 'GET', url: `${server.url}/pedidos` } };
  const run = await api.runOnce(
    flowOf({
      nodes: { a: call, b: call, c: call, fim: stop('{{ [steps.a, steps.b, steps.c].map(s => s?.body.token) }}') },
      edges: 'trigger > a > fim, trigger > b > fim, trigger > c > fim',
    }),
  );
  expect(new Set(run.output).size).toBe(1);
  expect(server.asked).toHaveLength(1);
  const { tokenExpiresAt } = await api.made('GET', `/v1/connections/${id}`);
  expect(Date.parse(tokenExpiresAt)).toBeGreaterThan(Date.now());
  await server.close();
});
