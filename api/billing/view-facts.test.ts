import { expect, test } from 'vitest';
import { viewFacts } from './view-facts.ts';

const brl = (amount: number) => ({ amount, currency: 'BRL' });

test('of facts the sums are money, and counts, shares and what is not there stay as they are', () => {
  const coupon = { code: 'NATAL', percent: 20, amount: null, left: 3 };
  const facts = {
    ...{ state: 'active', revision: 7, renewal: null },
    items: [{ key: 'STARTER', quantity: 2, unit: 9_700 }],
    pending: { kind: 'change', items: [{ key: 'FREE', quantity: 1, unit: 0 }] },
    discount: { coupon, next: { key: 'k', coupon: 100, credit: 50, full: 9_700, told: true } },
  };
  expect(viewFacts(facts)).toEqual({
    ...{ state: 'active', revision: 7, renewal: null },
    items: [{ key: 'STARTER', quantity: 2, unit: brl(9_700) }],
    pending: { kind: 'change', items: [{ key: 'FREE', quantity: 1, unit: brl(0) }] },
    discount: { coupon, next: { key: 'k', coupon: brl(100), credit: brl(50), full: brl(9_700), told: true } },
  });
  // Of a comparison only what differed is there.
  expect(viewFacts({ renewal: { amount: 500 }, items: null })).toEqual({ renewal: { amount: brl(500) }, items: null });
});
