import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { call, fails, ok, runFlow, type ShortNode, set, statusesOf, worldOf } from '../testing.ts';
import type { Pin, RetryStart } from './protocol.ts';

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

const values = (n: number, mb: number) => ({ v: `{{ range(${n}).map(i => "x".repeat(${mb})) }}` });

test('a value may have 4 MB, a node that makes a larger one fails value_too_large', () => {
  const flow = (parts: number) =>
    runFlow({
      nodes: [
        set('a', values(parts, 900_000)),
        set('m', { c: '{{ errors.a?.code }}', n: '{{ len(steps.a?.v ?? []) }}' }),
      ],
      edges: ['trigger > a', 'a > m', 'a.error > m'],
    }).end?.output;
  expect(flow(4)).toEqual({ c: null, n: 4 });
  expect(flow(5)).toEqual({ c: 'value_too_large', n: 0 });
});

test('an answer, a variable, a result, an output and what a call is given may have 4 MB', () => {
  const large = Array.from({ length: 5 }, () => 'x'.repeat(900_000));
  const code = (nodes: ShortNode[], edges: string[], more: object = {}) =>
    runFlow({ nodes, edges, ...more }, {}, worldOf({ a: ok(large), pequeno: ok(null) })).end?.error?.code;
  expect(code([call('a')], ['trigger > a'])).toBe('value_too_large');
  expect(code([call('a', { config: values(5, 900_000) as JsonObject })], ['trigger > a'])).toBe('value_too_large');
  expect(code([{ id: 's', type: 'stop', config: { output: values(5, 900_000).v } }], ['trigger > s'])).toBe(
    'value_too_large',
  );
  expect(code([set('x', { v: 1 })], ['trigger > x'], { output: values(5, 900_000) })).toBe('value_too_large');
  expect(
    code([{ id: 'v', type: 'assign', config: { values: { n: values(5, 900_000).v } } }], ['trigger > v'], {
      vars: { n: 1 },
    }),
  ).toBe('value_too_large');
  expect(code([{ id: 'e', type: 'scope', config: { result: values(5, 900_000).v } }], ['trigger > e'])).toBe(
    'value_too_large',
  );
});

const chain = (n: number, reads: (i: number) => string) => ({
  nodes: Array.from({ length: n }, (_, i) =>
    set(`n${i}`, {
      v: `{{ "x".repeat(1000000) + ${i} }}`,
      w: `{{ "y".repeat(1000000) }}`,
      z: `{{ "z".repeat(1000000) }}`,
      lido: reads(i),
    }),
  ),
  edges: ['trigger > n0', ...Array.from({ length: n - 1 }, (_, i) => `n${i} > n${i + 1}`)],
});

test('a run may hold 16 MB: past that a node fails state_too_large', () => {
  const flow = chain(7, () => 'x');
  const last = set('m', Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`n${i}`, `{{ len(steps.n${i}.v) }}`])));
  const run = runFlow({ nodes: [...flow.nodes, last], edges: [...flow.edges, 'n6 > m'] });
  expect(run.end?.error).toMatchObject({ code: 'state_too_large', node: 'n5' });
});

test('the machine forgets outputs that nothing ahead can read; the trace keeps them', () => {
  const run = runFlow({ ...chain(12, (i) => (i === 0 ? 'x' : `{{ len(steps.n${i - 1}.v) }}`)), output: 'fim' });
  expect(run.end).toMatchObject({ status: 'succeeded', output: 'fim' });
  expect(run.state.size).toBeLessThan(4_000_000);
  expect(run.steps.every(({ output }) => JSON.stringify(output).length > 3_000_000)).toBe(true);
});

test('a variable that grows past what a run may hold fails the assign that grows it, which has written nothing', () => {
  const run = runFlow({
    vars: { a: '', b: '', n: 0 },
    nodes: [
      {
        id: 'l',
        type: 'forEach',
        config: { items: '{{ range(30) }}', concurrency: 1, onItemError: 'collect', result: null },
      },
      {
        id: 'x',
        type: 'assign',
        parent: 'l',
        config: { values: { a: '{{ [...(vars.a == "" ? [] : vars.a), "x".repeat(900000)] }}', n: '{{ vars.n + 1 }}' } },
      },
    ],
    edges: ['trigger > l', 'l.each > x'],
    output: '{{ [vars.n, len(vars.a)] }}',
  });
  expect(run.end?.output).toEqual([4, 4]);
});

