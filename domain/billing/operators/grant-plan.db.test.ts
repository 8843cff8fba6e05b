import { afterAll, expect, test } from 'vitest';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { newId, parseId } from '../../ids.ts';
import { PLATFORM_ID } from '../../platform/platform.ts';
import { findSubscription } from '../subscription/find-subscription.ts';
import { syncFacts } from '../subscription/sync-facts.ts';
import { grantPlan } from './grant-plan.ts';

const data = await dataFixture();
const billing = await billingFixture(data.database);
const { ask, carry, facts, pass, subscribe, sync } = billing;
const { withTenant, admin } = data.database;
afterAll(() => data.close());

const deed = { by: 'operator:token', reason: 'as talked about' };
const grant = (tenantId: string, tier: string | null) => grantPlan(billing.deps, tenantId, { tier, ...deed });
const MONTHLY = { interval: 'month', provider: 'stripe' };
const because = (reason: string) => ({ code: 'conflict', details: { reason } });

interface Traces {
  rank: string | undefined;
  audit: unknown[];
  log: unknown[];
  changes: { kind: string; to_tier: string; actor: string; earned: string }[];
  told: string[];
  heard: number;
  frozen: number;
}
/** All that a deed leaves behind. */
const tracesOf = (tenantId: string): Promise<Traces> =>
  withTenant(tenantId, async ({ sql, tenant }) => ({
    rank: (await sql<{ plan: string }>`select plan from tenants where id = ${tenant}`)[0]?.plan,
    audit: (
      await sql<{ data: { tier: string | null } }>`
        select data from audit_entries where tenant_id = ${tenant} and action = 'plan.grant' order by seq`
    ).map((one) => one.data.tier),
    log: (
      await admin.sql<{ tier: string | null }>`
        select data ->> 'tier' as tier from operator_log where target = ${tenantId} order by seq`
    ).map((one) => one.tier),
    changes: await sql`
      select kind, to_tier, actor, mrr_after::text as earned from subscription_changes
      where tenant_id = ${tenant} and source like 'grant/%' order by at, source`,
    told: (
      await sql<{ plan: string }>`
        select data ->> 'plan' as plan from billing_notices
        where tenant_id = ${tenant} and notice = 'changed' and channel = 'email' order by created_at`
    ).map((one) => one.plan),
    heard: (
      await sql`
        select 1 from platform_events where tenant_id = ${tenant} and name = 'trama.subscription.changed'`
    ).length,
    frozen: (await sql`select 1 from frozen_items where tenant_id = ${tenant}`).length,
  }));

const addMembers = async (tenantId: string, n: number): Promise<void> => {
  for (let i = 0; i < n; i++) {
    const user = parseId('usr', newId('usr'));
    await admin.sql`insert into users (id, email, name) values (${user}, ${`${user}@example.com`}, 'Ivo')`;
    await admin.sql`
      insert into memberships (tenant_id, user_id, role) values (${parseId('ten', tenantId)}, ${user}, 'editor')`;
  }
};

