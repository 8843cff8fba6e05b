import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { carryPass, type PassDeps } from '#domain/billing/reconciliation/carry-pass.ts';
import { beginPasses, claimPass, type Pass } from '#domain/billing/reconciliation/passes.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import { parseId } from '#domain/ids.ts';
import type { StripeEvent } from '#tests/simulators/stripe/objects.ts';
import { stripeFixture } from './stripe-fixture.ts';

const DAY = 86_400_000;
const signal = new AbortController().signal;
const fixture = await stripeFixture();
const { stripe, database, facts, payments, deliver } = fixture;
const { admin } = database;
afterAll(() => fixture.close());
beforeEach(async () => {
  stripe.deliveries.waiting.length = 0;
  await admin.sql`delete from billing_events`;
  await admin.sql`delete from billing_reconciliations`;
  await admin.sql`update billing_subscriptions set lease_until = now()`.catch(() => undefined);
});
afterEach(() => {
  expect(stripe.wrong).toEqual([]);
  expect(fixture.alarms.filter(({ code }) => code === 'price_differs')).toEqual([]);
});

/** What Stripe would deliver now. */
const told = (): StripeEvent[] => stripe.deliveries.waiting.splice(0);
const asked = async (tenantId: string) =>
  (await fixture.carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'stripe' }))?.ref ?? '';
const statuses = async (tenantId: string) => (await payments(tenantId)).map(({ status, amount }) => [status, amount]);

/** A tenant whose page is paid, and Stripe's word for it read. */
const subscriber = async () => {
  const tenantId = await fixture.tenant();
  stripe.pay(await asked(tenantId));
  for (const event of told()) await deliver(event);
  await fixture.process();
  const subscription = (await facts(tenantId)).providerSubscription ?? '';
  return { tenantId, subscription };
};

test.each([
  ['as they came', (events: StripeEvent[]) => events],
  ['the other way round', (events: StripeEvent[]) => events.toReversed()],
  ['each three times', (events: StripeEvent[]) => events.flatMap((one) => [one, one, one])],
  ['the last alone', (events: StripeEvent[]) => events.slice(-1)],
])('a page that is paid begins one subscription with one paid payment, its events %s', async (_, order) => {
  const tenantId = await fixture.tenant();
  stripe.pay(await asked(tenantId));
  for (const event of order(told())) await deliver(event);
  await fixture.process();
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER', access: 'full', provider: 'stripe' });
  expect(await statuses(tenantId)).toEqual([['paid', 9_700]]);
});

test('what is said and is not so changes nothing', async () => {
  const { tenantId } = await subscriber();
  const before = await facts(tenantId);
  stripe.advance(1_000);
  const event = stripe.world.events.findLast(({ type }) => type === 'customer.subscription.created');
  if (!event) throw new Error('none');
  await deliver({ ...event, id: 'evt_lie', type: 'customer.subscription.deleted' }, { status: 'canceled' });
  await fixture.process();
  expect(await facts(tenantId)).toEqual(before);
});

test('a charge that fails, is tried again and comes through, its events late and turned round', async () => {
  const { tenantId, subscription } = await subscriber();
  stripe.changeCard(subscription, '4000000000000341');
  stripe.advance(31.5 * DAY);
  const failed = told();
  for (const event of failed) await deliver(event);
  await fixture.process();
  expect((await facts(tenantId)).failedAt).not.toBeNull();
  stripe.changeCard(subscription, '4242424242424242');
  stripe.advance(5 * DAY);
  for (const event of [...told(), ...failed].toReversed()) await deliver({ ...event, id: `${event.id}_again` });
  await fixture.process();
  expect(await facts(tenantId)).toMatchObject({ failedAt: null, access: 'full' });
  expect(await statuses(tenantId)).toEqual([
    ['paid', 9_700],
    ['paid', 9_700],
  ]);
});

test('while Stripe is away nothing is taken from anybody, and what it said is read when it is back', async () => {
  const { tenantId } = await subscriber();
  const before = await facts(tenantId);
  stripe.advance(31.5 * DAY);
  for (const event of told()) await deliver(event);
  stripe.isAway = true;
  await fixture.process();
  stripe.isAway = false;
  expect(await facts(tenantId)).toEqual(before);
  await admin.sql`update billing_events set next_at = '-infinity' where state = 'open'`;
  await fixture.process();
  expect((await facts(tenantId)).periodStart).toBe(before.periodEnd);
});

