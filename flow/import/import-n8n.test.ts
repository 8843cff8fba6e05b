import { describe, expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { FlowDocument } from '../document.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Plan } from '../plan/plan.ts';
import { sampleStart } from '../simulator/sample-run.ts';
import { type SimulatedRun, simulate } from '../simulator/simulator.ts';
import { ok, worldOf } from '../testing.ts';
import { catalogue } from './fixtures/catalogue.ts';
import * as lists from './fixtures/lists.ts';
import * as loops from './fixtures/loops.ts';
import * as others from './fixtures/others.ts';
import { read } from './fixtures/read.ts';
import * as services from './fixtures/services.ts';
import * as webhooks from './fixtures/webhooks.ts';

const planOf = (document: FlowDocument): Plan => {
  const { plan, problems } = compile(document, catalogue, { locale: 'en' });
  if (!plan) throw new Error(JSON.stringify(problems));
  return plan;
};
type Answers = Record<string, Json | ((config: JsonObject) => Json)>;
const run = (workflow: Json, data: Json = {}, answers: Answers = {}): SimulatedRun => {
  const { document } = read(workflow);
  const world = worldOf(
    {},
    {
      reply: (asked) => {
        const answer = answers[asked.node];
        const config = 'config' in asked ? (asked.config as JsonObject) : {};
        return ok(typeof answer === 'function' ? answer(config) : (answer ?? null));
      },
    },
  );
  const start = sampleStart(data, {
    trigger: { type: document.trigger.type, data, headers: {}, query: {}, receivedAt: '2026-11-21T12:00:00.000Z' },
  });
  return simulate(planOf(document), start, world);
};
const outputOf = (done: SimulatedRun): Json =>
  done.end?.status === 'succeeded' ? done.end.output : (done.end as unknown as Json);
const body = (value: Json): Json => ({ status: 200, headers: {}, body: value });

const ALL: [string, Json][] = [webhooks, lists, loops, services, others].flatMap(
  (group) => Object.entries(group) as [string, Json][],
);

describe.each(ALL)('%s', (_, workflow) => {
  test('is a document, and whatever the checker says of it stands in the report', () => {
    const { document, report } = read(workflow);
    const { problems, document: readBack } = compile(document, catalogue, { locale: 'en' });
    expect(readBack).not.toBeNull();
    expect(
      problems.filter((one) => ['bad_document', 'cycle', 'unreachable', 'dangling_edge'].includes(one.code)),
    ).toEqual([]);
    const told = [...report.notes, ...report.nodes.flatMap((node) => node.reasons)].map((one) => one.en);
    for (const problem of problems.filter((one) => one.severity === 'error')) expect(told).toContain(problem.message);
  });

  test('keeps every node, and tells of each one', () => {
    const { document, report } = read(workflow);
    const { nodes } = (workflow as { workflow?: Json }).workflow
      ? (workflow as { workflow: { nodes: { name: string; type: string }[] } }).workflow
      : (workflow as { nodes: { name: string; type: string }[] });
    const names = nodes.filter((node) => !node.type.endsWith('.stickyNote'));
    expect(report.nodes.map((node) => node.name).sort()).toEqual(names.map((node) => node.name).sort());
    const ids = new Set(['trigger', ...document.nodes.map((node) => node.id)]);
    for (const node of report.nodes) for (const id of node.nodes) expect(ids).toContain(id);
  });
});

describe('what runs', () => {
  test('an IF whose arms meet, with values over those that came', () => {
    const order = (price: number) => ({
      id: 7,
      country: 'BR',
      customer: { name: 'Ana' },
      items: [{ name: 'Tyre', price, qty: 2 }],
    });
    expect(outputOf(run(webhooks.orderTotals, order(60)))).toEqual({
      text: 'Order 7 of ANA is large',
      first: 'Tyre',
      total: 120,
    });
    expect(outputOf(run(webhooks.orderTotals, order(10)))).toEqual({
      text: 'Order 7 of ANA is small',
      first: 'Tyre',
      total: 20,
    });
  });

  test('a caller gets the last item whole, whichever way it went', () => {
    const workflow = (responseMode: string): JsonObject => ({
      nodes: [
        { name: 'W', type: 'n8n-nodes-base.executeWorkflowTrigger', parameters: { responseMode } },
        {
          name: 'A',
          type: 'n8n-nodes-base.set',
          typeVersion: 3.4,
          parameters: {
            assignments: { assignments: [{ name: 'a', type: 'number', value: 1 }] },
            includeOtherFields: true,
          },
        },
        {
          name: 'If',
          type: 'n8n-nodes-base.if',
          parameters: { conditions: { boolean: [{ value1: '={{ $json.go }}', value2: true }] } },
        },
        { name: 'Yes', type: 'n8n-nodes-base.noOp' },
        {
          name: 'No',
          type: 'n8n-nodes-base.set',
          typeVersion: 3.4,
          parameters: { assignments: { assignments: [{ name: 'no', value: 'x' }] } },
        },
      ],
      connections: {
        W: { main: [[{ node: 'A' }]] },
        A: { main: [[{ node: 'If' }]] },
        If: { main: [[{ node: 'Yes' }], [{ node: 'No' }]] },
      },
    });
    expect(outputOf(run(workflow('lastNode'), { go: true, b: 2 }))).toEqual({ go: true, b: 2, a: 1 });
    expect(outputOf(run(workflow('lastNode'), { go: false }))).toEqual({ no: 'x' });
  });

  test('a Switch goes by its rules, else by the way for the rest', () => {
    const reply = (command: Json) => {
      const { steps } = run(webhooks.commandRouter, { command });
      return steps.find((step) => ['status', 'help', 'unknown'].includes(step.node) && step.status === 'succeeded')
        ?.output;
    };
    expect(reply('/help')).toEqual({ reply: '/status, /help' });
    expect(reply('/status')).toEqual({ reply: 'Fine at 2026-11-21 09:00' });
    expect(reply('/dance')).toEqual({ reply: 'No /dance' });
    expect(reply(null)).toEqual({ reply: 'No command' });
  });

  test('the shapes of older versions', () => {
    expect(run(webhooks.olderShapes).steps.find((step) => step.node === 'adult')?.output).toEqual({
      word: 'Welcome Ana',
    });
  });

  test('items are split, filtered, shaped one by one, and gathered', () => {
    const orders = [
      { id: 1, paid: true, name: ' A ' },
      { id: 2, paid: false, name: 'B' },
      { id: 3, paid: true, name: 'C' },
    ];
    const done = run(lists.splitAndGather, { shop: 'X', orders });
    expect(outputOf(done)).toEqual({ count: 2, ids: [1, 3] });
    expect(done.steps.find((step) => step.node === 'aggregate')?.output).toEqual({
      orders: [
        { id: 1, shop: 'X', name: 'A' },
        { id: 3, shop: 'X', name: 'C' },
      ],
    });
  });

  test('lists are put in order, shortened, and summed by group', () => {
    const rows = [
      { city: 'SP', n: 3 },
      { city: 'RJ', n: 1 },
      { city: 'SP', n: 5 },
      { city: 'SP', n: 5 },
    ];
    expect(outputOf(run(lists.summary, {}, { rows }))).toEqual({ line: ['SP: 8', 'RJ: 1'] });
  });

  test('items that went two ways meet again, in their order', () => {
    const people = [
      { name: 'Ana', age: 30 },
      { name: 'Bia', age: 9 },
      { name: 'Caio', age: 18 },
    ];
    expect(outputOf(run(lists.twoWays, { people }))).toEqual({ lines: ['Ana may', 'Bia may not', 'Caio may'] });
  });

  test('a list of texts', () => {
    expect(outputOf(run(lists.plainTexts, { tags: ['a', 'b'] }))).toEqual({ tag: ['A', 'B'] });
  });

  test('a loop goes one by one, and hands on what came back', () => {
    const done = run(
      loops.loopOneByOne,
      { urls: [{ url: 'https://a' }, { url: 'https://b' }] },
      {
        call: ({ url }) => body({ title: `of ${String(url)}` }),
        done: ({ input }) => (input as { items: Json }).items,
      },
    );
    expect(outputOf(done)).toEqual([
      { url: 'https://a', title: 'of https://a' },
      { url: 'https://b', title: 'of https://b' },
    ]);
    expect(done.tookMs).toBeGreaterThan(4_000);
  });

  test('batches', () => {
    const make = [...Array(25).keys()].map((n) => ({ n }));
    const done = run(loops.batches, {}, { make });
    expect(outputOf(done)).toEqual({ data: make.map(({ n }) => ({ double: n * 2 })) });
  });

  test('the loop of the first version', () => {
    expect(outputOf(run(loops.oldLoop, {}, { data: [{ n: 1 }, { n: 2 }] }))).toEqual({ data: [{ n: 2 }, { n: 4 }] });
  });

  test('loops in loops', () => {
    const output = outputOf(run(loops.nestedLoops)) as { data: { line: string[] }[] };
    expect(output.data.map((one) => one.line)).toEqual([['A-20'], ['B-30']]);
  });

  test('a circle goes on until its branch leaves it', () => {
    let asked = 0;
    const done = run(
      loops.pollUntilReady,
      { title: 'Film', tags: ['x'], n: 3 },
      {
        submit: (config) => body({ id: 'job1', got: config.body ?? null }),
        check: () => body(++asked < 3 ? { status: 'busy' } : { status: 'done', url: 'https://film' }),
      },
    );
    expect(outputOf(done)).toEqual({ file: 'https://film' });
    expect(asked).toBe(3);
    expect(done.tookMs).toBeGreaterThan(90_000);
    const submitted = done.steps.find((step) => step.node === 'submit')?.output as { body: { got: Json } };
    expect(submitted.body.got).toEqual({ title: 'Film', tags: ['x'], n: 3 });
  });

  test('requests that are merged, and lists that are joined by a field', () => {
    const users = [
      { id: 1, name: 'Ana' },
      { id: 2, name: 'Bia' },
    ];
    const done = run(
      others.merges,
      { id: 7, users, debts: [{ id: 2, cents: 500 }] },
      {
        user: ({ url }) => body({ name: 'Ana', url: url ?? null }),
        account: body({ balance: 3 }),
      },
    );
    const output = (node: string) => done.steps.find((step) => step.node === node)?.output;
    expect(output('name')).toEqual({ line: 'Ana: 3.00' });
    expect(output('debtors')).toEqual({ data: [users[0], { id: 2, name: 'Bia', cents: 500 }] });
  });

  test('dates', () => {
    const { steps } = run(others.dates);
    expect(steps.find((step) => step.node === 'edit')?.output).toEqual({
      yesterday: '2026-11-20',
      week: '2026-11-16',
      day: '23/11',
      parsed: '10:00',
      iso: '2026-11-21',
      age: 20,
      weekday: 6,
      month: 11,
      unix: Date.parse('2026-11-21T12:00:00.000Z'),
    });
    expect(steps.find((step) => step.node === 'format')?.output).toEqual({ formattedDate: '16/11/2026' });
  });

  test('older Switches, by rules and by number, over renamed fields', () => {
    const is = (n: number) =>
      outputOf(run(others.oldSwitches, { n, who: 'Ana' })) ??
      run(others.oldSwitches, { n, who: 'Ana' }).steps.findLast((step) => step.status === 'succeeded')?.output;
    expect(is(1)).toEqual({ is: 'Ana & co one' });
    expect(is(20)).toEqual({ is: 'Ana & co many' });
    expect(is(4)).toEqual({ is: 'even' });
    expect(is(5)).toEqual({ is: 'odd' });
  });

  test('a way for errors, and one for answers', () => {
    const { document } = read(services.enrich);
    const failing = simulate(
      planOf(document),
      sampleStart({ email: 'a@b' }),
      worldOf({ match: { kind: 'error', error: { code: 'http_500', message: 'down' }, attempts: 3 } }),
    );
    expect(failing.steps.find((step) => step.node === 'failed')?.output).toEqual({ message: 'down' });
    const done = run(
      services.enrich,
      { email: 'a@b' },
      { match: { status: 200, headers: {}, body: { person: { name: '' } } } },
    );
    expect(done.steps.find((step) => step.node === 'person')?.output).toEqual({ name: 'nobody', status: 200 });
  });

  test('what begins elsewhere goes its own way', () => {
    const { document } = read(others.severalTriggers);
    const began = (type: string) => {
      const trigger = { type, data: { name: 'x' }, receivedAt: '2026-11-21T12:00:00.000Z' };
      return simulate(planOf(document), sampleStart({}, { trigger }), worldOf());
    };
    const ran = (type: string) =>
      began(type)
        .steps.filter((step) => step.status === 'succeeded')
        .map((step) => step.node);
    expect(ran('flow')).toContain('sub');
    expect(ran('flow')).not.toContain('fetch');
    expect(ran('schedule')).toContain('fetch');
    expect(ran('manual')).not.toContain('sub');
  });
});