test('what a loop collects is held to the limits of the loop, which fails', () => {
  const run = runFlow({
    nodes: [
      { id: 'l', type: 'forEach', config: { items: '{{ range(30) }}', result: '{{ "x".repeat(900000) }}' } },
      set('a', { v: 1 }, { parent: 'l' }),
      set('m', { c: '{{ error.code }}', n: '{{ error.node }}' }),
    ],
    edges: ['trigger > l', 'l.each > a', 'l.error > m'],
  });
  expect(run.end?.output).toEqual({ c: 'state_too_large', n: 'l' });
  expect(run.state.size).toBeLessThan(1000);
});

const pinned = (node: ShortNode, edges: string[], pin: Pin) =>
  runFlow(
    {
      nodes: [
        node,
        set('m', { p: `{{ port.${node.id} }}`, o: `{{ steps.${node.id} }}`, e: `{{ errors.${node.id}?.code }}` }),
      ],
      edges: [`trigger > ${node.id}`, ...edges],
    },
    {},
    worldOf({}),
    { start: { pins: { [node.id]: pin } } },
  );

test('a pin gives its output, port or error in place of the node', () => {
  const run = pinned(call('a'), ['a > m'], { output: { x: 1 } });
  expect(run.end?.output).toEqual({ p: 'out', o: { x: 1 }, e: null });
  expect(run.commands.some(({ kind }) => kind === 'call')).toBe(false);
  expect(run.steps[0]).toMatchObject({ node: 'a', status: 'pinned', output: { x: 1 } });
  const failed = pinned(call('a'), ['a.error > m'], { error: { code: 'x', message: 'y', details: 1 } });
  expect(failed.end?.output).toEqual({ p: 'error', o: null, e: 'x' });
  expect(failed.steps[0]?.status).toBe('pinned');
  const alone = { nodes: [call('a')], edges: ['trigger > a'] };
  const pins = { a: { error: { code: 'x' } } };
  expect(runFlow(alone, {}, worldOf(), { start: { pins } }).end?.error).toMatchObject({ code: 'x', node: 'a' });
});

test('nodes of every kind can be pinned: branches, waits, containers, approvals', () => {
  const c: ShortNode = { id: 'c', type: 'if', config: { condition: '{{ true }}' } };
  expect(pinned(c, ['c.false > m'], { port: 'false' }).end?.output).toMatchObject({ p: 'false', o: { value: false } });
  expect(pinned(c, ['c.true > m'], { output: { value: true } }).end?.output).toMatchObject({ p: 'true' });
  const w: ShortNode = { id: 'w', type: 'wait', config: { for: 'P1D' } };
  expect(pinned(w, ['w > m'], {}).tookMs).toBe(0);
  const ev: ShortNode = {
    id: 'v',
    type: 'waitForEvent',
    config: {
      events: [
        { port: 'a', name: 'x' },
        { port: 'b', name: 'y' },
      ],
    },
  };
  expect(pinned(ev, ['v.a > m', 'v.b > m'], { output: { name: 'y', data: 5 } }).end?.output).toMatchObject({
    p: 'b',
    o: { data: 5 },
  });
  expect(pinned(ev, ['v.timeout > m'], { port: 'timeout' }).end?.output).toMatchObject({ p: 'timeout', o: null });
  const ap: ShortNode = { id: 'ap', type: 'approval', config: { title: 'x' } };
  expect(pinned(ap, ['ap.rejected > m'], { output: { decision: 'rejected' } }).end?.output).toMatchObject({
    p: 'rejected',
  });
  const s: ShortNode = { id: 's', type: 'switch', config: { cases: [{ port: 'x', when: '{{ false }}' }] } };
  expect(pinned(s, ['s.x > m'], { port: 'x' }).end?.output).toMatchObject({ p: 'x', o: { port: 'x' } });
  expect(
    pinned({ id: 'l', type: 'forEach', config: { items: [1] } }, ['l > m'], { output: [1, 2] }).end?.output,
  ).toMatchObject({ o: [1, 2] });
});

