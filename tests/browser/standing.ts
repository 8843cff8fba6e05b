import type { Page } from 'playwright-core';
import type { Demo } from '#scripts/run.ts';

const DAY = 86_400_000;
/** So many days from now. */
export const on = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

export const brl = (amount: number) => ({ amount, currency: 'BRL' });
export const PLAN = { key: 'STARTER', name: 'Inicial', quantity: 1, unit: brl(9_700) };
/** What is charged next, and nothing comes off it. */
export const NEXT = {
  ...{ at: on(20), amount: brl(9_700), full: brl(9_700), coupon: brl(0), code: null, credit: brl(0) },
};
export const PAYS = {
  next: NEXT,
  granted: null,
  ...{ state: 'active', access: 'full', interval: 'month', amount: brl(9_700), provider: 'stripe', items: [PLAN] },
  ...{ plan: { tier: 'STARTER', name: 'Inicial', number: 1 }, periodStart: on(-10), periodEnd: on(20), pending: null },
  paidThrough: on(20),
};
/** Not even the reading of the last invoice was paid: the period that runs is nobody's. */
export const OWES = {
  ...PAYS,
  next: null,
  state: 'past_due',
  failedAt: on(-2),
  periodStart: on(-2),
  periodEnd: on(28),
  paidThrough: on(-2),
};
export const PAUSED = {
  ...PAYS,
  next: null,
  state: 'paused',
  access: 'read_only',
  paidThrough: on(-5),
  periodStart: on(-5),
  periodEnd: on(25),
};

/** The plan's page of a subscription that stands so, as the API says it. */
export const openStanding = async (page: Page, demo: Demo, stands: () => object): Promise<void> => {
  await page.unrouteAll({ behavior: 'wait' });
  await page.route('**/v1/subscription/current', async (asked) => {
    const answer = await asked.fetch();
    await asked.fulfill({ response: answer, json: { ...(await answer.json()), ...stands() } });
  });
  await page.goto(`${demo.url}/plan`);
  await page.locator('.plan-current').waitFor();
};

/** A wish as it is answered. */
export const wish = (kind: string, more: object = {}) => ({
  ...{ id: `sreq_${'0'.repeat(32)}`, kind, status: 'done', createdAt: on(0), closedAt: on(0), expiresAt: null },
  ...{ provider: null, amount: null, reason: null, input: {}, asked: null, outcome: null },
  ...more,
});