test('what is granted where nothing runs counts at once, and so does its end; said twice it is said once', async () => {
  const [tenantId, other] = [await billing.tenant(), await billing.tenant()];
  for (let n = 0; n < 2; n++)
    expect(await grant(tenantId, 'BUSINESS')).toEqual({ state: 'free', plan: 'BUSINESS', granted: 'BUSINESS' });
  const given = { kind: 'upgrade', to_tier: 'BUSINESS', actor: 'operator:token', earned: '0' };
  expect(await tracesOf(tenantId)).toEqual({
    ...{ rank: 'BUSINESS', audit: ['BUSINESS'], log: ['BUSINESS'], changes: [given], told: ['Empresa'], heard: 1 },
    frozen: 0,
  });
  expect(await withTenant(tenantId, findSubscription)).toMatchObject({ status: 'active', freeReason: null });
  await expect(ask(tenantId, 'subscribe', { ...MONTHLY, tier: 'BUSINESS' })).rejects.toMatchObject(
    because('plan_granted'),
  );

  await addMembers(tenantId, 3);
  for (const tier of [null, 'FREE'])
    expect(await grant(tenantId, tier)).toEqual({ state: 'free', plan: 'FREE', granted: null });
  const taken = { ...given, kind: 'downgrade', to_tier: 'FREE' };
  expect(await tracesOf(tenantId)).toMatchObject({
    ...{ rank: 'FREE', audit: ['BUSINESS', null], log: ['BUSINESS', null], changes: [given, taken], frozen: 2 },
    told: ['Empresa', 'Grátis'],
  });
  const notices = await withTenant(
    tenantId,
    ({ sql, tenant }) => sql`select 1 from billing_notices where tenant_id = ${tenant} and notice = 'frozen'`,
  );
  expect(notices).not.toEqual([]);
  expect(await grant(tenantId, 'ENTERPRISE')).toMatchObject({ plan: 'ENTERPRISE' });
  expect(await tracesOf(tenantId)).toMatchObject({ rank: 'ENTERPRISE', frozen: 0 });
  await grant(tenantId, null);
  expect(await ask(tenantId, 'subscribe', { ...MONTHLY, tier: 'BUSINESS' })).toMatchObject({ status: 'asked' });
  expect(await tracesOf(other)).toMatchObject({ rank: 'FREE', audit: [], log: [], told: [], heard: 0 });
});

test('a plan of the row alone is granted anew with nothing done, and taken away', async () => {
  const tenantId = await billing.tenant('BUSINESS');
  expect(await grant(tenantId, 'BUSINESS')).toMatchObject({ plan: 'BUSINESS' });
  expect(await tracesOf(tenantId)).toMatchObject({ audit: [], changes: [], told: [] });
  expect(await grant(tenantId, null)).toMatchObject({ plan: 'FREE', granted: null });
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'FREE', granted: null, freeReason: null });
});

test('beside what is paid for only what is less is granted, and is what its end leads to', async () => {
  const tenantId = await billing.tenant();
  await subscribe(tenantId, 'BUSINESS');
  for (const tier of ['BUSINESS', 'ENTERPRISE'])
    await expect(grant(tenantId, tier)).rejects.toMatchObject(because('plan_paid'));
  expect(await tracesOf(tenantId)).toMatchObject({ audit: [], log: [] });
  expect(await grant(tenantId, 'STARTER')).toEqual({ state: 'active', plan: 'BUSINESS', granted: 'STARTER' });
  expect(await tracesOf(tenantId)).toMatchObject({ rank: 'BUSINESS', audit: ['STARTER'], changes: [], told: [] });
  await carry(tenantId, 'cancel');
  pass(32);
  await sync(tenantId);
  await billing.desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'STARTER', freeReason: 'canceled' });
  expect(await grant(tenantId, null)).toMatchObject({ state: 'free', plan: 'FREE' });
  expect(await withTenant(tenantId, findSubscription)).toMatchObject({ status: 'canceled' });
});

test('what is taken away beside what is paid for changes nothing but its end', async () => {
  const tenantId = await billing.tenant('STARTER');
  await subscribe(tenantId, 'BUSINESS');
  expect(await grant(tenantId, null)).toEqual({ state: 'active', plan: 'BUSINESS', granted: null });
  await carry(tenantId, 'cancel');
  pass(32);
  await sync(tenantId);
  await billing.desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'FREE', granted: null });
});

