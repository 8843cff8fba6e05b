import { expect, test } from 'vitest';
import { downstream } from './downstream.ts';
import type { Plan, PlanNode } from './plan.ts';

const node = (id: string, inner = -1): PlanNode => ({ id, inner }) as PlanNode;
const edge = (from: number, to: number) => ({ from, port: 'out', to });

// a → b → d, a → c → d, and `loop` (after c) holds x → y.
const plan = {
  nodes: [node('a'), node('b'), node('c'), node('d'), node('loop', 1), node('x'), node('y')],
  scopes: [
    {
      owner: -1,
      nodes: [0, 1, 2, 3, 4],
      edges: [edge(-1, 0), edge(0, 1), edge(0, 2), edge(1, 3), edge(2, 3), edge(2, 4)],
    },
    { owner: 4, nodes: [5, 6], edges: [edge(-1, 5), edge(5, 6)] },
  ],
} as Plan;

test.each([
  ['a', ['a', 'b', 'c', 'd', 'loop', 'x', 'y']],
  ['b', ['b', 'd']],
  ['c', ['c', 'd', 'loop', 'x', 'y']],
  ['d', ['d']],
  ['loop', ['loop', 'x', 'y']],
])('from %s these run again', (from, again) => {
  expect(downstream(plan, from)).toEqual(new Set(again));
});

test.each(['x', 'nope', 'trigger'])('%s is no node of the top scope', (from) => {
  expect(downstream(plan, from)).toBeNull();
});
