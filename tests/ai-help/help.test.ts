import { LLMock } from '@copilotkit/aimock';
import { afterAll, expect, test } from 'vitest';
import { demo, unique } from '#tests/conformance/client.ts';
import { flowOf, set } from '#tests/conformance/flow-of.ts';
import { secondTenant } from '#tests/conformance/second-tenant.ts';

const model = new LLMock({ port: 0, logLevel: 'silent', latency: 0 });
await model.start();
afterAll(() => model.stop());

const KEY = 'sk-segredo-da-ajuda';
const { client: api, withScopes: drawer } = await secondTenant(['flows:read', 'flows:write']);
const connection = (client = api) =>
  client.made('POST', '/v1/connections', {
    ...{ connector: 'ai', name: unique('ajuda'), provider: 'openai', model: 'm' },
    ...{ baseUrl: `${model.url}/v1`, apiKey: KEY },
  });
const usage = { prompt_tokens: 100, completion_tokens: 50 };
const on = (userMessage: string, sequenceIndex: number, answer: unknown) =>
  model.on({ userMessage, sequenceIndex }, { content: JSON.stringify(answer), usage });
const asked = (part: string) => model.getRequests().filter(({ body }) => JSON.stringify(body).includes(part));
const wrong = flowOf({ nodes: { soma: set({ total: '{{ somar(trigger.data.itens) }}' }) }, edges: 'trigger > soma' });
const right = flowOf({ nodes: { soma: set({ total: '{{ sum(trigger.data.itens) }}' }) }, edges: 'trigger > soma' });

test('without a model there is no help; with one of the tenant there is, for who may use it', async () => {
  expect((await api.get('/v1/ai/help')).body).toEqual({ available: false, connections: [] });
  const refused = await api.post('/v1/ai/help/draft', { words: 'qualquer coisa' });
  expect([refused.status, refused.body.code]).toEqual([422, 'missing_connection']);
  const { id, name } = await connection();
  expect((await api.get('/v1/ai/help')).body).toEqual({ available: true, connections: [{ id, name }] });
  expect((await drawer.get('/v1/ai/help')).body.available).toBe(false);
  // A connection of another tenant is none.
  const foreign = await demo().post('/v1/ai/help/draft', { words: 'x', connection: id });
  expect([foreign.status, foreign.body.code]).toEqual([422, 'missing_connection']);
  expect((await drawer.post('/v1/ai/help/draft', { words: 'x', connection: id })).status).toBe(403);
});

test('a faulty draft is mended with what the compiler said; nothing is saved, and what it took is booked', async () => {
  on('Some os itens', 0, { document: wrong });
  // What the compiler said is the user’s last message then.
  on('The compiler found', 0, { document: right });
  const before = (await api.made('GET', '/v1/ai/usage')).calls;
  const answer = await api.post('/v1/ai/help/draft', { words: 'Some os itens do pedido' });
  expect([answer.status, answer.body]).toEqual([200, { document: right, problems: [], answers: 2 }]);
  expect((await api.made('GET', '/v1/flows')).data).toEqual([]);
  expect((await api.made('GET', '/v1/ai/usage')).calls).toBe(before + 2);
  const sent = JSON.stringify(asked('Some os itens').map(({ body }) => body));
  expect(sent).toContain('unknown_name');
  expect(sent).not.toContain(KEY);
});

test('an error is mended as a difference of the flow, an expression is written, a flow is explained', async () => {
  const document = flowOf({
    nodes: { soma: set({ total: '{{ sum(trigger.data.itens) }}' }) },
    edges: 'trigger > soma',
  });
  on('Failed step: soma', 0, {
    why: 'Faltam itens às vezes.',
    nodes: [{ id: 'soma', type: 'set', config: { values: { total: '{{ sum(trigger.data.itens ?? []) }}' } } }],
  });
  const failed = { node: 'soma', code: 'bad_value', message: 'Não é uma lista' };
  const mended = await api.made('POST', '/v1/ai/help/mend', { document, failed });
  expect(mended).toMatchObject({ why: 'Faltam itens às vezes.', problems: [], answers: 1 });
  expect(mended.document.nodes[0].config.values.total).toBe('{{ sum(trigger.data.itens ?? []) }}');
  on('Quantos itens', 0, { expression: '{{ len(trigger.data.itens) }}' });
  const pointer = '/nodes/0/config/values/total';
  const written = await api.made('POST', '/v1/ai/help/expression', { words: 'Quantos itens', document, pointer });
  expect(written).toEqual({ expression: '{{ len(trigger.data.itens) }}', problems: [], answers: 1 });
  model.on({ systemMessage: 'Explain the flow' }, { content: '{"explanation":"Soma os itens."}', usage });
  expect(await api.made('POST', '/v1/ai/help/explain', { document })).toEqual({ explanation: 'Soma os itens.' });
});

test('over the budget nothing is asked', async () => {
  await api.made('PUT', '/v1/ai/budget', { tokens: 10, costUsd: null });
  const answer = await api.post('/v1/ai/help/draft', { words: 'acima do orçamento' });
  expect([answer.status, answer.body.code]).toEqual([402, 'budget_exceeded']);
  expect(asked('acima do orçamento')).toEqual([]);
});
