import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { call, fails, ok, runFlow, set, statusesOf, worldOf } from '../testing.ts';

const handled = {
  nodes: [
    call('a'),
    call('b'),
    set('m', {
      a: '{{ errors.a?.code }}',
      b: '{{ errors.b?.code }}',
      pa: '{{ port.a }}',
      pb: '{{ port.b }}',
      sa: '{{ steps.a }}',
    }),
  ],
  edges: ['trigger > a', 'a > b', 'a.error > m', 'b > m', 'b.error > m'],
};

test('port.<id> is the port a node left by, errors.<id> its error; null while it is skipped', () => {
  const failsA = runFlow(handled, {}, worldOf({ a: fails('x') }));
  expect(failsA.end?.output).toEqual({ a: 'x', b: null, pa: 'error', pb: null, sa: null });
  const failsB = runFlow(handled, {}, worldOf({ a: ok(7), b: fails('y') }));
  expect(failsB.end?.output).toEqual({ a: null, b: 'y', pa: 'out', pb: 'error', sa: 7 });
  expect(runFlow(handled, {}, worldOf({ a: ok(7) })).end?.output).toEqual({
    a: null,
    b: null,
    pa: 'out',
    pb: 'out',
    sa: 7,
  });
});

test('an error has code, message, node, attempts and what details there are', () => {
  const error = { code: 'http_422', message: 'não', details: { status: 422 } };
  const run = runFlow(
    {
      nodes: [call('a'), set('m', { e: '{{ errors.a }}', short: '{{ error.code }}' })],
      edges: ['trigger > a', 'a.error > m'],
    },
    {},
    worldOf({ a: { kind: 'error', error, attempts: 3 } }),
  );
  expect(run.end?.output).toEqual({ e: { ...error, node: 'a', attempts: 3 }, short: 'http_422' });
  expect(run.steps[0]).toMatchObject({ status: 'failed', port: 'error', attempts: 3, output: null });
});

test('without an error edge the scope fails, what else runs is cancelled and waited for, at the top the run fails', () => {
  const run = runFlow(
    {
      nodes: [call('ruim'), call('lento'), call('depois')],
      edges: ['trigger > ruim', 'trigger > lento', 'lento > depois'],
    },
    {},
    worldOf({ ruim: fails('x', 100), lento: null }, { endsAfterMs: 2000 }),
  );
  expect(run.end).toMatchObject({ status: 'failed', error: { code: 'x', node: 'ruim' }, output: null });
  expect(statusesOf(run)).toEqual({ ruim: ['failed'], lento: ['cancelled'], depois: ['skipped'] });
  expect(run.tookMs).toBe(2100);
});

test('what was cancelled is waited for at most 10 s', () => {
  const run = runFlow(
    { nodes: [call('ruim'), call('lento')], edges: ['trigger > ruim', 'trigger > lento'] },
    {},
    worldOf({ ruim: fails('x', 100), lento: null }, { endsAfterMs: null }),
  );
  expect(run.end?.error?.code).toBe('x');
  expect(run.tookMs).toBe(10_100);
});

test('an answer that comes after the 10 s is only traced', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'e', type: 'scope' },
        call('lento', { parent: 'e' }),
        { id: 'f', type: 'fail', parent: 'e', config: { code: 'x' } },
        { id: 'w', type: 'wait', config: { for: 'PT1M' } },
      ],
      edges: ['trigger > e', 'e.each > lento', 'e.each > f', 'e.error > w'],
      output: '{{ port.lento }}',
    },
    {},
    worldOf({ lento: ok('tarde', 15_000) }, { endsAfterMs: null }),
  );
  expect(run.end).toMatchObject({ status: 'succeeded', output: null });
  const late = run.steps.find((step) => step.node === 'lento');
  expect(late).toMatchObject({ status: 'cancelled', output: 'tarde', reason: 'late_answer' });
});

test('the first failure counts', () => {
  const run = runFlow(
    { nodes: [call('a'), call('b')], edges: ['trigger > a', 'trigger > b'] },
    {},
    { reply: ({ node }) => fails(node, node === 'a' ? 20 : 10), endsAfterMs: 1000 },
  );
  expect(run.end?.error?.code).toBe('b');
});