const passDeps = (more: Partial<PassDeps> = {}): PassDeps => ({
  ...{ database, providers: fixture.deps.providers, nowMs: Date.now, paceMs: 0 },
  sync: (tenantId, about, stop) => syncFacts(fixture.deps, tenantId, about, stop),
  ...more,
});
let slot = 0;
const begunPass = async (): Promise<Pass> => {
  // A day of its own for each: a pass is one of its time.
  const nowMs = stripe.world.nowMs - 40 * DAY + slot++ * DAY;
  await beginPasses(admin, { providers: ['stripe'], everyMs: DAY, nowMs });
  await beginPasses(admin, { providers: ['stripe'], everyMs: DAY, nowMs });
  const pass = await claimPass(admin, ['stripe']);
  if (!pass) throw new Error('no pass');
  expect(await claimPass(admin, ['stripe'])).toBeNull();
  return pass;
};
const report = async () =>
  await admin.sql<{ subject: string; what: string[]; mended: boolean; problem: string | null }>`
    select subject, what, mended, problem from billing_drifts order by at, id`;
const passState = async ({ id }: Pass) => {
  const [row] = await admin.sql<{ state: string; failed: number; upto: string | null }>`
    select state, failed, upto from billing_reconciliations where id = ${id}::uuid`;
  return row;
};

test('a renewal and a page that nobody told us of are found by the daily comparison, once', async () => {
  const { tenantId } = await subscriber();
  const before = await facts(tenantId);
  stripe.advance(31.5 * DAY);
  const silent = await fixture.tenant();
  const page = await asked(silent);
  stripe.pay(page);
  told();
  const pass = await begunPass();
  expect(await carryPass(passDeps(), pass, signal)).toBe('done');
  expect((await facts(tenantId)).periodStart).toBe(before.periodEnd);
  expect(await facts(silent)).toMatchObject({ state: 'active', tier: 'STARTER' });
  const found = (await report()).filter(({ subject }) =>
    [tenantId, silent].map((one) => parseId('ten', one)).includes(subject),
  );
  expect(found.map(({ what, mended }) => [what.includes('periodStart') || what.includes('missing'), mended])).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(await carryPass(passDeps(), await begunPass(), signal)).toBe('done');
  expect((await report()).filter(({ subject }) => subject === parseId('ten', tenantId))).toHaveLength(1);
});

test('a pass that is asked to wait waits, and goes on from where it stood, also in another process', async () => {
  const all = [await subscriber(), await subscriber(), await subscriber()].map(({ tenantId }) => tenantId);
  const looked: string[] = [];
  const sync: PassDeps['sync'] = (tenantId, about, stop) => {
    looked.push(tenantId);
    return syncFacts(fixture.deps, tenantId, about, stop);
  };
  const pass = await begunPass();
  // The second look of this pass meets it.
  const slower: PassDeps['sync'] = async (tenantId, about, stop) => {
    if (looked.length === 1) stripe.trouble(/./, { status: 429, headers: { 'retry-after': '1800' } });
    return await sync(tenantId, about, stop);
  };
  expect(await carryPass(passDeps({ sync: slower }), pass, signal)).toBe('paused');
  expect(await claimPass(admin, ['stripe'])).toBeNull();
  const seen = looked.length;
  await admin.sql`update billing_reconciliations set next_at = '-infinity'`;
  const again = await claimPass(admin, ['stripe']);
  if (!again) throw new Error('no pass');
  expect(again.upto).toBe(parseId('ten', looked[0] ?? ''));
  expect(await carryPass(passDeps({ sync }), again, signal)).toBe('done');
  expect(looked.slice(seen)).not.toContain(looked[0]);
  expect(new Set(looked).size).toBeGreaterThanOrEqual(all.length);
  expect((await passState(pass))?.state).toBe('done');
});

test('what fails for one is said of it, and the others are compared all the same', async () => {
  const { tenantId } = await subscriber();
  await subscriber();
  const sync: PassDeps['sync'] = (one, about, stop) => {
    if (one === tenantId) throw new Error('a mistake of ours');
    return syncFacts(fixture.deps, one, about, stop);
  };
  const pass = await begunPass();
  expect(await carryPass(passDeps({ sync }), pass, signal)).toBe('done');
  expect(await passState(pass)).toMatchObject({ state: 'done', failed: 1 });
  expect(await report()).toContainEqual({
    ...{ subject: parseId('ten', tenantId), what: ['failed'], mended: false, problem: 'internal' },
  });
});

test('a word of Stripe’s that nobody knows is reported, and keeps what was', async () => {
  const { tenantId, subscription } = await subscriber();
  const before = await facts(tenantId);
  const one = stripe.world.subscriptions.get(subscription);
  if (one) one.status = 'suspended_by_moon';
  expect(await carryPass(passDeps(), await begunPass(), signal)).toBe('done');
  expect(await facts(tenantId)).toMatchObject({ state: before.state, access: 'full' });
  expect(fixture.alarms.map(({ code }) => code)).toContain('unknown_status');
  if (one) one.status = 'active';
});
