import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import type { Reply } from '../simulator/on-its-way.ts';
import {
  call,
  callsOf,
  eventAfter,
  fails,
  ok,
  runFlow,
  type ShortNode,
  scope,
  set,
  statusesOf,
  worldOf,
} from '../testing.ts';
import type { Command } from './protocol.ts';

type Call = Extract<Command, { kind: 'call' }>;

const undo = (config: JsonObject = { desfaz: true }, more: object = {}) => ({
  compensation: { type: 'test.call', config, ...more },
});

const failing: ShortNode = { id: 'f', type: 'fail', config: { code: 'quebrou' } };

const undoWorld = (replies: Record<string, Reply>, undone: Record<string, Reply> = {}) =>
  worldOf({}, {
    reply: (command: Command) => {
      const { node, config } = command as Call;
      const isUndo = (config as JsonObject | null)?.desfaz !== undefined;
      return (isUndo ? undone : replies)[node] ?? (node in (isUndo ? undone : replies) ? null : ok(null));
    },
  } as never);

const undone = (commands: Command[]): string[] =>
  callsOf(commands)
    .filter(({ config }) => (config as JsonObject).desfaz !== undefined)
    .map(({ node }) => node);

const saga = (config: JsonObject = {}): { nodes: ShortNode[]; edges: string[] } => ({
  nodes: [
    scope('e', { compensate: true, ...config }),
    set('s', { v: 42 }, { parent: 'e' }),
    call('a', { parent: 'e', ...undo({ desfaz: 'a', v: '{{ steps.s.v }}' }) }),
    call('b', { parent: 'e', ...undo({ desfaz: '{{ steps.b }}' }) }),
    call('c', { parent: 'e' }),
    { ...failing, parent: 'e' },
    set('m', { code: '{{ errors.e?.code }}' }),
  ],
  edges: ['trigger > e', 'e.each > s', 's > a', 'a > b', 'b > c', 'c > f', 'e.error > m'],
});

test('compensations run one after another, last finished first, each with its config as read when its action finished', () => {
  const run = runFlow(saga(), {}, undoWorld({ b: ok('pedido-9', 5) }, { a: ok(null, 100), b: ok(null, 100) }));
  expect(run.end?.output).toEqual({ code: 'quebrou' });
  const undos = callsOf(run.commands).slice(3);
  expect(undos.map(({ node, config }) => [node, config])).toEqual([
    ['b', { desfaz: 'pedido-9' }],
    ['a', { desfaz: 'a', v: 42 }],
  ]);
  const steps = run.steps.filter(({ node }) => node.endsWith('.compensation'));
  expect(steps.map(({ node, status }) => [node, status])).toEqual([
    ['b.compensation', 'succeeded'],
    ['a.compensation', 'succeeded'],
  ]);
  expect(steps[1]?.startedAt).toBe(steps[0]?.endedAt);
  expect(run.tookMs).toBe(215);
});

test('config read when the action finished: what changes later does not change it', () => {
  const run = runFlow({
    vars: { n: 1 },
    nodes: [
      scope('e', { compensate: true }),
      call('a', { parent: 'e', ...undo({ desfaz: '{{ vars.n }}' }) }),
      { id: 'v', type: 'assign', parent: 'e', config: { values: { n: 2 } } },
      { ...failing, parent: 'e' },
      set('m'),
    ],
    edges: ['trigger > e', 'e.each > a', 'a > v', 'v > f', 'e.error > m'],
  });
  expect(callsOf(run.commands)[1]?.config).toEqual({ desfaz: 1 });
});

test('a scope that goes well is not compensated', () => {
  const flow = saga();
  const run = runFlow({
    nodes: flow.nodes.filter(({ id }) => id !== 'f'),
    edges: flow.edges.filter((edge) => !edge.includes('f')),
  });
  expect(undone(run.commands)).toEqual([]);
});

test('without compensate nothing is undone', () => {
  expect(undone(runFlow(saga({ compensate: false })).commands)).toEqual([]);
});

test('an action that did not finish is not compensated; one that finished while it was cancelled is', () => {
  const flow = {
    nodes: [
      scope('e', { compensate: true }),
      call('ruim', { parent: 'e' }),
      call('lento', { parent: 'e', ...undo() }),
      call('falha', { parent: 'e', ...undo() }),
      set('pego', { v: 1 }, { parent: 'e' }),
      set('m'),
    ],
    edges: ['trigger > e', 'e.each > ruim', 'e.each > lento', 'e.each > falha', 'falha.error > pego', 'e.error > m'],
  };
  const replies = { ruim: fails('x', 100), falha: fails('y', 10) };
  expect(undone(runFlow(flow, {}, undoWorld({ ...replies, lento: null })).commands)).toEqual([]);
  const world = { ...undoWorld({ ...replies, lento: ok('pronto', 105) }), endsAfterMs: null };
  expect(undone(runFlow(flow, {}, world).commands)).toEqual(['lento']);
});