test('a pinned container runs nothing inside', () => {
  const run = runFlow(
    {
      nodes: [{ id: 'e', type: 'scope' }, call('a', { parent: 'e' }), set('m', { e: '{{ steps.e }}' })],
      edges: ['trigger > e', 'e.each > a', 'e > m'],
    },
    {},
    worldOf(),
    { start: { pins: { e: { output: 9 } } } },
  );
  expect(run.end?.output).toEqual({ e: 9 });
  expect(run.commands.some(({ kind }) => kind === 'call')).toBe(false);
});

test('a pin holds each time its node is reached', () => {
  const run = runFlow(
    {
      nodes: [{ id: 'l', type: 'forEach', config: { items: [1, 2, 3] } }, call('a', { parent: 'l' })],
      edges: ['trigger > l', 'l.each > a'],
    },
    {},
    worldOf(),
    { start: { pins: { a: { output: 'p' } } } },
  );
  expect(run.end?.output).toEqual(['p', 'p', 'p']);
});

test('simulate pins every action that has effects with its example, and skips time', () => {
  const run = runFlow(
    {
      nodes: [
        call('a'),
        { id: 'w', type: 'wait', config: { for: 'P10D' } },
        { id: 'v', type: 'waitForEvent', config: { events: [{ port: 'x', name: 'x' }], timeout: 'P5D' } },
        { id: 'ap', type: 'approval', config: { title: 'x', timeout: 'P2D', via: [{ channel: 'c', to: 'd' }] } },
        set('m', { a: '{{ steps.a }}', at: '{{ now() }}', p: '{{ [port.v, port.ap] }}' }),
      ],
      edges: ['trigger > a', 'a > w', 'w > v', 'v.timeout > ap', 'ap.timeout > m'],
    },
    {},
    worldOf({ ap: null }),
    { start: { simulate: true } },
  );
  expect(run.end?.output).toEqual({ a: { example: true }, at: '2026-12-08T12:00:00.001Z', p: ['timeout', 'timeout'] });
  expect(run.tookMs).toBe(1);
  expect(run.commands.some(({ kind }) => kind === 'call')).toBe(false);
  expect(run.commands.find((command) => command.kind === 'openApproval')?.request.via).toEqual([]);
  expect(statusesOf(run)).toMatchObject({ a: ['pinned'] });
});

test('a simulated run goes on however many waits it has', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'l', type: 'while', config: { condition: '{{ index < 12000 }}', maxIterations: 20_000 } },
        { id: 'w', type: 'wait', parent: 'l', config: { for: 'PT1M' } },
      ],
      edges: ['trigger > l', 'l.each > w'],
      output: '{{ now() }}',
      settings: { timeout: null },
    },
    {},
    worldOf(),
    { start: { simulate: true } },
  );
  expect(run.end?.output).toBe('2026-11-29T20:00:00.000Z');
});

test('a simulated run is held to its time, too', () => {
  const run = runFlow(
    { nodes: [{ id: 'w', type: 'wait', config: { for: 'P40D' } }], edges: ['trigger > w'] },
    {},
    worldOf(),
    { start: { simulate: true } },
  );
  expect(run.end?.error?.code).toBe('run_timeout');
  expect(run.tookMs).toBe(0);
});

test('in a simulation compensations are pinned, too', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'e', type: 'scope', config: { compensate: true } },
        call('a', { parent: 'e', compensation: { type: 'test.call', config: { v: '{{ steps.a }}' } } }),
        { id: 'f', type: 'fail', parent: 'e', config: { code: 'x' } },
        set('m'),
      ],
      edges: ['trigger > e', 'e.each > a', 'a > f', 'e.error > m'],
    },
    {},
    worldOf(),
    { start: { simulate: true } },
  );
  expect(statusesOf(run)).toMatchObject({ 'a.compensation': ['pinned'] });
  expect(run.commands.some(({ kind }) => kind === 'call')).toBe(false);
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
  const [u1, u2] = one?.u as string[];
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
