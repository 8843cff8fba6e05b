import { expect, test } from 'vitest';
import { type Change, incomeByMonth, monthsBetween, recoveryByMonth, trialsByMonth } from './figures.ts';

const change = (
  tenant: string,
  month: string,
  [from, to]: [string, string],
  [mrrBefore, mrrAfter]: [number, number],
): Change => ({
  ...{ tenant, month, kind: 'x', fromState: from, toState: to, mrrBefore, mrrAfter },
});

const LIFE = [
  change('a', '2026-01', ['free', 'active'], [0, 9_700]),
  change('b', '2026-01', ['free', 'trialing'], [0, 0]),
  change('b', '2026-02', ['trialing', 'active'], [0, 29_700]),
  change('c', '2026-02', ['free', 'trialing'], [0, 0]),
  change('a', '2026-02', ['active', 'active'], [9_700, 29_700]),
  change('c', '2026-03', ['trialing', 'free'], [0, 0]),
  change('a', '2026-03', ['active', 'past_due'], [29_700, 29_700]),
  change('a', '2026-03', ['past_due', 'grace'], [29_700, 29_700]),
  change('a', '2026-03', ['grace', 'free'], [29_700, 0]),
  change('b', '2026-03', ['active', 'past_due'], [29_700, 29_700]),
  change('b', '2026-04', ['past_due', 'active'], [29_700, 29_700]),
  change('b', '2026-04', ['active', 'active'], [29_700, 9_700]),
  change('a', '2026-04', ['free', 'active'], [0, 9_700]),
  change('d', '2026-04', ['free', 'trialing'], [0, 0]),
  change('b', '2026-04', ['active', 'past_due'], [9_700, 9_700]),
];
const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04'];

test('income by month: what is new, back, larger, smaller and gone, and the sum of it', () => {
  const months = incomeByMonth(LIFE, MONTHS);
  expect(months.map(({ month, mrr, payers }) => [month, mrr, payers])).toEqual([
    ['2026-01', 9_700, 1],
    ['2026-02', 59_400, 2],
    ['2026-03', 29_700, 1],
    ['2026-04', 19_400, 2],
  ]);
  expect(months[1]).toMatchObject({ fresh: 29_700, larger: 20_000, back: 0, smaller: 0, gone: 0, churn: 0 });
  expect(months[2]).toMatchObject({ gone: 29_700, left: 1, churn: 1 / 2, incomeChurn: 1 / 2 });
  expect(months[3]).toMatchObject({ fresh: 0, back: 9_700, smaller: 20_000, left: 0 });
  expect(months[0]).toMatchObject({ churn: null, incomeChurn: null });
});

test('a part of the months says the same of them as all do, and each month ends where the next begins', () => {
  const all = incomeByMonth(LIFE, MONTHS);
  expect(incomeByMonth(LIFE, MONTHS.slice(2))).toEqual(all.slice(2));
  for (const [i, one] of all.entries()) {
    const before = all[i - 1]?.mrr ?? 0;
    expect(one.mrr).toBe(before + one.fresh + one.back + one.larger - one.smaller - one.gone);
  }
});

test('trials count in the month in which they began, won once they are paid for', () => {
  const trials = trialsByMonth(LIFE, MONTHS);
  expect(trials.map(({ began, won, lost, open, rate }) => [began, won, lost, open, rate])).toEqual([
    [1, 1, 0, 0, 1],
    [1, 0, 1, 0, 0],
    [0, 0, 0, 0, null],
    [1, 0, 0, 1, null],
  ]);
});

test('a charge that failed counts once, however long it is owed, in the month of the failure', () => {
  const failed = recoveryByMonth(LIFE, MONTHS);
  expect(failed.map(({ began, won, lost, open, rate }) => [began, won, lost, open, rate])).toEqual([
    [0, 0, 0, 0, null],
    [0, 0, 0, 0, null],
    [2, 1, 1, 0, 1 / 2],
    [1, 0, 0, 1, null],
  ]);
});

test('months follow one another over a year’s end', () => {
  expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(monthsBetween('2026-02', '2026-01')).toEqual([]);
});
