import { expect, test } from 'vitest';
import { daysOf, monthBeside, runningTotals } from './month.ts';

test('a month has its days, and the months beside it', () => {
  expect([daysOf('2028-02'), daysOf('2026-11'), daysOf('2026-12')]).toEqual([29, 30, 31]);
  expect([monthBeside('2026-01', -1), monthBeside('2026-12', 1), monthBeside('2026-06', 1)]).toEqual([
    '2025-12',
    '2027-01',
    '2026-07',
  ]);
});

test('totals run on over days without calls, up to the last one that is to be shown', () => {
  const days = [
    { day: '2026-11-02', value: 3 },
    { day: '2026-11-04', value: 1.5 },
  ];
  expect(runningTotals(days, 5)).toEqual([0, 3, 3, 4.5, 4.5]);
  expect(runningTotals([], 2)).toEqual([0, 0]);
});