test('timeout, interrupt, cancel from outside and the failure of a scope around it compensate as well', () => {
  const inside = [
    call('a', { parent: 'e', ...undo() }),
    { id: 'w', type: 'wait', parent: 'e', config: { for: 'P1D' } },
  ] as ShortNode[];
  const edges = ['trigger > e', 'e.each > a', 'a > w'];
  const play = (config: JsonObject, more: { nodes?: ShortNode[]; edges?: string[] } = {}, world = {}) =>
    runFlow(
      {
        nodes: [scope('e', { compensate: true, ...config }), ...inside, ...(more.nodes ?? [])],
        edges: [...edges, ...(more.edges ?? [])],
      },
      {},
      worldOf({}, world),
    );
  const timeout = play({ timeout: 'PT1M' }, { nodes: [set('m', { p: '{{ port.e }}' })], edges: ['e.timeout > m'] });
  expect([undone(timeout.commands), timeout.end?.output]).toEqual([['a'], { p: 'timeout' }]);
  const interrupt = play(
    { interrupt: [{ port: 'x', name: 'x' }] },
    { nodes: [set('m', { p: '{{ port.e }}' })], edges: ['e.x > m'] },
    { events: [eventAfter(5000, 'x')] },
  );
  expect([undone(interrupt.commands), interrupt.end?.output]).toEqual([['a'], { p: 'x' }]);
  const cancelled = play({}, {}, { events: [{ afterMs: 5000, event: { kind: 'cancel', reason: 'cancelled' } }] });
  expect([undone(cancelled.commands), cancelled.end?.status]).toEqual([['a'], 'cancelled']);
  const beside = play(
    {},
    {
      nodes: [{ id: 'espera', type: 'wait', config: { for: 'PT5S' } }, failing],
      edges: ['trigger > espera', 'espera > f'],
    },
  );
  expect([undone(beside.commands), beside.end?.error?.code]).toEqual([['a'], 'quebrou']);
});

test('the run ends only after its compensations', () => {
  const run = runFlow(
    { ...saga(), edges: saga().edges.slice(0, -1).concat('trigger > m') },
    {},
    undoWorld({}, { a: ok(null, 1000), b: ok(null, 1000) }),
  );
  expect(run.end?.status).toBe('failed');
  expect(run.tookMs).toBe(2015);
});

test('a compensation that fails is recorded, and the rest still run', () => {
  const run = runFlow(saga(), {}, undoWorld({}, { b: fails('nao_deu') }));
  expect(run.end?.output).toEqual({ code: 'quebrou' });
  const steps = run.steps.filter(({ node }) => node.endsWith('.compensation'));
  expect(steps).toMatchObject([
    { node: 'b.compensation', status: 'failed', error: { code: 'nao_deu', node: 'b' } },
    { node: 'a.compensation', status: 'succeeded' },
  ]);
});

test('a compensation whose config cannot be read does not fail its action; it is recorded as failed when its turn comes', () => {
  const nodes = [
    scope('e', { compensate: true }),
    call('a', { parent: 'e', ...undo({ desfaz: '{{ trigger.data.x.y }}' }) }),
    call('b', { parent: 'e', ...undo() }),
    { ...failing, parent: 'e' },
    set('m'),
  ];
  const run = runFlow({ nodes, edges: ['trigger > e', 'e.each > a', 'a > b', 'b > f', 'e.error > m'] });
  expect(statusesOf(run)).toMatchObject({
    a: ['succeeded'],
    'a.compensation': ['failed'],
    'b.compensation': ['succeeded'],
  });
});

