import { afterAll, beforeEach, expect, test } from 'vitest';
import type { SubscriptionState } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { MOVES } from './chart.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T12:00:00.000Z');
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
const { carry, facts, hands, clock, stripe } = billing;
afterAll(() => data.close());
beforeEach(() => {
  clock.ms = START;
});

/** Time passes at the provider, and what it says is read. */
const days = async (tenantId: string, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) {
    clock.ms += DAY;
    stripe.tick();
  }
  await billing.sync(tenantId);
};
const enter = async (tenantId: string, to: SubscriptionState): Promise<void> => {
  await billing.desk.enter(tenantId, to, `to/${to}/${clock.ms}`);
};
const subscribe = async (tenantId: string, more: JsonObject = {}): Promise<void> => {
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'stripe', ...more });
  stripe.pay(wish?.ref ?? '');
  await billing.sync(tenantId);
};
const card = (tenantId: string, pays: boolean): void => void hands.cards.set(tenantId, pays);
const payAgain = async (tenantId: string): Promise<void> => {
  card(tenantId, true);
  await days(tenantId, 35);
};
/** Somebody pauses it on the provider's own pages: there nothing is asked for any more. */
const pauseThere = async (tenantId: string): Promise<void> => {
  for (const one of stripe.running.values())
    if (one.tenantId === tenantId) Object.assign(one, { status: 'active', isPaused: true });
  clock.ms += 1_000;
  await billing.sync(tenantId);
};
const cancelled = async (tenantId: string): Promise<void> => {
  await carry(tenantId, 'cancel', { when: 'period_end' });
  await days(tenantId, 40);
  await billing.desk.applyPending(tenantId, 'p');
};

/** How a tenant comes to stand there. */
const STANDING: Readonly<Record<SubscriptionState, (tenantId: string) => Promise<void>>> = {
  free: async (tenantId) => void (await billing.desk.look(tenantId)),
  trialing: (tenantId) => subscribe(tenantId, { trial: true }),
  active: subscribe,
  past_due: async (tenantId) => {
    await subscribe(tenantId);
    card(tenantId, false);
    await days(tenantId, 31);
    await enter(tenantId, 'past_due');
  },
  grace: async (tenantId) => {
    await STANDING.past_due(tenantId);
    await enter(tenantId, 'grace');
  },
  paused: async (tenantId) => {
    await subscribe(tenantId);
    await carry(tenantId, 'pause');
  },
  ended: (tenantId) => enter(tenantId, 'ended'),
};

const end = (tenantId: string) => enter(tenantId, 'ended');
/** How each edge of the chart is taken, from where it begins. */
const WAYS: Readonly<Record<string, (tenantId: string) => Promise<void>>> = {
  'free → trialing': async (tenantId) => void (await carry(tenantId, 'trial', { tier: 'STARTER' })),
  'free → active': subscribe,
  'free → ended': end,
  'trialing → active': (tenantId) => days(tenantId, 15),
  'trialing → past_due': async (tenantId) => {
    card(tenantId, false);
    await days(tenantId, 17);
    await enter(tenantId, 'past_due');
  },
  'trialing → paused': pauseThere,
  'trialing → free': async (tenantId) => {
    card(tenantId, false);
    await days(tenantId, 17);
    await billing.desk.downgrade(tenantId, 'trial_ended', 'd');
  },
  'trialing → ended': end,
  'active → past_due': async (tenantId) => {
    card(tenantId, false);
    await days(tenantId, 31);
    await enter(tenantId, 'past_due');
  },
  'active → paused': async (tenantId) => void (await carry(tenantId, 'pause')),
  'active → free': cancelled,
  'active → ended': end,
  'past_due → active': payAgain,
  'past_due → grace': (tenantId) => enter(tenantId, 'grace'),
  'past_due → paused': pauseThere,
  'past_due → free': cancelled,
  'past_due → ended': end,
  'grace → active': payAgain,
  'grace → free': async (tenantId) => void (await billing.desk.downgrade(tenantId, 'unpaid', 'd')),
  'grace → ended': end,
  'paused → active': async (tenantId) => {
    await carry(tenantId, 'resume');
    await billing.sync(tenantId);
  },
  'paused → free': cancelled,
  'paused → ended': end,
};

const edges = Object.entries(MOVES).flatMap(([from, to]) => to.map((one) => `${from} → ${one}`));

test('somebody takes every edge of the chart, and no other', () => {
  expect(Object.keys(WAYS).toSorted()).toEqual(edges.toSorted());
});

test.each(Object.entries(WAYS))('%s, at the real desk', async (edge, take) => {
  const [from, to] = edge.split(' → ') as [SubscriptionState, SubscriptionState];
  const tenantId = await billing.tenant();
  await STANDING[from](tenantId);
  expect((await facts(tenantId)).state).toBe(from);
  clock.ms += 60_000;
  await take(tenantId);
  expect((await facts(tenantId)).state).toBe(to);
});

test('who paused meanwhile is not late: the document’s older word changes nothing', async () => {
  const tenantId = await billing.tenant();
  await STANDING.paused(tenantId);
  await enter(tenantId, 'past_due');
  expect((await facts(tenantId)).state).toBe('paused');
});
