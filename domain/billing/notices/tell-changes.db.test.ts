import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { MemoryProvider } from '#tests/billing/memory-provider.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { livePlanVersion } from '../catalogue/plan-version.ts';
import { seedPlans } from '../catalogue/seed-plans.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { ensureSubscription } from '../subscription/hold-subscription.ts';
import type { Change, Subscription } from '../subscription/subscription.ts';
import { planData } from './plan-data.ts';
import { noticesOf, tellChanges } from './tell-changes.ts';

const fixture = await dataFixture();
afterAll(() => fixture.close());
const { withTenant, admin } = fixture.database;

let [free, business, starter] = ['', '', ''];
beforeAll(async () => {
  await seedPlans(fixture.database);
  const idOf = async (tier: string) => (await livePlanVersion(admin.sql, tier))?.id ?? '';
  [free, business, starter] = [await idOf('FREE'), await idOf('BUSINESS'), await idOf('STARTER')];
});

const AT = '2026-12-22T12:00:00.000Z';
const now = '2026-11-22T12:00:00.000Z';
const item = { key: 'BUSINESS', name: 'B', quantity: 1, unit: 29_700 };
const facts = (more: Partial<Subscription> = {}): Subscription => ({
  ...{ state: 'active', planVersionId: business, tier: 'BUSINESS', granted: null, cycle: 'month' },
  ...{ freeReason: null, freeSince: null },
  ...{ provider: 'stripe', providerSubscription: 's', access: 'full', trialEndsAt: null, periodStart: now },
  ...{ periodEnd: AT, paidThrough: AT, failedAt: null, pausedUntil: null, compUntil: null, pending: null },
  ...{ discount: null, renewal: null, method: null, canceledAt: null, items: [item], revision: 7 },
  ...more,
});
const asFree = () => facts({ state: 'free', planVersionId: free, tier: 'FREE', provider: null, items: [] });
const cancel = { kind: 'cancel', at: AT, request: null, reason: 'canceled' } as const;
const change = (): Change => ({
  ...{ kind: 'change', at: AT, request: 'r', keep: null, planVersionId: starter, tier: 'STARTER' },
  ...{ cycle: 'month', items: [{ ...item, key: 'STARTER', unit: 9_700 }] },
});
/** An end over a smaller plan that is paid already. */
const paidFirst = (): Subscription['pending'] => ({ ...cancel, first: change() });
const renewal = (code: string, expiresAt: string) => ({
  ...{ request: 'sreq_1', start: AT, end: AT, amount: 29_700, ref: 'x', payment: null, url: null },
  pix: { code, image: null, expiresAt },
});

test.each<[string[], () => [Subscription, Subscription]]>([
  [['trial_started'], () => [asFree(), facts({ state: 'trialing', provider: null })]],
  [['subscribed'], () => [asFree(), facts()]],
  [['subscribed'], () => [facts({ state: 'trialing' }), facts()]],
  [[], () => [asFree(), facts({ provider: null })]],
  [['cancel_scheduled'], () => [facts(), facts({ pending: cancel })]],
  [[], () => [facts({ state: 'past_due' }), facts({ state: 'past_due', pending: { ...cancel, at: now } })]],
  [['revoked'], () => [facts({ pending: cancel }), facts()]],
  [['revoked'], () => [facts({ pending: paidFirst() }), facts({ pending: change() })]],
  [['changed'], () => [facts({ pending: paidFirst() }), facts({ pending: cancel, tier: 'STARTER' })]],
  [[], () => [facts({ pending: cancel }), asFree()]],
  [['change_scheduled'], () => [facts(), facts({ pending: change() })]],
  [[], () => [facts({ pending: change() }), facts({ pending: change(), revision: 8 })]],
  [[], () => [facts({ pending: change() }), facts({ tier: 'STARTER', planVersionId: starter })]],
  [['changed'], () => [facts({ tier: 'STARTER' }), facts()]],
  [['paused'], () => [facts(), facts({ state: 'paused' })]],
  [['resumed'], () => [facts({ state: 'paused' }), facts()]],
  [['provider_switched'], () => [facts(), facts({ provider: 'mercado_pago' })]],
  [[], () => [facts({ state: 'past_due' }), facts()]],
  [['pix_waiting'], () => [facts(), facts({ renewal: renewal('a', AT) })]],
  [[], () => [facts({ renewal: renewal('a', AT) }), facts({ renewal: renewal('a', AT) })]],
  [['pix_waiting'], () => [facts({ renewal: renewal('a', AT) }), facts({ renewal: renewal('b', AT) })]],
  [[], () => [facts(), facts()]],
])('%j', (told, make) => {
  const [before, after] = make();
  expect(noticesOf(before, after, now)).toEqual(told);
});