test('being cancelled is not a failure: the error port of what is cancelled stays dead', () => {
  const run = runFlow(
    {
      nodes: [call('a'), call('b'), set('pego'), set('m', { v: '{{ errors.b }}' }, { join: 'first' })],
      edges: ['trigger > a', 'trigger > b', 'a > m', 'b > m', 'b.error > pego'],
      output: { m: '{{ port.m }}', pego: '{{ port.pego }}' },
    },
    {},
    worldOf({ a: ok(1, 1), b: ok(2, 50) }),
  );
  expect(run.end?.output).toEqual({ m: 'out', pego: null });
});

test('a port without edges ends its branch quietly', () => {
  const run = runFlow({
    nodes: [{ id: 'c', type: 'if', config: { condition: '{{ true }}' } }, set('a')],
    edges: ['trigger > c', 'c.false > a'],
  });
  expect(run.end?.status).toBe('succeeded');
  expect(statusesOf(run)).toEqual({ c: ['succeeded'], a: ['skipped'] });
});

test("a scope's timeout without an edge fails the scope above with the code timeout", () => {
  const nodes = [
    { id: 'fora', type: 'scope' },
    { id: 'e', type: 'scope', parent: 'fora', config: { timeout: 'PT5S' } },
    { id: 'w', type: 'wait', parent: 'e', config: { for: 'PT1H' } },
    set('m', { code: '{{ error.code }}', node: '{{ error.node }}' }),
  ];
  const edges = ['trigger > fora', 'fora.each > e', 'e.each > w'];
  expect(runFlow({ nodes, edges: [...edges, 'fora.error > m'] }).end?.output).toEqual({
    code: 'timeout',
    node: 'e',
  });
  expect(runFlow({ nodes: nodes.slice(0, 3), edges }).end).toMatchObject({
    status: 'failed',
    error: { code: 'timeout' },
  });
});

test('a disabled node passes through with output null and does nothing', () => {
  const run = runFlow({
    nodes: [call('a', { disabled: true }), set('m', { a: '{{ steps.a }}', p: '{{ port.a }}' })],
    edges: ['trigger > a', 'a > m'],
  });
  expect(run.end?.output).toEqual({ a: null, p: 'out' });
  expect(run.commands.filter(({ kind }) => kind === 'call')).toEqual([]);
});

test("a disabled container's children do not run", () => {
  const containers: [string, JsonObject][] = [
    ['forEach', { items: [1, 2] }],
    ['while', { condition: '{{ true }}' }],
    ['scope', {}],
  ];
  for (const [type, config] of containers) {
    const run = runFlow({
      nodes: [{ id: 'e', type, config, disabled: true }, call('h', { parent: 'e' }), set('m', { e: '{{ steps.e }}' })],
      edges: ['trigger > e', 'e.each > h', 'e > m'],
    });
    expect(run.end?.output).toEqual({ e: null });
    expect(statusesOf(run)).toMatchObject({ h: ['skipped'] });
  }
});

test('the output of a scope: its field, else its only end node, else null', () => {
  const two = { nodes: [set('a'), set('b')], edges: ['trigger > a', 'trigger > b'] };
  expect(runFlow({ nodes: [set('a', { v: 3 })], edges: ['trigger > a'] }).end?.output).toEqual({ v: 3 });
  expect(runFlow(two).end?.output).toBeNull();
  expect(runFlow({ ...two, output: { soma: '{{ steps.a.v + steps.b.v }}' } }).end?.output).toEqual({ soma: 2 });
  expect(runFlow({ ...two, output: null }).end?.output).toBeNull();
});

test('the output of the only end node is null where that was skipped', () => {
  const run = runFlow({
    nodes: [{ id: 'c', type: 'if', config: { condition: '{{ false }}' } }, set('a')],
    edges: ['trigger > c', 'c.true > a'],
  });
  expect(run.end).toMatchObject({ status: 'succeeded', output: null });
});

test('an output that cannot be read fails the run', () => {
  const run = runFlow({ nodes: [set('a')], edges: ['trigger > a'], output: '{{ trigger.data.x.y }}' });
  expect(run.end).toMatchObject({ status: 'failed', error: { code: 'bad_value' } });
  expect(run.end?.error).not.toHaveProperty('node');
});

