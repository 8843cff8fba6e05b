import { expect, test } from 'vitest';
import { runFlow, set } from '../testing.ts';

test('forEach works through 100,000 items, in bounded memory and time', { timeout: 60_000 }, () => {
  const items = Array.from({ length: 100_000 }, (_, i) => i);
  const began = performance.now();
  const run = runFlow(
    {
      nodes: [
        {
          ...{ id: 'cada', type: 'forEach' },
          config: { items: '{{ trigger.data }}', concurrency: 50, result: '{{ item + index }}' },
        },
        set('a', { v: '{{ item }}' }, { parent: 'cada' }),
        set('m', { n: '{{ len(steps.cada) }}', ultimo: '{{ last(steps.cada) }}' }),
      ],
      edges: ['trigger > cada', 'cada.each > a', 'cada > m'],
      output: '{{ steps.m }}',
    },
    items,
  );
  expect(run.end?.output).toEqual({ n: 100_000, ultimo: 199_998 });
  expect(Object.keys(run.state.frames)).toEqual([]);
  expect(performance.now() - began).toBeLessThan(20_000);
});

test('while goes a hundred thousand rounds, and leaves nothing in the state', { timeout: 60_000 }, () => {
  const run = runFlow({
    vars: { n: 0 },
    nodes: [
      { id: 'l', type: 'while', config: { condition: '{{ vars.n < 100000 }}', maxIterations: 1_000_000 } },
      { id: 'a', type: 'assign', config: { values: { n: '{{ vars.n + 1 }}' } }, parent: 'l' },
    ],
    edges: ['trigger > l', 'l.each > a'],
    output: '{{ vars.n }}',
  });
  expect(run.end?.output).toBe(100_000);
  expect(run.state.size).toBeLessThan(1000);
});
