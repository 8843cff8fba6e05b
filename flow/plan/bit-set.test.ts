import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BitSet } from './bit-set.ts';

const SIZE = 130;
const numbers = fc.uniqueArray(fc.nat(SIZE - 1));
const setOf = (all: readonly number[]): BitSet => all.reduce((set, n) => set.with(n), BitSet.EMPTY);
const heldBy = (set: BitSet): number[] => Array.from({ length: SIZE }, (_, n) => n).filter((n) => set.has(n));
const sorted = (all: readonly number[]): number[] => [...all].sort((a, b) => a - b);

test('a set of bits holds what a set of numbers holds, and is never changed', () => {
  fc.assert(
    fc.property(numbers, numbers, fc.nat(SIZE - 1), (some, others, more) => {
      const [one, other] = [setOf(some), setOf(others)];
      expect(heldBy(one.or(other))).toEqual(sorted([...new Set([...some, ...others])]));
      expect(heldBy(one.and(other))).toEqual(sorted(some.filter((n) => others.includes(n))));
      expect(heldBy(one.with(more))).toEqual(sorted([...new Set([...some, more])]));
      expect([heldBy(one), heldBy(other), heldBy(BitSet.EMPTY)]).toEqual([sorted(some), sorted(others), []]);
    }),
    { numRuns: 100 },
  );
});
