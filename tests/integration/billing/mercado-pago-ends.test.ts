import { afterAll, expect, test } from 'vitest';
import { closeSubscription } from '#domain/billing/desk/close-subscription.ts';
import { DAY_MS, given } from '#tests/billing/mercado-pago-fixture.ts';
import { mercadoPagoLives } from './mercado-pago-lives-fixture.ts';

const lives = await mercadoPagoLives();
const { simulator, world, desk, tenant, hear, carry, facts } = lives;
afterAll(() => lives.close());

const subscriber = async () => {
  const tenantId = await tenant();
  const { ref } = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'mercado_pago' });
  await lives.authorise(given(ref));
  await hear();
  return { tenantId, id: given((await facts(tenantId)).providerSubscription) };
};

test('what Mercado Pago knows nothing of keeps nobody from an end that was wished for, and people of ours are told', async () => {
  const [cancels, leaves, owes] = [await subscriber(), await subscriber(), await subscriber()];
  given(world.preapprovals.get(owes.id)).card = Array.from({ length: 9 }, () => 'rejected' as const);
  simulator.advance(35 * DAY_MS);
  await hear();
  await carry(cancels.tenantId, 'cancel', { reason: 'price' });
  // Removed there, or of another account's key.
  for (const { id } of [cancels, leaves, owes]) world.preapprovals.delete(id);
  simulator.advance(35 * DAY_MS);
  await desk.applyPending(cancels.tenantId, 'end/1');
  expect(await facts(cancels.tenantId)).toMatchObject({ state: 'free', freeReason: 'canceled' });
  await desk.enter(leaves.tenantId, 'ended', 'end/2');
  await closeSubscription(lives.deps, leaves.tenantId, new AbortController().signal);
  expect(await facts(leaves.tenantId)).toMatchObject({ state: 'ended' });
  // Nobody wished for this one: under the other key it may be charged on.
  await expect(desk.downgrade(owes.tenantId, 'unpaid', 'end/3')).rejects.toMatchObject({ code: 'billing_refused' });
  expect(await facts(owes.tenantId)).toMatchObject({ tier: 'STARTER', providerSubscription: owes.id });
  const untold = lives.alarms.filter(({ code }) => code === 'untold').map(({ object, detail }) => [object, detail]);
  expect(untold).toEqual([
    [cancels.id, 'cancel'],
    [leaves.id, 'cancel'],
  ]);
});

test('what Mercado Pago knows nothing of can be cancelled, at its end and at once, and people of ours are told', async () => {
  const [owner, operator] = [await subscriber(), await subscriber()];
  for (const { id } of [owner, operator]) world.preapprovals.delete(id);
  const { paidThrough } = await facts(owner.tenantId);
  expect(await carry(owner.tenantId, 'cancel', { reason: 'price' })).toMatchObject({ status: 'done' });
  expect(await facts(owner.tenantId)).toMatchObject({ state: 'active', pending: { kind: 'cancel', at: paidThrough } });
  expect(lives.alarms).toContainEqual(expect.objectContaining({ code: 'untold', object: owner.id, detail: 'cancel' }));
  expect(await carry(owner.tenantId, 'revoke', {})).toMatchObject({ status: 'refused', reason: 'already_over' });
  simulator.advance(35 * DAY_MS);
  await desk.applyPending(owner.tenantId, 'end/4');
  expect(await facts(owner.tenantId)).toMatchObject({ state: 'free', freeReason: 'canceled' });

  expect(await carry(operator.tenantId, 'cancel', { when: 'now' })).toMatchObject({ status: 'done' });
  await desk.applyPending(operator.tenantId, 'end/5');
  expect(await facts(operator.tenantId)).toMatchObject({ state: 'free', freeReason: 'canceled' });
});