test('a result that cannot be read fails its container, and what compensates there runs', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'e', type: 'scope', config: { compensate: true, result: '{{ steps.a.x.y }}' } },
        call('a', { parent: 'e', compensation: { type: 'test.call', config: { desfaz: true } } }),
        set('m', { code: '{{ error.code }}' }),
      ],
      edges: ['trigger > e', 'e.each > a', 'e.error > m'],
    },
    {},
    worldOf({ a: ok({ x: null }) }),
  );
  expect(run.end?.output).toEqual({ code: 'bad_value' });
  expect(statusesOf(run)).toMatchObject({ 'a.compensation': ['succeeded'] });
});

test('config is read once, when the node starts: all its attempts share it', () => {
  let asked = 0;
  const run = runFlow(
    {
      vars: { n: 0 },
      nodes: [
        call('a', { config: { n: '{{ vars.n }}', id: '{{ uuid() }}' } }),
        { id: 'v', type: 'assign', config: { values: { n: 5 } } },
      ],
      edges: ['trigger > a', 'trigger > v'],
    },
    {},
    {
      reply: () =>
        asked++ === 0
          ? {
              afterMs: 1,
              outcome: { kind: 'wait', until: Date.parse('2026-11-21T12:00:09.000Z'), reason: 'x', attempts: 1 },
            }
          : ok(null),
    },
  );
  const configs = run.commands.flatMap((command) => (command.kind === 'call' ? [command.config] : []));
  expect(configs).toHaveLength(2);
  expect(configs[1]).toEqual(configs[0]);
  expect(configs[0]).toMatchObject({ n: 0 });
});

test('what the evaluator throws is the failure of the node', () => {
  const run = runFlow(
    {
      nodes: [set('a', { v: '{{ trigger.data.x + 1 }}' }), set('m', { e: '{{ error }}' })],
      edges: ['trigger > a', 'a.error > m'],
    },
    { x: {} },
  );
  expect(run.end?.output).toMatchObject({ e: { code: 'bad_value', node: 'a', attempts: 1 } });
});

test('stop ends the run at once, succeeded, from any depth, and cancels what runs', () => {
  const run = runFlow(
    {
      nodes: [
        call('lento'),
        { id: 'cada', type: 'forEach', config: { items: [1, 2] } },
        { id: 'e', type: 'scope', parent: 'cada', config: { compensate: true } },
        call('a', { parent: 'e', compensation: { type: 'test.call', config: {} } }),
        { id: 'fim', type: 'stop', parent: 'e', config: { output: { item: '{{ item }}' } } },
      ],
      edges: ['trigger > lento', 'trigger > cada', 'cada.each > e', 'e.each > a', 'a > fim'],
      output: 'outra',
    },
    {},
    worldOf({ lento: null }, { endsAfterMs: null }),
  );
  expect(run.end).toMatchObject({ status: 'succeeded', output: { item: 1 }, error: null });
  expect(run.tookMs).toBe(5);
  expect(run.commands.at(-1)?.kind).toBe('end');
  expect(run.commands.some(({ kind }) => kind === 'cancelCall')).toBe(true);
  expect(run.steps.filter((step) => step.endedAt === null)).toEqual([]);
  expect(statusesOf(run)).toMatchObject({ lento: ['cancelled'], a: ['succeeded'] });
  expect(statusesOf(run)).not.toHaveProperty('a.compensation');
});

test('fail fails with its code and message; what is missing is left out', () => {
  const run = (config: object) =>
    runFlow({ nodes: [{ id: 'f', type: 'fail', config: config as never }], edges: ['trigger > f'] }, { x: { a: 1 } })
      .end?.error;
  expect(run({ code: 'quebrou', message: 'x {{ trigger.data.x.a }}' })).toEqual({
    code: 'quebrou',
    message: 'x 1',
    node: 'f',
    attempts: 1,
  });
  expect(run({ code: 'quebrou' })).toMatchObject({ message: '' });
  expect(run({ code: 'quebrou', message: '{{ trigger.data.nada }}' })).toMatchObject({ message: '' });
});

test('a fail inside a scope is caught by the error port of the scope', () => {
  const run = runFlow({
    nodes: [
      { id: 'e', type: 'scope' },
      { id: 'f', type: 'fail', parent: 'e', config: { code: 'x' } },
      set('m', { c: '{{ error.code }}', n: '{{ error.node }}' }),
    ],
    edges: ['trigger > e', 'e.each > f', 'e.error > m'],
  });
  expect(run.end?.output).toEqual({ c: 'x', n: 'f' });
});