/** A tenant with facts, and a payment of the period. */
const subscribed = async (status: 'paid' | 'failed', more: (db: TenantDb) => Promise<unknown> = async () => {}) => {
  const tenantId = await fixture.tenant();
  await withTenant(tenantId, async (db) => {
    await ensureSubscription(db);
    await db.sql`
      update billing_subscriptions set state = 'active', plan_version_id = ${business}, cycle = 'month', provider = 'stripe',
        period_start = ${now}::timestamptz, period_end = ${AT}::timestamptz, paid_through = ${AT}::timestamptz`;
    await db.sql`
      insert into subscription_items (tenant_id, key, name, quantity, unit) values (${db.tenant}, 'BUSINESS', 'B', 1, 29700)`;
    await db.sql`
      insert into billing_payments (tenant_id, id, provider, provider_id, kind, amount, status, next_attempt_at, lines, read_at)
      values (${db.tenant}, gen_random_uuid(), 'stripe', ${db.tenant}, 'period', 19700, ${status},
        ${status === 'failed' ? AT : null}::timestamptz, '[]', now())`;
    await more(db);
  });
  return tenantId;
};
const told = (tenantId: string) =>
  withTenant(
    tenantId,
    (db) => db.sql<{ notice: string; key: string; data: Record<string, unknown> }>`
      select notice, key, data from billing_notices where channel = 'in_app' order by created_at, id`,
  );

test('what became of the facts is told once, with what was paid, and the plan in the tenant’s words', async () => {
  const tenantId = await subscribed('paid');
  const work = { before: asFree(), facts: facts(), changes: [], now };
  for (let n = 0; n < 2; n++) await withTenant(tenantId, (db) => tellChanges(db, work));
  const rows = await told(tenantId);
  const { name = { pt: '' } } = (await livePlanVersion(admin.sql, 'BUSINESS')) ?? {};
  expect(rows).toEqual([
    { notice: 'subscribed', key: 'facts/7', data: { plan: name.pt, amount: 19_700, periodEnd: AT } },
  ]);
});

test('each code of a Pix is told of once, with the amount that the coupon and the credit leave', async () => {
  const tenantId = await subscribed('paid');
  const discount = { coupon: null, next: { key: AT, coupon: 700, credit: 1_000, told: true } };
  for (const code of ['a', 'a', 'b']) {
    const after = facts({ renewal: renewal(code, `2026-12-2${code === 'a' ? 3 : 4}T00:00:00.000Z`), discount });
    await withTenant(tenantId, (db) => tellChanges(db, { before: facts(), facts: after, changes: [], now }));
  }
  const rows = await told(tenantId);
  expect(rows.map(({ data }) => [data.code, data.amount])).toEqual([
    ['a', 28_000],
    ['b', 28_000],
  ]);
});

test('what the document leaves out is filled from the facts; what it says counts', async () => {
  const tenantId = await subscribed('failed');
  const ask = (notice: string, data = {}) =>
    withTenant(tenantId, (db) => planData(db, notice, data, { nowMs: Date.parse(now), providers: {} }));
  expect(await ask('payment_failed')).toMatchObject({ amount: 19_700, nextAttemptAt: AT });
  expect(await ask('renewal_soon', { date: AT })).toMatchObject({ amount: 29_700, at: AT });
  expect(await ask('grace_begun', { date: now })).toMatchObject({ until: now });
  expect(await ask('changed', { plan: 'X' })).toEqual({ plan: 'X' });
  expect(await ask('nonsense', { a: 1 })).toEqual({ a: 1 });
  await withTenant(tenantId, (db) => db.sql`update billing_subscriptions set trial_ends_at = ${AT}::timestamptz`);
  expect(await ask('trial_ends_soon')).toMatchObject({ endsAt: AT, days: 30 });
  // The last day is no number of days: the words have another line for it.
  await withTenant(
    tenantId,
    (db) => db.sql`update billing_subscriptions set trial_ends_at = ${now}::timestamptz + interval '1 day'`,
  );
  expect(await ask('trial_ends_soon')).not.toHaveProperty('days');
});

test('credit that came since is in the letter where we charge, for the next code is of less; elsewhere what was set aside stands', async () => {
  const tenantId = await subscribed('paid');
  const hands = { cards: new Map(), isAway: false, dies: () => false, nowMs: () => Date.parse(now), tell: () => {} };
  class Asking extends MemoryProvider {
    capabilitiesOf = () => ({ ...this.capabilities, renewals: 'ours' }) as const;
  }
  const providers = { stripe: new MemoryProvider('stripe', hands), mercado_pago: new Asking('mercado_pago', hands) };
  const ask = (provider: string) =>
    withTenant(tenantId, async (db) => {
      const next = { key: AT, coupon: 0, credit: 1_000, told: true };
      await db.sql`
        update billing_subscriptions set provider = ${provider}, provider_subscription = 's',
          discount = ${JSON.stringify({ coupon: null, next })}::json where tenant_id = ${db.tenant}`;
      return await planData(db, 'renewal_soon', {}, { nowMs: Date.parse(now), providers });
    });
  await withTenant(tenantId, (db) => enterCredit(db, { source: 'refund', sourceId: 'r', amount: 700, note: 'late' }));
  expect(await ask('stripe')).toMatchObject({ amount: 28_700 });
  expect(await ask('mercado_pago')).toMatchObject({ amount: 28_000 });
});
