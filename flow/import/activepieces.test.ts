import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { Json, JsonObject } from '../json.ts';
import { sampleStart } from '../simulator/sample-run.ts';
import { simulate } from '../simulator/simulator.ts';
import { ok, worldOf } from '../testing.ts';
import * as activepieces from './fixtures/activepieces.ts';
import { catalogue } from './fixtures/catalogue.ts';
import type { Imported } from './import-report.ts';
import { importWorkflow } from './import-workflow.ts';

const read = (value: unknown, part?: string): Imported => {
  const made = importWorkflow(value, { catalogue, locale: 'en', ...(part ? { part } : {}) });
  if (!made) throw new Error('it was not taken for a workflow');
  return made;
};

function run(document: Imported['document'], data: Json, answers: Record<string, (config: JsonObject) => Json>) {
  const { plan, problems } = compile(document, catalogue, { locale: 'en' });
  if (!plan) throw new Error(JSON.stringify(problems));
  const trigger = { type: document.trigger.type, data, headers: {}, query: {}, receivedAt: '2026-11-21T12:00:00.000Z' };
  const asked: JsonObject[] = [];
  const world = worldOf(
    {},
    {
      reply: (request) => {
        const config = 'config' in request ? (request.config as JsonObject) : {};
        asked.push({ node: request.node, ...config });
        return ok(answers[request.node]?.(config) ?? null);
      },
    },
  );
  return { asked, done: simulate(plan, sampleStart(data, { trigger }), world) };
}

const items = [
  { name: 'Tyre', price: 90 },
  { name: 'Rim', price: 60 },
];
const answers = {
  customer: () => ({ status: 200, headers: {}, body: { name: 'Ana' } }),
  total: ({ input }: JsonObject) => ({
    total: (input as { items: { price: number }[] }).items.reduce((sum, one) => sum + one.price, 0),
  }),
  tell: () => ({ status: 200, headers: {}, body: null }),
};
const bodiesOf = (asked: JsonObject[]): Json[] =>
  asked.filter((one) => one.node === 'tell').map((one) => one.body ?? null);

test('a router whose arms meet, a loop that reads its items, and an answer', () => {
  const { document, report } = read(activepieces.orders);
  expect(report.source).toBe('activepieces');
  expect(report.counts).toEqual({ mapped: 7, approximated: 0, notMapped: 0 });
  expect(document.trigger).toMatchObject({ type: 'webhook', config: { respond: 'atEnd' } });
  const large = run(document, { customer: 7, items, note: '' }, answers);
  expect(large.asked[0]).toMatchObject({ url: 'https://crm.example/7', query: { full: 'yes' } });
  expect(bodiesOf(large.asked)).toEqual([
    { line: 1, name: 'Tyre', of: 'Ana' },
    { line: 2, name: 'Rim', of: 'Ana' },
  ]);
  const answered = large.done.steps.find((step) => step.node === 'answer')?.output;
  expect(answered).toMatchObject({ status: 201, body: { total: 150, text: 'For Ana' } });
  const small = run(document, { customer: 7, items: [items[1] as Json], note: 'plain' }, answers);
  expect(bodiesOf(small.asked)).toEqual([]);
  expect(small.done.steps.find((step) => step.node === 'answer')?.output).toMatchObject({ body: { total: 60 } });
  const vip = run(document, { customer: 7, items: [items[1] as Json], note: 'a vip' }, answers);
  expect(bodiesOf(vip.asked)).toHaveLength(1);
});

test('a piece that nobody knows stays as a placeholder with what it was; the rest is what it is called here', () => {
  const { document, report } = read(activepieces.pieces);
  const types = Object.fromEntries(document.nodes.map((node) => [node.id, node.type]));
  expect(types).toMatchObject({
    shape: 'set',
    join: 'set',
    ask: 'ai.generate',
    wait: 'wait',
    approve: 'approval',
    mail: 'email.send',
  });
  expect(document.trigger.config).toEqual({ cron: '0 9 * * 1-5', timezone: 'America/Sao_Paulo' });
  const row = document.nodes.find((node) => node.id === 'row') as unknown as JsonObject;
  expect(row).toMatchObject({ disabled: true, 'x-activepieces': { name: 'step_9', type: 'PIECE' } });
  const told = report.nodes.find((node) => node.name === 'Row');
  expect(told).toMatchObject({ type: 'google-sheets: insert_row', status: 'notMapped' });
  expect(document.nodes.find((node) => node.id === 'off')?.disabled).toBe(true);
  const into = document.edges.filter((edge) => edge.to === 'mail').map((edge) => edge.from);
  expect(into).toEqual(['approve.approved', 'approve.rejected']);
  expect(report.connections.map(({ name, connector }) => [name, connector])).toEqual([
    ['openai', 'ai'],
    ['gmail', 'smtp'],
    ['sheets', null],
  ]);
});

test('a webhook whose flow never answers is answered at once', () => {
  const { trigger } = activepieces.orders.template as unknown as { trigger: JsonObject };
  const { document } = read({ trigger: { ...trigger, nextAction: { name: 'step_1', type: 'CODE', settings: {} } } });
  expect(document.trigger).toMatchObject({ type: 'webhook', config: { respond: 'immediately' } });
});

test('of several flows the first is taken, or the one that is named, and the report lists all', () => {
  const all = { flows: [activepieces.pieces, activepieces.orders.template] };
  expect(read(all).report).toMatchObject({
    part: '1',
    parts: [
      { id: '1', name: 'Pieces' },
      { id: '2', name: 'Orders' },
    ],
  });
  expect(read(all, '2').document.name).toBe('Orders');
});

test.each<[string, unknown]>([
  ['a trigger without a type', { trigger: {} }],
  ['a trigger alone', { trigger: { type: 'EMPTY' } }],
  ['actions that are none', { trigger: { type: 'EMPTY', nextAction: { nextAction: 7 } } }],
  ['a router without branches', { trigger: { type: 'EMPTY', nextAction: { type: 'ROUTER', name: 'a' } } }],
  ['a loop without a list', { trigger: { type: 'EMPTY', nextAction: { type: 'LOOP_ON_ITEMS', name: 'a' } } }],
])('nothing of odd shape makes it fail: %s', (_, value) => {
  const made = importWorkflow(value, { catalogue, locale: 'en' });
  if (made) expect(compile(made.document, catalogue, { locale: 'en' }).document).not.toBeNull();
});
