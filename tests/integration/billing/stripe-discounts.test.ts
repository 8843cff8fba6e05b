import { afterAll, expect, test } from 'vitest';
import { stripeFixture } from './stripe-fixture.ts';

const DAY = 86_400_000;
const fixture = await stripeFixture();
const { stripe, database, facts, payments } = fixture;
afterAll(() => fixture.close());

const hear = async (): Promise<void> => {
  for (const event of stripe.deliveries.waiting.splice(0)) await fixture.deliver(event);
  await fixture.process();
};

test('tenants whose periods end at one instant have their own lasting coupon taken off each period, and not another’s', async () => {
  await database.admin.sql`insert into coupons (code, percent, created_by) values ('METADE', 50, 'test')`;
  const tenants: string[] = [];
  for (const tier of ['STARTER', 'STARTER', 'BUSINESS']) {
    const tenantId = await fixture.tenant();
    const choice = { tier, interval: 'month', provider: 'stripe', coupon: 'METADE' };
    stripe.pay((await fixture.carry(tenantId, 'subscribe', choice))?.ref ?? '');
    tenants.push(tenantId);
  }
  await hear();
  expect(new Set(await Promise.all(tenants.map(async (one) => (await facts(one)).periodEnd))).size).toBe(1);
  for (let period = 0; period < 2; period++) {
    stripe.advance(31.5 * DAY);
    await hear();
  }
  const paid = await Promise.all(
    tenants.map(async (one) => (await payments(one)).map(({ status, amount }) => [status, amount])),
  );
  const thrice = (amount: number) => Array.from({ length: 3 }, () => ['paid', amount]);
  expect(paid).toEqual([thrice(4_850), thrice(4_850), thrice(14_850)]);
  expect(stripe.wrong).toEqual([]);
  expect(fixture.alarms).toEqual([]);
});
