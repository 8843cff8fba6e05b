import { afterAll, expect, test } from 'vitest';
import { stripeFixture } from './stripe-fixture.ts';

const fixture = await stripeFixture();
const { stripe, facts, carry } = fixture;
afterAll(() => fixture.close());

test('what Stripe knows nothing of can be cancelled, and people of ours are told', async () => {
  const tenantId = await fixture.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'stripe' });
  stripe.pay(wish?.ref ?? '');
  for (const event of stripe.deliveries.waiting.splice(0)) await fixture.deliver(event);
  await fixture.process();
  const { providerSubscription, paidThrough } = await facts(tenantId);
  // Removed there, or of another account's key.
  stripe.world.subscriptions.delete(providerSubscription ?? '');
  expect(await carry(tenantId, 'cancel', { reason: 'price' })).toMatchObject({ status: 'done' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', pending: { kind: 'cancel', at: paidThrough } });
  expect(fixture.alarms).toContainEqual(expect.objectContaining({ code: 'untold', object: providerSubscription }));
  expect(await carry(tenantId, 'revoke', {})).toMatchObject({ status: 'refused', reason: 'already_over' });
});
