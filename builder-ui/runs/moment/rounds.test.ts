import { expect, test } from 'vitest';
import type { Step } from '../../api-types.ts';
import { pick, picksFor, roundsOf, stepsOfRounds } from './rounds.ts';

const step = (node: string, ...path: [container: string, index: number][]): Step =>
  ({
    node,
    path: path.map(([container, index]) => ({ container, index })),
    status: node === 'cai' ? 'failed' : 'succeeded',
  }) as Step;
const steps = [
  step('a'),
  step('b', ['fora', 0]),
  step('c', ['fora', 0], ['dentro', 0]),
  step('cai', ['fora', 0], ['dentro', 1]),
  step('b', ['fora', 1]),
  step('c', ['fora', 1], ['dentro', 0]),
];

test('rounds are counted within the round that is picked around them, with those that failed', () => {
  const all = roundsOf(steps, new Map());
  expect(all.get('fora')).toEqual({ all: [0, 1], failed: [0], picked: undefined });
  expect(all.get('dentro')).toMatchObject({ all: [0, 1], failed: [1] });
  expect(roundsOf(steps, new Map([['fora', 1]])).get('dentro')).toMatchObject({ all: [0], failed: [] });
});

test('a pick leaves what stands in no loop, and the step that one asks for is always seen', () => {
  const second = pick(new Map(), 'fora', 1);
  expect(stepsOfRounds(steps, second).map(({ node }) => node)).toEqual(['a', 'b', 'c']);
  const failed = steps[3] as Step;
  expect(stepsOfRounds(steps, picksFor(second, failed))).toContain(failed);
  expect(picksFor(new Map(), failed).size).toBe(0);
  expect(stepsOfRounds(steps, pick(second, 'fora', undefined))).toHaveLength(6);
});