test('a compensation that is told to wait parks and is asked again, maxWait in all', () => {
  let asked = 0;
  const busy = (until: string): Reply => ({
    afterMs: 1,
    outcome: { kind: 'wait', until: Date.parse(until), reason: 'ocupado', attempts: 0 },
  });
  const nodes = (more: object = {}) => [
    scope('e', { compensate: true }),
    call('a', { parent: 'e', ...undo({ desfaz: 1 }, more) }),
    { ...failing, parent: 'e' },
    set('m'),
  ];
  const edges = ['trigger > e', 'e.each > a', 'a > f', 'e.error > m'];
  const world = (until: string) => ({
    reply: (command: Command) =>
      (command as Call).idempotencyKey.endsWith('/undo') && asked++ === 0 ? busy(until) : ok(null),
  });
  const run = runFlow({ nodes: nodes(), edges }, {}, world('2026-11-21T12:00:30.000Z'));
  expect(asked).toBe(2);
  expect(run.tookMs).toBe(30_005);
  expect(statusesOf(run)).toMatchObject({ 'a.compensation': ['succeeded'] });
  asked = 0;
  const long = runFlow({ nodes: nodes({ retry: { maxWait: 'PT10S' } }), edges }, {}, world('2026-11-21T12:00:30.000Z'));
  expect(long.steps.find(({ node }) => node === 'a.compensation')?.error?.code).toBe('rate_limited');
});

test('compensations of nested scopes and loops run with those around them, in the order of the whole', () => {
  const run = runFlow({
    nodes: [
      scope('e', { compensate: true }),
      call('a', { parent: 'e', ...undo({ desfaz: 'a' }) }),
      { id: 'l', type: 'forEach', parent: 'e', config: { items: [1, 2] } },
      scope('d', {}, { parent: 'l' }),
      call('b', { parent: 'd', ...undo({ desfaz: '{{ item }}' }) }),
      scope('bem', { compensate: true }, { parent: 'e' }),
      call('c', { parent: 'bem', ...undo({ desfaz: 'c' }) }),
      { ...failing, parent: 'e' },
      set('m'),
    ],
    edges: [
      'trigger > e',
      'e.each > a',
      'a > l',
      'l.each > d',
      'd.each > b',
      'l > bem',
      'bem.each > c',
      'bem > f',
      'e.error > m',
    ],
  });
  const undos = callsOf(run.commands).slice(4);
  expect(undos.map(({ config, path }) => [(config as JsonObject).desfaz, path.length])).toEqual([
    ['c', 0],
    [2, 1],
    [1, 1],
    ['a', 0],
  ]);
});

test('a compensating scope that failed inside another has undone its own already', () => {
  const run = runFlow({
    nodes: [
      scope('e', { compensate: true }),
      call('a', { parent: 'e', ...undo({ desfaz: 'a' }) }),
      scope('d', { compensate: true }, { parent: 'e' }),
      call('b', { parent: 'd', ...undo({ desfaz: 'b' }) }),
      { id: 'f1', type: 'fail', parent: 'd', config: { code: 'um' } },
      { id: 'f2', type: 'fail', parent: 'e', config: { code: 'dois' } },
      set('m', { c: '{{ error.code }}' }),
    ],
    edges: ['trigger > e', 'e.each > a', 'a > d', 'd.each > b', 'b > f1', 'd.error > f2', 'e.error > m'],
  });
  expect(run.end?.output).toEqual({ c: 'dois' });
  expect(undone(run.commands)).toEqual(['b', 'a']);
});

test('compensations wait until what runs in the scope has ended', () => {
  const run = runFlow(
    {
      nodes: [
        scope('e', { compensate: true }),
        call('a', { parent: 'e', ...undo() }),
        call('ruim', { parent: 'e' }),
        call('lento', { parent: 'e' }),
        set('m'),
      ],
      edges: ['trigger > e', 'e.each > a', 'e.each > ruim', 'e.each > lento', 'e.error > m'],
    },
    {},
    { ...undoWorld({ ruim: fails('x', 50), lento: null }), endsAfterMs: 3000 },
  );
  const step = run.steps.find(({ node }) => node === 'a.compensation');
  expect(step?.startedAt).toBe('2026-11-21T12:00:03.050Z');
});

test("an action's key, its compensation's key and those of other rounds differ, and stay over attempts", () => {
  const run = runFlow({
    nodes: [
      scope('e', { compensate: true }),
      { id: 'l', type: 'forEach', parent: 'e', config: { items: [1, 2] } },
      call('a', { parent: 'l', ...undo() }),
      { ...failing, parent: 'e' },
      set('m'),
    ],
    edges: ['trigger > e', 'e.each > l', 'l.each > a', 'l > f', 'e.error > m'],
  });
  const keys = callsOf(run.commands).map(({ idempotencyKey }) => idempotencyKey);
  expect(keys).toEqual(['run_1/l:0/a/1', 'run_1/l:1/a/1', 'run_1/l:1/a/undo', 'run_1/l:0/a/undo']);
});

test('compensate may be an expression', () => {
  const play = (x: Json) => undone(runFlow(saga({ compensate: '{{ trigger.data.x }}' }), { x }).commands);
  expect(play(true)).toEqual(['b', 'a']);
  expect(play(false)).toEqual([]);
});
