import { expect, test } from 'vitest';
import { moneyOf, toldOutcome } from './money.ts';

test('what came of a wish says its money with the currency, whichever kind it is', () => {
  expect(toldOutcome({ kind: 'refund', outcome: { refunded: 500 } })).toEqual({ refunded: moneyOf(500) });
  expect(toldOutcome({ kind: 'usage', outcome: { amount: 250 } })).toEqual({ amount: moneyOf(250) });
  expect(toldOutcome({ kind: 'usage', outcome: {} })).toEqual({});
  expect(toldOutcome({ kind: 'usage', outcome: null })).toBeNull();
});
