import { expect, test } from 'vitest';
import { call, fails, ok, runFlow, set, statusesOf, worldOf } from '../testing.ts';

const first = { join: 'first' } as const;

test('the arms of an if meet in one node that runs once', () => {
  const flow = {
    vars: { n: 0 },
    nodes: [
      { id: 'c', type: 'if', config: { condition: '{{ trigger.data.x }}' } },
      set('a', { v: 'a' }),
      set('b', { v: 'b' }),
      { id: 'm', type: 'assign', config: { values: { n: '{{ vars.n + 1 }}' } } },
    ],
    edges: ['trigger > c', 'c.true > a', 'c.false > b', 'a > m', 'b > m'],
    output: { n: '{{ vars.n }}', v: '{{ steps.a?.v ?? steps.b?.v }}' },
  };
  expect(runFlow(flow, { x: true }).end?.output).toEqual({ n: 1, v: 'a' });
  const other = runFlow(flow, { x: false });
  expect(other.end?.output).toEqual({ n: 1, v: 'b' });
  expect(statusesOf(other)).toMatchObject({ a: ['skipped'], b: ['succeeded'], m: ['succeeded'] });
});

test('all edges dead: skipped, and that goes on along a chain and through containers', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'c', type: 'if', config: { condition: '{{ false }}' } },
        set('a'),
        { id: 'e', type: 'scope' },
        set('dentro', { v: 1 }, { parent: 'e' }),
        set('d'),
      ],
      edges: ['trigger > c', 'c.true > a', 'a > e', 'e.each > dentro', 'e > d'],
    },
    {},
  );
  expect(run.end).toMatchObject({ status: 'succeeded', output: null });
  expect(statusesOf(run)).toMatchObject({ a: ['skipped'], e: ['skipped'], dentro: ['skipped'], d: ['skipped'] });
});

test('parallel branches that meet are waited for, and each goes on as soon as its own predecessor is done', () => {
  const run = runFlow(
    {
      nodes: [call('a'), call('a2'), call('b'), set('m', { a: '{{ steps.a2 }}', b: '{{ steps.b }}' })],
      edges: ['trigger > a', 'trigger > b', 'a > a2', 'a2 > m', 'b > m'],
    },
    {},
    worldOf({ a: ok(1, 10), a2: ok(2, 10), b: ok(3, 1000) }),
  );
  expect(run.end?.output).toEqual({ a: 2, b: 3 });
  const at = (id: string) => Date.parse(run.steps.find((step) => step.node === id)?.startedAt ?? '');
  expect(at('a2') - at('a')).toBe(10);
  expect(at('m') - at('b')).toBe(1000);
});

test('join first: at its first live edge, once; what only leads to it is cancelled with what is inside it', () => {
  const run = runFlow(
    {
      vars: { n: 0 },
      nodes: [
        call('rapido'),
        { id: 'e', type: 'scope' },
        call('lento', { parent: 'e' }),
        call('depois'),
        call('lado'),
        { id: 'm', type: 'assign', config: { values: { n: '{{ vars.n + 1 }}' } }, ...first },
      ],
      edges: [
        'trigger > rapido',
        'trigger > e',
        'e.each > lento',
        'e > depois',
        'rapido > m',
        'depois > m',
        'trigger > lado',
      ],
      output: { n: '{{ vars.n }}', lado: '{{ steps.lado }}' },
    },
    {},
    worldOf({ lento: null, lado: ok('fim', 500) }),
  );
  expect(run.end).toMatchObject({ status: 'succeeded', output: { n: 1, lado: 'fim' } });
  expect(statusesOf(run)).toMatchObject({
    e: ['cancelled'],
    lento: ['cancelled'],
    depois: ['cancelled'],
    lado: ['succeeded'],
    m: ['succeeded'],
  });
});

test('join first spares a node that also leads elsewhere', () => {
  const run = runFlow(
    {
      nodes: [call('a'), call('b'), set('m', { v: 1 }, first), set('outro', { b: '{{ steps.b }}' })],
      edges: ['trigger > a', 'trigger > b', 'a > m', 'b > m', 'b > outro'],
      output: '{{ steps.outro }}',
    },
    {},
    worldOf({ a: ok(1, 1), b: ok(2, 100) }),
  );
  expect(run.end?.output).toEqual({ b: 2 });
  expect(statusesOf(run)).toMatchObject({ m: ['succeeded'], b: ['succeeded'] });
});

test('join first with all edges dead is skipped', () => {
  const run = runFlow({
    nodes: [
      { id: 'c', type: 'if', config: { condition: '{{ true }}' } },
      set('a'),
      set('b'),
      set('m', { v: 1 }, first),
    ],
    edges: ['trigger > c', 'c.false > a', 'c.false > b', 'a > m', 'b > m'],
  });
  expect(statusesOf(run)).toMatchObject({ m: ['skipped'] });
});

