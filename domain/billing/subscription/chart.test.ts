import { expect, test } from 'vitest';
import { SUBSCRIPTION_STATES } from '#flow/contracts/billing-desk.ts';
import { apiStatus, MOVES, mayMove } from './chart.ts';

const reached = (from: (typeof SUBSCRIPTION_STATES)[number]): Set<string> => {
  const seen = new Set<string>([from]);
  for (const state of seen) for (const next of MOVES[state as keyof typeof MOVES]) seen.add(next);
  return seen;
};

test('every state has an exit but the end, every one is reached from free, and from every one a payment leads to active', () => {
  expect(SUBSCRIPTION_STATES.filter((state) => MOVES[state].length === 0)).toEqual(['ended']);
  expect([...reached('free')].toSorted()).toEqual(SUBSCRIPTION_STATES.toSorted());
  const living = SUBSCRIPTION_STATES.filter((state) => state !== 'ended');
  expect(living.filter((state) => !mayMove(state, 'active'))).toEqual([]);
  expect(living.filter((state) => !mayMove(state, 'free') || !mayMove(state, 'ended'))).toEqual([]);
});

test('nobody goes from free to owing, or from grace back to merely late', () => {
  expect([mayMove('free', 'past_due'), mayMove('free', 'grace'), mayMove('grace', 'past_due')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('the API says each state by one of five words', () => {
  expect(SUBSCRIPTION_STATES.map((state) => apiStatus({ state, freeReason: null, granted: null }))).toEqual([
    ...['active', 'trialing', 'active', 'past_due', 'past_due', 'active', 'canceled'],
  ]);
  const free = (['canceled', 'unpaid', 'trial_ended'] as const).map((freeReason) =>
    apiStatus({ state: 'free', freeReason, granted: null }),
  );
  expect(free).toEqual(['canceled', 'expired', 'expired']);
  // What was granted is had, whatever ended before.
  const granted = { planVersionId: 'v', tier: 'STARTER' };
  expect(apiStatus({ state: 'free', freeReason: 'unpaid', granted })).toBe('active');
});
