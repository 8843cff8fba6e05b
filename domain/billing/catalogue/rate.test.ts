import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divideHalfEven, rate } from './rate.ts';

test.each([
  [{ per: 100, amount: 150 }, { used: 1_000, included: 1_000 }, 0],
  [{ per: 100, amount: 150 }, { used: 1_100, included: 1_000 }, 150],
  [{ per: 100, amount: 150 }, { used: 1_001, included: 1_000 }, 2],
  [{ per: 100, amount: 50 }, { used: 1, included: 0 }, 0],
  [{ per: 100, amount: 50 }, { used: 3, included: 0 }, 2],
  [{ per: 1, amount: 5 }, { used: 10, included: -1 }, 0],
])('%o of %o costs %d', (price, use, cents) => {
  expect(rate(price, use)).toBe(cents);
});

test('a half goes to the even cent, and never more than half a cent is off', () => {
  const whole = fc.bigInt({ min: 0n, max: 10n ** 15n });
  fc.assert(
    fc.property(whole, fc.bigInt({ min: 1n, max: 10n ** 6n }), (dividend, divisor) => {
      const rounded = divideHalfEven(dividend, divisor);
      const off = (rounded * divisor - dividend) * 2n;
      expect(off <= divisor && -off <= divisor).toBe(true);
      if (off === divisor || -off === divisor) expect(rounded % 2n).toBe(0n);
    }),
  );
});

test('more use never costs less', () => {
  const n = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(n, n, fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 10_000 }), (a, b, per, amount) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      const cost = (used: number) => rate({ per, amount }, { used, included: 100 });
      expect(cost(less)).toBeLessThanOrEqual(cost(more));
    }),
  );
});
