import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { call, ok, runFlow, type ShortNode, set, worldOf } from '../testing.ts';

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