test('what is tried or given for a while gives way where it is no more than what is granted, and else stays', async () => {
  const [tried, given] = [await billing.tenant(), await billing.tenant()];
  await carry(tried, 'trial', { tier: 'BUSINESS' });
  await carry(given, 'comp', { tier: 'BUSINESS', duration: 'P1Y', reason: 'sorry' });
  for (const one of [tried, given]) expect(await grant(one, 'STARTER')).toMatchObject({ plan: 'BUSINESS' });
  expect([(await facts(tried)).state, (await facts(given)).state]).toEqual(['trialing', 'active']);
  const over = { state: 'free', trialEndsAt: null, compUntil: null, periodEnd: null, pending: null };
  for (const [one, tier] of [
    [tried, 'ENTERPRISE'],
    [given, 'BUSINESS'],
  ] as const) {
    expect(await grant(one, tier)).toEqual({ state: 'free', plan: tier, granted: tier });
    expect(await facts(one)).toMatchObject({ ...over, tier });
    const last = (await tracesOf(one)).changes.at(-1);
    expect(last).toMatchObject({ kind: 'end', to_tier: tier, earned: '0' });
  }
  expect(await withTenant(tried, findSubscription)).toMatchObject({ status: 'active', freeReason: 'trial_ended' });
  await grant(tried, null);
  expect(await withTenant(tried, findSubscription)).toMatchObject({ status: 'expired', plan: { tier: 'FREE' } });
});

test('what is scheduled or may still be paid for is no less than what is granted', async () => {
  const [changing, paying] = [await billing.tenant(), await billing.tenant()];
  await subscribe(changing, 'BUSINESS');
  await carry(changing, 'change', { tier: 'STARTER' });
  expect((await facts(changing)).pending).toMatchObject({ kind: 'change', tier: 'STARTER' });
  await expect(grant(changing, 'STARTER')).rejects.toMatchObject(because('plan_paid'));
  await carry(paying, 'subscribe', { ...MONTHLY, tier: 'STARTER' });
  await expect(grant(paying, 'STARTER')).rejects.toMatchObject(because('request_open'));
  expect(await facts(paying)).toMatchObject({ state: 'free', tier: 'FREE', granted: null });
});

test('what there is not is refused, and so is who goes, who is gone and the product itself', async () => {
  const [tenantId, goes] = [await billing.tenant(), await billing.tenant()];
  await expect(grant(tenantId, 'NOWHERE')).rejects.toMatchObject({ code: 'invalid', errors: [{ pointer: '/tier' }] });
  await admin.sql`update plans set archived_at = now() where tier = 'MESSAGING_TEAM'`;
  await expect(grant(tenantId, 'MESSAGING_TEAM')).rejects.toMatchObject(because('no_such_plan'));
  await admin.sql`update tenants set status = 'deleting' where id = ${parseId('ten', goes)}`;
  await expect(grant(goes, 'STARTER')).rejects.toMatchObject(because('ended'));
  await expect(grant(newId('ten'), 'STARTER')).rejects.toMatchObject({ code: 'not_found' });
  await expect(grant(PLATFORM_ID, 'STARTER')).rejects.toMatchObject({ code: 'conflict' });
  expect(await tracesOf(tenantId)).toMatchObject({ audit: [], log: [] });
});

test('a first charge that comes when as much or more was granted meanwhile is given back: nobody pays for less than they have', async () => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { ...MONTHLY, tier: 'STARTER' });
  pass(2);
  expect(await billing.desk.settle(tenantId, 'late')).toEqual({ closed: 1 });
  await admin.sql`update plans set archived_at = now() where tier = 'STARTER'`;
  await grant(tenantId, 'BUSINESS');
  // Authorised in time, and charged days later.
  const page = billing.stripe.pages.get(wish?.ref ?? '');
  if (page) page.open = true;
  billing.stripe.pay(wish?.ref ?? '');
  const [there] = [...billing.stripe.running.values()].filter((one) => one.tenantId === tenantId);
  const about = { provider: 'stripe' as const, subscription: there?.id ?? '', payment: null };
  await syncFacts(billing.deps, tenantId, about, AbortSignal.timeout(10_000));
  await sync(tenantId);
  await admin.sql`update plans set archived_at = null where tier = 'STARTER'`;
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'BUSINESS', providerSubscription: null });
  expect(there?.status).toBe('ended');
  expect(await billing.payments(tenantId)).toMatchObject([{ amount: 9_700, refunded: 9_700 }]);
});
