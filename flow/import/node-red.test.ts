import { describe, expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { Json, JsonObject } from '../json.ts';
import { sampleStart } from '../simulator/sample-run.ts';
import { simulate } from '../simulator/simulator.ts';
import { ok, worldOf } from '../testing.ts';
import { catalogue } from './fixtures/catalogue.ts';
import * as red from './fixtures/node-red.ts';
import type { Imported } from './import-report.ts';
import { importWorkflow } from './import-workflow.ts';
import { isN8n } from './n8n-workflow.ts';
import { sourceOf } from './source-of.ts';

const read = (value: unknown, part?: string): Imported => {
  const made = importWorkflow(value, { catalogue, locale: 'en', ...(part ? { part } : {}) });
  if (!made) throw new Error('it was not taken for a workflow');
  return made;
};

function run({ document }: Imported, data: Json, answers: Record<string, Json> = {}) {
  const { plan, problems } = compile(document, catalogue, { locale: 'en' });
  if (!plan) throw new Error(JSON.stringify(problems));
  const trigger = { type: document.trigger.type, data, headers: {}, query: {}, receivedAt: '2026-11-21T12:00:00.000Z' };
  const asked = new Map<string, JsonObject>();
  const world = worldOf(
    {},
    {
      reply: (request) => {
        if ('config' in request) asked.set(request.node, request.config as JsonObject);
        return ok(answers[request.node] ?? null);
      },
    },
  );
  const done = simulate(plan, sampleStart(data, { trigger }), world);
  const outputOf = (id: string): Json => done.steps.find((step) => step.node === id)?.output ?? null;
  return { done, asked, outputOf };
}

test('an endpoint answers what its message became, whichever way it went', () => {
  const made = read(red.endpoint);
  expect(made.report).toMatchObject({ source: 'node-red', counts: { approximated: 0, notMapped: 1 } });
  expect(made.document).toMatchObject({
    name: 'Orders',
    description: 'Takes orders\nFrom the shop',
    trigger: { type: 'webhook', config: { path: 'orders', method: 'POST', respond: 'atEnd' } },
  });
  const large = run(made, { total: 40, who: 'Ana', secret: 's' });
  expect(large.outputOf('answer')).toEqual({ status: 201, headers: { 'x-a': '1' }, body: 'order of Ana: 40' });
  expect(large.outputOf('shape')).toMatchObject({ topic: 'order', payload: { net: 40, who: null, secret: null } });
  expect(run(made, { total: 5 }).outputOf('answer')).toMatchObject({ body: 'too small' });
});

test('a clock, a list that is split, what stands in a subflow, and a join', () => {
  const made = read(red.polling);
  expect(made.document.trigger).toEqual({ type: 'schedule', config: { every: 'PT300S' } });
  const { asked } = run(made, null, { get: { status: 200, headers: {}, body: [{ n: 1 }, { n: 2 }] } });
  expect(asked.get('get')).toMatchObject({ url: 'https://a.example/rows', response: 'json', failOn: [] });
  expect(asked.get('send')).toMatchObject({ method: 'POST', body: [1, 2] });
});

test('what a catch hears comes by the port of errors; what nobody knows is a placeholder with its settings', () => {
  const { document, report } = read(red.polling);
  expect(document.edges).toContainEqual({ from: 'get.error', to: 'oops' });
  expect(document.edges.some((edge) => edge.from === 'send.error')).toBe(false);
  const tell = document.nodes.find((node) => node.id === 'tell') as unknown as JsonObject;
  expect(tell).toMatchObject({ disabled: true, 'x-node-red': { id: 'tell', broker: 'b1' } });
  expect(report.connections).toEqual([{ type: 'mqtt-broker', name: 'Shop floor', connector: null, nodes: ['tell'] }]);
  expect(report.nodes.find((node) => node.name === 'tell')).toMatchObject({ type: 'mqtt out', status: 'notMapped' });
});

test('of several tabs the first is taken, or the one that is named', () => {
  const { report } = read(red.polling);
  expect([report.part, report.parts?.map((one) => one.name)]).toEqual(['t1', ['Polling', 'Other']]);
  expect(read(red.polling, 't2').document.nodes.map((node) => node.id)).toEqual(['note']);
});

test('a function may end the message, and chooses its output', () => {
  const made = read(red.functions);
  const went = (maybe: Json, two: Json) => run(made, null, { maybe, two }).outputOf('even');
  expect(went({ payload: 6 }, [null, { payload: 6 }])).toEqual({ payload: 'even' });
  expect(went({ payload: 6 }, [{ payload: 7 }, null])).toBeNull();
  expect(went(null, null)).toBeNull();
  expect(run(made, null, { maybe: null }).asked.has('two')).toBe(false);
});

test('each system is told by its document', () => {
  expect(sourceOf(red.endpoint)).toBe('node-red');
  expect(isN8n(red.endpoint)).toBe(false);
  expect(sourceOf([])).toBeNull();
  expect(sourceOf({ language: 'trama/1', nodes: [{ id: 'a', type: 'set' }] })).toBeNull();
  expect(sourceOf([{ id: 'a', type: 'inject' }, 7])).toBeNull();
});

describe('nothing of odd shape makes it fail', () => {
  const node = (more: JsonObject): JsonObject => ({ id: 'a', type: 'inject', wires: [], ...more });
  test.each<[string, Json]>([
    ['wires that are no lists', [node({ wires: [7, ['b', 3]] })]],
    [
      'a circle of links',
      [
        node({ wires: [['l']] }),
        node({ id: 'l', type: 'link out', links: ['m'] }),
        node({ id: 'm', type: 'link in', wires: [['l']] }),
      ],
    ],
    [
      'a subflow in itself',
      [
        { id: 's', type: 'subflow', in: [{ wires: [{ id: 'x' }] }], out: [] },
        node({ id: 'x', type: 'subflow:s', z: 's' }),
        node({ id: 'i', type: 'subflow:s', z: 't' }),
      ],
    ],
    ['rules of no kind', [node({ wires: [['b']] }), node({ id: 'b', type: 'switch', rules: [{}, 7], wires: [[]] })]],
  ])('%s', (_, value) => {
    const { document } = read(value);
    expect(compile(document, catalogue, { locale: 'en' }).document).not.toBeNull();
  });
});

test('junctions that lead in circles and meshes lead to their ends once each', () => {
  const rows = 24;
  const mesh = Array.from({ length: rows }, (_, row) =>
    ['a', 'b'].map((side) => ({
      ...{ id: `${side}${row}`, type: 'junction', z: 't' },
      wires: [row + 1 < rows ? [`a${row + 1}`, `b${row + 1}`, 'a0'] : ['end', 'a0']],
    })),
  ).flat();
  const { document } = read([
    { id: 't', type: 'tab', label: 'Mesh' },
    { id: 'in', type: 'inject', z: 't', wires: [['a0', 'b0']] },
    ...mesh,
    { id: 'end', type: 'debug', z: 't', wires: [] },
  ]);
  expect(document.edges).toEqual([expect.objectContaining({ from: 'trigger' })]);
});
