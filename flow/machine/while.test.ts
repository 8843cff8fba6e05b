import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { runFlow, set } from '../testing.ts';

const round = (config: JsonObject, data: JsonObject = {}) =>
  runFlow(
    {
      nodes: [{ id: 'l', type: 'while', config }, set('a', { i: '{{ index }}', l: '{{ last?.i }}' }, { parent: 'l' })],
      edges: ['trigger > l', 'l.each > a'],
      output: '{{ steps.l }}',
    },
    data,
  );

test('while reads its condition before each round; index counts from 0, last is the result of the round before', () => {
  expect(round({ condition: '{{ index < 3 }}' }).end?.output).toEqual({ i: 2, l: 1 });
  const n = '{{ { n: last == null ? 1 : last.n * 3, i: index } }}';
  const tripled = round({ condition: '{{ last == null || last.n < 100 }}', result: n });
  expect(tripled.end?.output).toEqual({ n: 243, i: 5 });
});

test('a while whose condition is false at once, or null, gives null', () => {
  expect(round({ condition: '{{ false }}' }).end).toMatchObject({ status: 'succeeded', output: null });
  expect(round({ condition: '{{ trigger.data.x }}' }).end).toMatchObject({ status: 'succeeded', output: null });
});

test('a condition that is no truth value, or cannot be read, fails the loop', () => {
  expect(round({ condition: '{{ trigger.data.x.y }}' }).end?.error).toMatchObject({ code: 'bad_value', node: 'l' });
  expect(round({ condition: '{{ trigger.data.n }}' }, { n: 1 }).end?.error).toMatchObject({
    code: 'bad_value',
    node: 'l',
  });
});

test('passing maxIterations fails too_many_iterations; as many rounds as that are fine', () => {
  expect(round({ condition: '{{ index < 5 }}', maxIterations: 5 }).end?.status).toBe('succeeded');
  expect(round({ condition: '{{ index < 6 }}', maxIterations: 5 }).end?.error).toMatchObject({
    code: 'too_many_iterations',
    node: 'l',
  });
  expect(round({ condition: '{{ index < 1000 }}' }).end?.status).toBe('succeeded');
  expect(round({ condition: '{{ true }}' }).end?.error?.code).toBe('too_many_iterations');
});

test('maxIterations may be an expression, held to its bounds when the loop begins', () => {
  const flow = (x: Json) =>
    runFlow(
      {
        nodes: [
          { id: 'l', type: 'while', config: { condition: '{{ true }}', maxIterations: '{{ trigger.data.x }}' } },
          set('a', { v: 1 }, { parent: 'l' }),
        ],
        edges: ['trigger > l', 'l.each > a'],
      },
      { x },
    ).end?.error?.code;
  expect(flow(3)).toBe('too_many_iterations');
  for (const x of [0, 1.5, 1_000_001, 'a']) expect(flow(x)).toBe('bad_value');
});

test('continue and break in a while read the result of the round', () => {
  const flow = (type: string) =>
    runFlow({
      vars: { n: 0 },
      nodes: [
        { id: 'l', type: 'while', config: { condition: '{{ index < 4 }}', result: '{{ index * 10 }}' } },
        { id: 'a', type: 'assign', config: { values: { n: '{{ vars.n + 1 }}' } }, parent: 'l' },
        { id: 'c', type: 'if', config: { condition: '{{ vars.n == 2 }}' }, parent: 'l' },
        { id: 'x', type, parent: 'l' },
        { id: 'b', type: 'assign', config: { values: { n: '{{ vars.n + 100 }}' } }, parent: 'l' },
      ],
      edges: ['trigger > l', 'l.each > a', 'a > c', 'c.true > x', 'c.false > b'],
      output: '{{ [steps.l, vars.n] }}',
    }).end?.output;
  expect(flow('break')).toEqual([30, 404]);
  expect(
    runFlow({
      nodes: [
        { id: 'l', type: 'while', config: { condition: '{{ true }}', result: '{{ index * 10 }}' } },
        { id: 'c', type: 'if', config: { condition: '{{ index == 4 }}' }, parent: 'l' },
        { id: 'x', type: 'break', parent: 'l' },
      ],
      edges: ['trigger > l', 'l.each > c', 'c.true > x'],
    }).end?.output,
  ).toBe(40);
});
