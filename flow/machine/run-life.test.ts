import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { call, fails, ok, runFlow, type ShortNode, set, statusesOf, worldOf } from '../testing.ts';
import type { RetryStart } from './protocol.ts';

const DAY = 86_400_000;

const at = (afterMs: number, event: { kind: 'cancel'; reason: string } | { kind: 'pause' | 'resume' }) => ({
  afterMs,
  event,
});

const cancel = (afterMs: number, reason = 'cancelled') => at(afterMs, { kind: 'cancel', reason });

test('cancel ends everything that runs and waits for it', () => {
  const run = runFlow(
    {
      nodes: [
        call('a'),
        { id: 'w', type: 'wait', config: { for: 'P1D' } },
        { id: 'cada', type: 'forEach', config: { items: [1, 2], concurrency: 2 } },
        call('b', { parent: 'cada' }),
      ],
      edges: ['trigger > a', 'trigger > w', 'trigger > cada', 'cada.each > b'],
      output: 'x',
    },
    {},
    worldOf({ a: null, b: null }, { events: [cancel(1000)], endsAfterMs: 2000 }),
  );
  expect(run.end).toMatchObject({ status: 'cancelled', output: null, error: { code: 'cancelled' } });
  expect(run.tookMs).toBe(3000);
  expect(statusesOf(run)).toEqual({
    a: ['cancelled'],
    w: ['cancelled'],
    cada: ['cancelled'],
    b: ['cancelled', 'cancelled'],
  });
});

test('a replaced run ends cancelled with the reason replaced', () => {
  const run = runFlow(
    { nodes: [call('a')], edges: ['trigger > a'] },
    {},
    worldOf({ a: null }, { events: [cancel(10, 'replaced')] }),
  );
  expect(run.end).toMatchObject({ status: 'cancelled', error: { code: 'replaced' } });
});

test('at its time a run fails run_timeout as its top scope would', () => {
  const flow = { nodes: [call('a')], edges: ['trigger > a'] };
  const run = runFlow({ ...flow, settings: { timeout: 'PT1H' } }, {}, worldOf({ a: null }));
  expect(run.end).toMatchObject({ status: 'failed', error: { code: 'run_timeout' } });
  expect(run.tookMs).toBe(3_600_001);
  expect(runFlow(flow, {}, worldOf({ a: ok(1, 31 * DAY) })).end?.error?.code).toBe('run_timeout');
  expect(runFlow({ ...flow, settings: { timeout: null } }, {}, worldOf({ a: ok(1, 400 * DAY) })).end?.status).toBe(
    'succeeded',
  );
});

test('a call that may outlast the run does not keep it from its time', () => {
  const flow = { nodes: [call('a', { timeout: 'PT5H' })], edges: ['trigger > a'], settings: { timeout: 'PT2H' } };
  const run = runFlow(flow, {}, worldOf({ a: null }));
  expect(run.end?.error?.code).toBe('run_timeout');
  expect(run.tookMs).toBe(7_200_001);
  const short = runFlow({ ...flow, nodes: [call('a')] });
  expect(short.commands.some(({ kind }) => kind === 'timer')).toBe(false);
});

test('the time of a run is a month where nothing is said', () => {
  const run = runFlow({ nodes: [{ id: 'w', type: 'wait', config: { for: 'P40D' } }], edges: ['trigger > w'] });
  expect(run.end?.error?.code).toBe('run_timeout');
  expect(run.tookMs).toBe(30 * DAY);
});

test('a paused run begins nothing; what ends meanwhile ends, and the next begin when it goes on', () => {
  const run = runFlow(
    { nodes: [call('a'), call('b')], edges: ['trigger > a', 'a > b'] },
    {},
    worldOf({ a: ok(1, 100), b: ok(2, 100) }, { events: [at(50, { kind: 'pause' }), at(5000, { kind: 'resume' })] }),
  );
  expect(run.steps.map(({ node, startedAt, endedAt }) => [node, startedAt, endedAt])).toEqual([
    ['a', '2026-11-21T12:00:00.000Z', '2026-11-21T12:00:00.100Z'],
    ['b', '2026-11-21T12:00:05.000Z', '2026-11-21T12:00:05.100Z'],
  ]);
});

test('a paused run that is cancelled, or out of time, ends all the same', () => {
  const flow = {
    nodes: [{ id: 'w', type: 'wait', config: { for: 'PT1H' } }] as ShortNode[],
    edges: ['trigger > w'],
    settings: { timeout: 'PT2S' },
  };
  const pause = at(10, { kind: 'pause' });
  expect(runFlow(flow, {}, worldOf({}, { events: [pause, cancel(20)] })).end?.status).toBe('cancelled');
  expect(runFlow(flow, {}, worldOf({}, { events: [pause] })).end?.error?.code).toBe('run_timeout');
});

const retry = (more: Partial<RetryStart>): RetryStart => ({ from: 'b', kept: {}, vars: {}, keys: {}, ...more });

test('a retry keeps outputs, ports and errors of what it does not lead to, and runs the rest again', () => {
  const flow = {
    vars: { n: 0 },
    nodes: [
      call('a'),
      { id: 'c', type: 'if', config: { condition: '{{ true }}' } },
      call('x'),
      set('pego', { e: '{{ error.code }}' }),
      call('b'),
      set('m', {
        a: '{{ steps.a }}',
        p: '{{ port.c }}',
        x: '{{ errors.x?.code }}',
        n: '{{ vars.n }}',
        b: '{{ steps.b }}',
      }),
    ] as ShortNode[],
    edges: ['trigger > a', 'a > c', 'c.false > x', 'x.error > pego', 'pego > b', 'c.true > m', 'b > m'],
  };
  const run = runFlow(flow, {}, worldOf({ b: ok('novo') }), {
    start: {
      retry: retry({
        kept: {
          a: { port: 'out', output: 'velho' },
          c: { port: 'false', output: { value: false } },
          x: { port: 'error', output: null, error: { code: 'antes', message: '' } },
          pego: { port: 'out', output: { e: 'antes' } },
        },
        vars: { n: 7 },
      }),
    },
  });
  expect(run.end?.output).toEqual({ a: 'velho', p: 'false', x: 'antes', n: 7, b: 'novo' });
  expect(run.commands.flatMap((command) => (command.kind === 'call' ? [command.node] : []))).toEqual(['b']);
  expect(run.steps.filter(({ reason }) => reason === 'kept')).toHaveLength(4);
});

