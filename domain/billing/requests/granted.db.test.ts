import { afterAll, expect, test } from 'vitest';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { parseId } from '../../ids.ts';
import { askOperatorWish } from '../operators/ask-wish.ts';
import { holdFacts } from '../subscription/facts-at-work.ts';
import { findSubscription } from '../subscription/find-subscription.ts';
import { previewChange } from './preview-change.ts';

/** Of tenants whose row says another plan than FREE: an operator made them so, and no subscription runs. */
const data = await dataFixture();
const billing = await billingFixture(data.database);
const { ask, carry, facts, pass, subscribe, sync } = billing;
const { withTenant, admin } = data.database;
afterAll(() => data.close());

const MONTHLY = { interval: 'month', provider: 'stripe' };
/** Ends what is cancelled, tried or given, once its time is over. */
const end = async (tenantId: string): Promise<void> => {
  await sync(tenantId);
  await billing.desk.applyPending(tenantId, `end/${billing.clock.ms}`);
};
const rankOf = async (tenantId: string) =>
  (await admin.sql<{ plan: string }>`select plan from tenants where id = ${parseId('ten', tenantId)}`)[0]?.plan;
const noticesOf = (tenantId: string, notice: string) =>
  withTenant(
    tenantId,
    ({ sql, tenant }) => sql`
      select data ->> 'plan' as plan, data ->> 'then' as then from billing_notices
      where tenant_id = ${tenant} and notice = ${notice} and channel = 'email'`,
  );
const refusal = (granted: string) => ({ code: 'conflict', details: { reason: 'plan_granted', granted } });

test('a plan that was granted is there again when a trial of a larger one is over, and its letters say so', async () => {
  const [tenantId, other] = [await billing.tenant('STARTER'), await billing.tenant()];
  for (const one of [tenantId, other]) await carry(one, 'trial', { tier: 'BUSINESS' });
  expect(await facts(tenantId)).toMatchObject({ state: 'trialing', tier: 'BUSINESS', granted: { tier: 'STARTER' } });
  expect(await noticesOf(tenantId, 'trial_started')).toEqual([{ plan: 'Empresa', then: 'Inicial' }]);
  expect(await noticesOf(other, 'trial_started')).toEqual([{ plan: 'Empresa', then: 'Grátis' }]);
  pass(30);
  for (const one of [tenantId, other]) {
    await billing.desk.downgrade(one, 'trial_ended', 'over');
    await billing.desk.tell(one, 'trial_ended', {}, 'over');
  }
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'STARTER', freeReason: 'trial_ended', items: [] });
  expect(await facts(other)).toMatchObject({ state: 'free', tier: 'FREE', granted: null });
  expect([await rankOf(tenantId), await rankOf(other)]).toEqual(['STARTER', 'FREE']);
  expect(await noticesOf(tenantId, 'trial_ended')).toEqual([{ plan: 'Inicial', then: null }]);
  expect(await withTenant(tenantId, findSubscription)).toMatchObject({
    ...{ status: 'active', plan: { tier: 'STARTER' }, granted: { tier: 'STARTER', monthly: 9_700 } },
  });
  await expect(ask(tenantId, 'trial', { tier: 'BUSINESS' })).rejects.toMatchObject({
    details: { reason: 'trial_used' },
  });
});

test('so it is when what was bought ends: cancelled, unpaid, given back; and it may be bought anew', async () => {
  const tenantId = await billing.tenant('STARTER');
  const back = { state: 'free', tier: 'STARTER', provider: null, access: 'full' };
  await subscribe(tenantId, 'BUSINESS');
  await carry(tenantId, 'cancel');
  pass(32);
  await end(tenantId);
  expect(await facts(tenantId)).toMatchObject({ ...back, freeReason: 'canceled' });

  await subscribe(tenantId, 'BUSINESS');
  billing.hands.cards.set(tenantId, false);
  pass(32);
  await sync(tenantId);
  await billing.desk.downgrade(tenantId, 'unpaid', 'grace');
  expect(await facts(tenantId)).toMatchObject({ ...back, freeReason: 'unpaid' });

  billing.hands.cards.set(tenantId, true);
  await subscribe(tenantId, 'BUSINESS');
  const payments = await billing.payments(tenantId);
  const newest = payments.find(({ status, refunded }) => status === 'paid' && refunded === 0);
  await carry(tenantId, 'refund', { payment: newest?.id ?? '', reason: 'asked' });
  await end(tenantId);
  expect(await facts(tenantId)).toMatchObject({ ...back, freeReason: 'refunded' });
  const changes = await withTenant(
    tenantId,
    ({ sql, tenant }) => sql<{ mrr_after: bigint; to_tier: string }>`
      select mrr_after, to_tier from subscription_changes where tenant_id = ${tenant} and to_state = 'free' and kind = 'end'`,
  );
  expect(changes).toEqual(Array.from({ length: 3 }, () => ({ mrr_after: 0n, to_tier: 'STARTER' })));
});

