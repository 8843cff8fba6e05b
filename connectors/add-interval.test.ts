import { expect, test } from 'vitest';
import { addInterval, rolledTo } from './add-interval.ts';

test.each([
  ['2026-01-15T10:00:00.000Z', 'month', '2026-02-15T10:00:00.000Z'],
  ['2026-01-31T10:00:00.000Z', 'month', '2026-02-28T10:00:00.000Z'],
  ['2026-12-31T23:59:59.000Z', 'month', '2027-01-31T23:59:59.000Z'],
  ['2028-02-29T00:00:00.000Z', 'year', '2029-02-28T00:00:00.000Z'],
] as const)('%s and a %s is %s', (from, interval, to) => {
  expect(addInterval(from, interval)).toBe(to);
});

test('a period is counted on to the one that runs, from one day of the month', () => {
  const paid = { start: '2026-12-31T10:00:00.000Z', end: '2027-01-31T10:00:00.000Z' };
  expect(rolledTo(paid, 'month', '2027-01-31T09:00:00.000Z')).toEqual(paid);
  expect(rolledTo(paid, 'month', '2027-03-15T00:00:00.000Z')).toEqual({
    start: '2027-02-28T10:00:00.000Z',
    end: '2027-03-31T10:00:00.000Z',
  });
  expect(rolledTo(paid, 'month', '2027-03-31T10:00:00.000Z').start).toBe('2027-03-31T10:00:00.000Z');
  expect(addInterval('2027-03-31T10:00:00.000Z', 'month', -1)).toBe('2027-02-28T10:00:00.000Z');
});