test('join first takes the second edge where the first is dead', () => {
  const run = runFlow(
    {
      nodes: [call('a'), call('b'), set('pego'), set('m', { b: '{{ steps.b }}' }, first)],
      edges: ['trigger > a', 'trigger > b', 'a.error > pego', 'a > m', 'b > m'],
      output: '{{ steps.m }}',
    },
    {},
    worldOf({ a: fails('x', 1), b: ok(2, 50) }),
  );
  expect(run.end?.output).toEqual({ b: 2 });
});

test('of two edges that go live in one step the one written first wins', () => {
  const race = (edges: string[], node: (id: string) => object) =>
    runFlow({
      nodes: [
        { id: 'a', ...node('a') },
        { id: 'b', ...node('b') },
        set('m', { a: '{{ port.a }}', b: '{{ port.b }}' }, first),
      ] as never,
      edges: ['trigger > b', 'trigger > a', ...edges],
    }).end?.output;
  for (const node of [
    () => ({ type: 'set', config: { values: {} } }),
    () => ({ type: 'wait', config: { for: 'PT2S' } }),
  ]) {
    expect(race(['a > m', 'b > m'], node)).toEqual({ a: 'out', b: null });
    expect(race(['b > m', 'a > m'], node)).toEqual({ a: null, b: 'out' });
  }
});

test('several edges out of one port start parallel branches', () => {
  const run = runFlow(
    { nodes: [call('a'), call('b'), call('c')], edges: ['trigger > a', 'trigger > b', 'trigger > c'] },
    {},
    worldOf({ a: ok(1, 100), b: ok(1, 100), c: ok(1, 100) }),
  );
  expect(run.tookMs).toBe(100);
});

test('a chain of a thousand skipped nodes is decided without deep recursion', () => {
  const nodes = Array.from({ length: 998 }, (_, i) => set(`n${i}`));
  const run = runFlow({
    nodes: [{ id: 'c', type: 'if', config: { condition: '{{ false }}' } }, ...nodes],
    edges: ['trigger > c', 'c.true > n0', ...nodes.slice(1).map((node, i) => `n${i} > ${node.id}`)],
  });
  expect(run.end?.status).toBe('succeeded');
  expect(run.steps.filter((step) => step.status === 'skipped')).toHaveLength(998);
});

test('at most 100 actions are under way; the rest wait in order, and so do those that come later', () => {
  const ids = Array.from({ length: 103 }, (_, i) => `n${i}`);
  const run = runFlow(
    {
      nodes: [...ids.map((id) => call(id)), call('depois')],
      edges: [...ids.map((id) => `trigger > ${id}`), 'n0 > depois'],
    },
    {},
    { reply: ({ node }) => ok(null, node === 'n0' ? 10 : 20) },
  );
  const calls = run.commands.flatMap((command) => (command.kind === 'call' ? [command.node] : []));
  expect(calls.slice(0, 100)).toEqual(ids.slice(0, 100));
  expect(calls.slice(100)).toEqual(['n100', 'n101', 'n102', 'depois']);
  const started = run.steps.filter((step) => step.startedAt === '2026-11-21T12:00:00.000Z');
  expect(started).toHaveLength(100);
});

test('a parked action holds no place, and waits in order for one when its pause is over', () => {
  const ids = Array.from({ length: 101 }, (_, i) => `n${i}`);
  const asked: string[] = [];
  const run = runFlow(
    { nodes: ids.map((id) => call(id)), edges: ids.map((id) => `trigger > ${id}`) },
    {},
    {
      reply: ({ node }) => {
        const again = asked.includes(node);
        asked.push(node);
        if (node === 'n0' && !again) {
          const until = Date.parse('2026-11-21T12:00:00.010Z');
          return { afterMs: 1, outcome: { kind: 'wait', until, reason: 'ocupado', attempts: 0 } };
        }
        return ok(null, 50);
      },
    },
  );
  expect(run.end?.status).toBe('succeeded');
  expect(asked.slice(-2)).toEqual(['n100', 'n0']);
  const places = run.commands.filter((command) => command.kind === 'call');
  expect(places).toHaveLength(102);
});

test('join first cancels whole chains that lead to it, in whichever order the nodes are written', () => {
  const nodes = [set('m', { v: 1 }, first), call('c'), call('b'), call('a'), call('r')];
  const edges = ['trigger > a', 'a > b', 'b > c', 'c > m', 'trigger > r', 'r > m'];
  for (const written of [nodes, [...nodes].reverse()]) {
    const run = runFlow({ nodes: written, edges }, {}, worldOf({ a: null, r: ok(1, 10) }));
    expect(statusesOf(run)).toMatchObject({ a: ['cancelled'], b: ['cancelled'], c: ['cancelled'], m: ['succeeded'] });
  }
});
