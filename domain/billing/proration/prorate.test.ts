import fc from 'fast-check';
import { expect, test } from 'vitest';
import { monthlyOf, type PricedLine, prorate, type Side, sumOf } from './prorate.ts';
import { shareOf } from './share-of.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

const line = fc.record({
  key: fc.constantFrom('STARTER', 'BUSINESS', 'addon:whatsapp-instance'),
  name: fc.constant('x'),
  quantity: fc.integer({ min: 1, max: 20 }),
  unit: fc.integer({ min: 0, max: 500_000 }),
});
const lines = fc.array(line, { minLength: 1, maxLength: 5 });
const period = fc
  .tuple(fc.integer({ min: 0, max: 400 * DAY }), fc.integer({ min: 2_000, max: 366 * DAY }))
  .map(([from, length]) => ({ start: START + from, end: START + from + length }));
const asked = fc
  .record({
    old: lines,
    next: lines,
    period,
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    credit: fc.nat(300_000),
  })
  .map(({ period: at, part, ...rest }) => ({
    ...rest,
    period: at,
    at: at.start + Math.floor((at.end - at.start) * part),
  }));

const sides = (given: { old: PricedLine[]; next: PricedLine[]; period: Side['period'] }) => ({
  old: { lines: given.old, period: given.period },
  next: { lines: given.next, period: given.period },
});

test('lines sum to the total; nothing is below zero; credit is used as far as it goes', () => {
  fc.assert(
    fc.property(asked, (given) => {
      const { lines: out, total, left, debit, credit, creditUsed } = prorate({ ...given, ...sides(given) });
      expect(out.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
      expect([total, left, debit, credit, creditUsed].every((n) => Number.isSafeInteger(n) && n >= 0)).toBe(true);
      expect(creditUsed).toBeLessThanOrEqual(given.credit);
      if (total > 0) expect(creditUsed).toBe(Math.min(given.credit, debit - credit));
      expect(total === 0 || left === 0).toBe(true);
      expect(debit).toBeLessThanOrEqual(sumOf(given.next));
    }),
    { numRuns: 500 },
  );
});

test('up and down again at the same instant costs nothing: what was charged is what comes back as credit', () => {
  fc.assert(
    fc.property(asked, (given) => {
      const up = prorate({ ...given, ...sides(given), credit: 0 });
      const { old, next } = sides(given);
      const down = prorate({ old: next, next: old, at: given.at, credit: up.left });
      // Money paid, less what is still to one's credit, is nothing.
      expect(up.total + down.total).toBe(up.left + down.left - down.creditUsed);
    }),
    { numRuns: 500 },
  );
});

test('a change at the very end costs nothing, one at the very beginning the whole difference', () => {
  const [old, next] = [
    [{ key: 'STARTER', name: 'S', quantity: 1, unit: 9_700 }],
    [{ key: 'BUSINESS', name: 'B', quantity: 1, unit: 29_700 }],
  ];
  const whole = { start: START, end: START + 31 * DAY };
  const at = (instant: number) => prorate({ ...sides({ old, next, period: whole }), at: instant, credit: 0 }).total;
  expect(at(whole.start)).toBe(20_000);
  expect(at(whole.end)).toBe(0);
  expect(at(START + 15.5 * DAY)).toBe(10_000);
});

test('from a month to a year the year is charged whole, less what is left of the month', () => {
  const month = {
    lines: [{ key: 'S', name: 'S', quantity: 1, unit: 9_700 }],
    period: { start: START, end: START + 30 * DAY },
  };
  const at = START + 10 * DAY;
  const year = {
    lines: [{ key: 'S', name: 'S', quantity: 1, unit: 97_000 }],
    period: { start: at, end: at + 365 * DAY },
  };
  expect(prorate({ old: month, next: year, at, credit: 0 }).total).toBe(97_000 - 6_467);
});

test('halves go to the even neighbour', () => {
  expect([1, 3, 5, 7].map((n) => shareOf(n, 1, 2))).toEqual([0, 2, 2, 4]);
  expect(shareOf(10, 1, 3)).toBe(3);
  expect(shareOf(20, 1, 3)).toBe(7);
});

test('income of a month: a year is its twelfth, nothing where nothing is paid', () => {
  const one = [{ quantity: 2, unit: 6_000 }];
  expect([monthlyOf(one, 'month'), monthlyOf(one, 'year'), monthlyOf(one, null)]).toEqual([12_000, 1_000, 0]);
});
