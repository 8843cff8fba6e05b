import { afterAll, beforeEach, expect, test } from 'vitest';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { confirmManualPayment } from '../manual/confirm-payment.ts';
import { openWishes } from '../requests/wish.ts';
import { findSubscription } from '../subscription/find-subscription.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T12:00:00.000Z');
const data = await dataFixture();
const { withTenant } = data.database;
const billing = await billingFixture(data.database, START);
billing.addPixKey();
const { carry, clock, facts } = billing;
afterAll(() => data.close());
beforeEach(() => {
  clock.ms = START;
});

const subscriber = async (): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'manual' });
  const paidAt = new Date(clock.ms).toISOString();
  await confirmManualPayment(data.database, { payment: wish?.ref ?? '', by: 'operator:usr_1', note: 'bank', paidAt });
  await billing.sync(tenantId);
  return tenantId;
};
const next = async (tenantId: string) => (await withTenant(tenantId, (db) => findSubscription(db))).next;
const letter = async (tenantId: string, notice: string) => {
  const [row] = await withTenant(
    tenantId,
    (db) => db.sql<{ data: { amount?: number } }>`
      select data from billing_notices where tenant_id = ${db.tenant} and notice = ${notice} and channel = 'email'`,
  );
  return row?.data;
};

test('what the end of a pause charges is said when it begins, before it ends and on the page, and is what is charged', async () => {
  const tenantId = await subscriber();
  const until = '2027-03-16T12:00:00.000Z';
  clock.ms = START + 5 * DAY;
  await carry(tenantId, 'pause', { until });
  // March runs by then, of which 16 of 31 days are left.
  const amount = 5_006;
  expect(await next(tenantId)).toMatchObject({ at: until, amount });
  expect(await letter(tenantId, 'paused')).toMatchObject({ until, amount });
  clock.ms = Date.parse(until) - 3 * DAY;
  await billing.desk.tell(tenantId, 'resume_soon', { date: until }, 'k');
  expect(await letter(tenantId, 'resume_soon')).toMatchObject({ at: until, amount });

  clock.ms = Date.parse(until);
  await billing.desk.sync(tenantId);
  await billing.desk.enter(tenantId, 'active', 'e');
  const [wish] = await withTenant(tenantId, openWishes);
  await billing.desk.carryOut(tenantId, wish?.id ?? '', 'c');
  const [asked] = await withTenant(tenantId, openWishes);
  expect([asked?.kind, asked?.work?.price?.total]).toEqual(['resume', amount]);
});

test('a pause that ends within what is paid for charges nothing by its end, and one without an end never', async () => {
  const tenantId = await subscriber();
  const { periodEnd } = await facts(tenantId);
  await carry(tenantId, 'pause', { until: '2027-01-20T12:00:00.000Z' });
  expect(await next(tenantId)).toMatchObject({ at: periodEnd, amount: 9_700 });
  expect(await letter(tenantId, 'paused')).not.toHaveProperty('amount');
  const other = await subscriber();
  await carry(other, 'pause');
  expect(await next(other)).toBeNull();
});
