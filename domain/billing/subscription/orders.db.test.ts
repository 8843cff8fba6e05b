import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProviderPayment, ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import { type BillingFixture, billingFixture } from '#tests/billing/billing-fixture.ts';
import { type DataFixture, dataFixture } from '#tests/integration/data/data-fixture.ts';
import { applyFacts } from './apply-facts.ts';
import { readSubscription } from './hold-subscription.ts';
import { readPayments } from './keep-payment.ts';
import { iso } from './subscription.ts';

const DAY = 86_400_000;
let data: DataFixture;
let billing: BillingFixture;

beforeAll(async () => {
  data = await dataFixture();
  billing = await billingFixture(data.database);
});
afterAll(() => data.close());

const at = (days: number): string => iso(billing.clock.ms + days * DAY);

const payment = (id: string, from: number, more: Partial<ProviderPayment> = {}): ProviderPayment => ({
  ...{ id, charge: null, kind: 'period', request: null, subscription: 's', amount: 9_700, status: 'paid', refunded: 0 },
  ...{ disputed: false, method: 'card', periodStart: at(from), periodEnd: at(from + 30), paidAt: at(from) },
  ...{ nextAttemptAt: null, failureCode: null, pix: null, hostedUrl: null },
  ...more,
});

const reading = (tenantId: string, from: number, more: Partial<ProviderSubscription>): ProviderSubscription => ({
  ...{ id: `s_${tenantId}`, customer: `c_${tenantId}`, tenantId, request: null, status: 'active', rawStatus: 'active' },
  ...{
    interval: 'month',
    amount: 9_700,
    periodStart: at(from),
    periodEnd: at(from + 30),
    cancelAt: null,
    endedAt: null,
  },
  ...{ method: null, payments: [] },
  ...more,
});

/** A life as it was read, in the order in which it was asked for: begun, renewal failed, paid, cancelled. */
const story = (tenantId: string) => {
  const [first, failed] = [
    payment(`p1_${tenantId}`, -31),
    payment(`p2_${tenantId}`, -1, {
      status: 'failed',
      paidAt: null,
      failureCode: 'card_declined',
      nextAttemptAt: at(2),
    }),
  ];
  const paid = payment(`p2_${tenantId}`, -1);
  return [
    { readAt: at(-31), reading: reading(tenantId, -31, { payments: [first] }) },
    { readAt: at(-0.9), reading: reading(tenantId, -1, { status: 'past_due', payments: [failed, first] }) },
    { readAt: at(-0.5), reading: reading(tenantId, -1, { payments: [paid, first] }) },
    { readAt: at(-0.1), reading: reading(tenantId, -1, { cancelAt: at(29), payments: [paid, first] }) },
  ];
};

const orders = (count: number): number[][] => {
  if (count === 1) return [[0]];
  return orders(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, place) => order.toSpliced(place, 0, count - 1)),
  );
};

const apply = (tenantId: string, step: ReturnType<typeof story>[number]) =>
  data.database.withTenant(tenantId, (db) => applyFacts(billing.deps, db, { provider: 'stripe', ...step }));

const live = async (order: readonly number[]) => {
  const tenantId = await billing.tenant();
  const steps = story(tenantId);
  for (const n of order) {
    const step = steps[n];
    if (step) await apply(tenantId, step);
  }
  const held = await data.database.withTenant(tenantId, readSubscription);
  const paid = await data.database.withTenant(tenantId, readPayments);
  const { state, access, periodEnd, paidThrough, failedAt, pending } = held ?? {};
  const payments = paid.map(({ status, amount }) => ({ status, amount }));
  return { state, access, periodEnd, paidThrough, failedAt, pending, payments };
};

test('in whatever order readings come, and however often, the facts are those of the newest', async () => {
  const expected = await live([0, 1, 2, 3]);
  expect(expected).toMatchObject({ state: 'active', access: 'full', failedAt: null, pending: { kind: 'cancel' } });
  expect(expected.payments).toHaveLength(2);
  for (const order of orders(4))
    expect({ order, ...(await live([...order, ...order])) }).toEqual({ order, ...expected });
});

test('a word that nobody knows changes nothing, and somebody hears of it', async () => {
  const tenantId = await billing.tenant();
  const [first] = story(tenantId).slice(2);
  if (!first) throw new Error('No step');
  await apply(tenantId, first);
  const before = await data.database.withTenant(tenantId, readSubscription);
  const strange = { status: 'unknown', rawStatus: 'frozen_by_moon', periodEnd: at(900) } as const;
  await apply(tenantId, { readAt: at(0), reading: { ...first.reading, ...strange } });
  expect(await data.database.withTenant(tenantId, readSubscription)).toEqual(before);
  expect(billing.alarms).toContainEqual(expect.objectContaining({ code: 'unknown_status', detail: 'frozen_by_moon' }));
});

test('what says that it is another tenant’s is not taken in, and an object belongs to one tenant', async () => {
  const [mine, theirs] = [await billing.tenant(), await billing.tenant()];
  const [, , paid] = story(mine);
  if (!paid) throw new Error('No step');
  await apply(theirs, paid);
  await apply(mine, paid);
  await apply(theirs, { ...paid, reading: { ...paid.reading, tenantId: null } });
  expect(await data.database.withTenant(theirs, readPayments)).toEqual([]);
  expect(await data.database.withTenant(theirs, readSubscription)).toMatchObject({ state: 'free', provider: null });
  expect(await data.database.withTenant(mine, readSubscription)).toMatchObject({ state: 'active' });
});

test('a payment goes forward only, also where somebody writes past the rules', async () => {
  const tenantId = await billing.tenant();
  const [, , paid] = story(tenantId);
  if (!paid) throw new Error('No step');
  await apply(tenantId, paid);
  const back = data.database.withTenant(
    tenantId,
    ({ sql, tenant }) => sql`update billing_payments set status = 'failed' where tenant_id = ${tenant}`,
  );
  await expect(back).rejects.toThrow();
});

test('a chargeback ends what it paid for; where the dispute is won before that, nothing ends', async () => {
  const tenantId = await billing.tenant();
  const [, , paid] = story(tenantId);
  if (!paid) throw new Error('No step');
  await apply(tenantId, paid);
  const [newest, ...rest] = paid.reading.payments;
  if (!newest) throw new Error('No payment');
  const disputed = { ...paid.reading, payments: [{ ...newest, disputed: true }, ...rest] };
  await apply(tenantId, { readAt: at(0), reading: disputed });
  const facts = await data.database.withTenant(tenantId, readSubscription);
  expect(facts).toMatchObject({ access: 'full', pending: { kind: 'cancel', reason: 'disputed' } });
  await apply(tenantId, { readAt: at(0.1), reading: paid.reading });
  expect(await data.database.withTenant(tenantId, readSubscription)).toMatchObject({ state: 'active', pending: null });
});