test('a kept scope keeps what is inside readable', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'e', type: 'scope' },
        call('a', { parent: 'e' }),
        call('b'),
        set('m', { a: '{{ steps.a }}', p: '{{ port.a }}' }),
      ],
      edges: ['trigger > e', 'e.each > a', 'e > b', 'b > m'],
    },
    {},
    worldOf(),
    { start: { retry: retry({ kept: { e: { port: 'out', output: 1 }, a: { port: 'out', output: 'dentro' } } }) } },
  );
  expect(run.end?.output).toEqual({ a: 'dentro', p: 'out' });
});

test('the idempotency key stays where the last attempt ended without an answer, and changes where the other side answered', () => {
  const run = runFlow({ nodes: [call('a'), call('b')], edges: ['trigger > a', 'trigger > b'] }, {}, worldOf(), {
    start: { retry: retry({ keys: { a: 'run_0/a/1' } }) },
  });
  const keys = run.commands.flatMap((command) => (command.kind === 'call' ? [command.idempotencyKey] : []));
  expect(keys).toEqual(['run_0/a/1', 'run_1/b/1']);
});

const dice = {
  nodes: [
    set('a', { u: '{{ [uuid(), uuid()] }}', r: '{{ [random(), random()] }}', now: '{{ now() }}' }),
  ] as ShortNode[],
  edges: ['trigger > a'],
};

test('uuid and random come from the seed: the same start gives the same, another seed others', () => {
  const [one, same, other] = ['s', 's', 't'].map(
    (seed) => runFlow(dice, {}, worldOf(), { start: { seed } }).end?.output as JsonObject,
  );
  expect(same).toEqual(one);
  expect(other?.u).not.toEqual(one?.u);
  const [u1, u2] = (one as JsonObject).u as string[];
  expect(u1).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(u1).not.toBe(u2);
});

test('now is the clock of the run', () => {
  const run = runFlow({
    nodes: [
      { id: 'w', type: 'wait', config: { for: 'PT90S' } },
      set('a', { n: '{{ now() }}', s: '{{ run.startedAt }}' }),
    ],
    edges: ['trigger > w', 'w > a'],
  });
  expect(run.end?.output).toEqual({ n: '2026-11-21T12:01:30.000Z', s: '2026-11-21T12:00:00.000Z' });
});

test('names of the run: run, flow, tenant, trigger', () => {
  const run = runFlow({ nodes: [], edges: [], output: '{{ [run, flow, tenant, trigger] }}' }, { x: 1 }, worldOf(), {
    start: { run: { id: 'run_9', startedAt: '2026-11-21T12:00:00.000Z', test: true, rootId: 'run_0' } },
  });
  expect(run.end?.output).toEqual([
    { id: 'run_9', startedAt: '2026-11-21T12:00:00.000Z', test: true },
    { id: 'flw_1', version: 1, name: 'Exemplo' },
    { id: 'ten_1', slug: 'demo', plan: 'ENTERPRISE', timezone: 'America/Sao_Paulo', locale: 'pt-BR', settings: {} },
    { type: 'api', data: { x: 1 }, receivedAt: '2026-11-21T12:00:00.000Z' },
  ] as Json);
});

test('the trace is in order, tells the input as read and attempts, and skipped nodes with the status skipped', () => {
  const run = runFlow(
    {
      nodes: [
        call('a', { config: { v: '{{ 1 + 1 }}' } }),
        { id: 'c', type: 'if', config: { condition: '{{ false }}' } },
        set('b'),
        call('z'),
      ],
      edges: ['trigger > a', 'a > c', 'c.true > b', 'c.false > z'],
    },
    {},
    worldOf({ a: { kind: 'ok', output: 3, attempts: 2 }, z: fails('x') }),
  );
  expect(
    run.steps.map(({ n, node, status, attempts, port, input, output }) => [
      n,
      node,
      status,
      attempts,
      port,
      input,
      output,
    ]),
  ).toEqual([
    [1, 'a', 'succeeded', 2, 'out', { v: 2 }, 3],
    [2, 'c', 'succeeded', 1, 'false', { condition: false }, { value: false }],
    [3, 'b', 'skipped', 0, null, null, null],
    [4, 'z', 'failed', 1, null, {}, null],
  ]);
});

test('a flow without nodes succeeds with null', () => {
  expect(runFlow({ nodes: [], edges: [] }).end).toEqual({ status: 'succeeded', output: null, error: null });
});

test('a step that is under way shows what it was given, where that is not large', () => {
  const open = (data: string) => {
    const flow = { nodes: [call('a', { config: { v: '{{ trigger.data }}' } })], edges: ['trigger > a'] };
    return runFlow(flow, data, worldOf({ a: null }), { maxEvents: 1 }).steps[0];
  };
  expect(open('x')).toMatchObject({ status: 'running', input: { v: 'x' }, endedAt: null });
  expect(open('x'.repeat(100_000))).toMatchObject({ status: 'running', input: null });
});