test('so it is when a gift of a larger one is over', async () => {
  const tenantId = await billing.tenant('STARTER');
  await carry(tenantId, 'comp', { tier: 'BUSINESS', duration: 'P30D', reason: 'sorry' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'BUSINESS' });
  pass(31);
  await end(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'STARTER' });
});

test.each<[RequestKind, JsonObject]>([
  ['trial', { tier: 'BUSINESS' }],
  ['trial', { tier: 'STARTER' }],
  ['subscribe', { ...MONTHLY, tier: 'STARTER', coupon: 'DEMENOS' }],
  ['subscribe', { ...MONTHLY, tier: 'BUSINESS', trial: true }],
  ['comp', { tier: 'STARTER', duration: 'P1Y', reason: 'sorry' }],
  ['comp', { duration: 'P1Y', reason: 'sorry' }],
])(
  '%s of what is not above it is refused with the plan that was granted, and nothing is used up: %o',
  async (kind, input) => {
    const tenantId = await billing.tenant('BUSINESS');
    await expect(ask(tenantId, kind, input)).rejects.toMatchObject(refusal('BUSINESS'));
    const { requests, tier } = await withTenant(tenantId, async (db) => ({
      requests: await db.sql`select 1 from subscription_requests where tenant_id = ${db.tenant}`,
      tier: (await findSubscription(db)).plan.tier,
    }));
    expect([requests, tier]).toEqual([[], 'BUSINESS']);
    expect(await admin.sql`select 1 from coupon_redemptions where tenant_id = ${parseId('ten', tenantId)}`).toEqual([]);
  },
);

test('what is on request is the dearest: beside it nothing is tried, sold or given', async () => {
  const tenantId = await billing.tenant('ENTERPRISE');
  for (const tier of ['STARTER', 'BUSINESS', 'ENTERPRISE', 'MESSAGING_TEAM'])
    await expect(ask(tenantId, 'subscribe', { ...MONTHLY, tier })).rejects.toMatchObject(refusal('ENTERPRISE'));
  const gift = { kind: 'comp', tier: 'BUSINESS', duration: 'P1M' } as const;
  const deed = { by: 'operator:token', reason: 'sorry' };
  await expect(askOperatorWish(data.database, tenantId, gift, deed)).rejects.toMatchObject(refusal('ENTERPRISE'));
});

test('who pays for a larger plan does not change to one that they have anyway, and is shown no price of it', async () => {
  const tenantId = await billing.tenant('STARTER');
  await subscribe(tenantId, 'BUSINESS');
  await expect(ask(tenantId, 'change', { tier: 'STARTER' })).rejects.toMatchObject(refusal('STARTER'));
  const preview = (input: JsonObject) =>
    withTenant(tenantId, async (db) =>
      previewChange(await holdFacts(billing.deps, db), input, { atMs: billing.clock.ms, intervalChange: true }),
    );
  await expect(preview({ tier: 'STARTER' })).rejects.toMatchObject(refusal('STARTER'));
  // The plan itself, by the year or with more beside it, is the larger one still.
  expect(await preview({ interval: 'year' })).toMatchObject({ when: 'now' });
  expect(await ask(tenantId, 'comp', { duration: 'P1M', reason: 'sorry' })).toMatchObject({ kind: 'comp' });
});

test('an end that a process of the release before led to FREE keeps nobody from paying for the plan that was granted', async () => {
  const tenantId = await billing.tenant('STARTER');
  await carry(tenantId, 'trial', { tier: 'BUSINESS' });
  await withTenant(
    tenantId,
    ({ sql, tenant }) => sql`
      update billing_subscriptions set state = 'free', trial_ends_at = null, plan_version_id = (
        select id from plan_versions where tier = 'FREE' and published_at is not null order by number desc limit 1)
      where tenant_id = ${tenant}`,
  );
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'FREE', granted: null });
  await subscribe(tenantId, 'STARTER');
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER', granted: null });
});
