import { expect, test } from 'vitest';
import { createFairQueue } from './fair-queue.ts';

const filled = (...items: [string, string][]) => {
  const queue = createFairQueue<string>();
  for (const [caller, item] of items) queue.push(caller, item);
  return queue;
};
const always = () => true;

test('callers are served in turn, each in its own order', () => {
  const queue = filled(['a', 'a1'], ['a', 'a2'], ['a', 'a3'], ['b', 'b1'], ['c', 'c1'], ['b', 'b2']);
  expect(Array.from({ length: 7 }, () => queue.take(always))).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', null]);
});

test('a caller that may not run now keeps its turn', () => {
  const queue = filled(['a', 'a1'], ['b', 'b1'], ['a', 'a2']);
  expect(queue.take((caller) => caller !== 'a')).toBe('b1');
  expect(queue.take((caller) => caller !== 'a')).toBe(null);
  expect([queue.take(always), queue.take(always)]).toEqual(['a1', 'a2']);
});

test('what is removed is not served', () => {
  const queue = filled(['a', 'a1'], ['a', 'a2']);
  expect([queue.remove('a', 'a1'), queue.remove('a', 'a1'), queue.remove('b', 'a2')]).toEqual([true, false, false]);
  expect([queue.take(always), queue.take(always)]).toEqual(['a2', null]);
});
