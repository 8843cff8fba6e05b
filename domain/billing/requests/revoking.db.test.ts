import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { failure } from '#flow/errors.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';

const data = await dataFixture();
const billing = await billingFixture(data.database);
const { ask, carry } = billing;
afterAll(() => data.close());
afterEach(() => vi.restoreAllMocks());

const sync = async (tenantId: string): Promise<void> => {
  billing.clock.ms += 1_000;
  await billing.sync(tenantId);
};
const pendingOf = async (tenantId: string) =>
  (await data.database.withTenant(tenantId, readSubscription))?.pending ?? null;
/** What the provider charges for the next period. */
const charged = (tenantId: string): number | undefined => {
  const [sub] = [...billing.stripe.running.values()].filter((one) => one.tenantId === tenantId);
  return (sub?.next ?? sub)?.lines.reduce((sum, { quantity, unit }) => sum + quantity * unit, 0);
};
const subscriber = async (): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'BUSINESS', interval: 'month', provider: 'stripe' });
  billing.stripe.pay(wish?.ref ?? '');
  await sync(tenantId);
  return tenantId;
};

test('who cancels over a smaller plan that was scheduled, and stays, is charged for the plan they have', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'change', { tier: 'STARTER' });
  expect(charged(tenantId)).toBe(9_700);
  await carry(tenantId, 'cancel', { reason: 'price' });
  expect(await carry(tenantId, 'revoke')).toMatchObject({ status: 'done' });
  expect([await pendingOf(tenantId), charged(tenantId)]).toEqual([null, 29_700]);
  await sync(tenantId);
  expect(billing.alarms.filter((one) => one.tenantId === tenantId)).toEqual([]);
});

test('what was taken back is told to a provider that was away, by whoever reads it next', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'change', { tier: 'STARTER' });
  const { id } = await ask(tenantId, 'revoke');
  const away = vi.spyOn(billing.stripe, 'setLines').mockRejectedValue(failure('billing_unreachable', 'Longe', 'Away'));
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  away.mockRestore();
  await sync(tenantId);
  expect([await pendingOf(tenantId), charged(tenantId)]).toEqual([null, 29_700]);
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'done' });
});

test('a cancellation that was taken back while the process died is taken back once, and is no refusal', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'cancel', { reason: 'price' });
  const { id } = await ask(tenantId, 'revoke');
  billing.hands.dies = () => true;
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toThrow('The process died');
  billing.hands.dies = () => false;
  await sync(tenantId);
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'done' });
  expect(await pendingOf(tenantId)).toBeNull();
});
