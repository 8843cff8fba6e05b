import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { newId } from '../../ids.ts';
import { confirmManualPayment } from '../manual/confirm-payment.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { findSubscription } from '../subscription/find-subscription.ts';
import { ensureSubscription } from '../subscription/hold-subscription.ts';
import { readPayments } from '../subscription/keep-payment.ts';
import { syncFacts } from '../subscription/sync-facts.ts';
import { findWish } from './wish.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T12:00:00.500Z');
type Memory = 'stripe' | 'mercado_pago';
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
billing.addPixKey();
await data.database.admin.sql`
  insert into coupons (code, percent, periods, created_by) values ('SEMPRE', 50, null, 'test'), ('TRES', 50, 3, 'test')`;
const { carry, facts, credit } = billing;
afterAll(() => data.close());
beforeEach(() => {
  billing.clock.ms = START;
});
afterEach(() => vi.restoreAllMocks());

/** Half a second later each time: what is read is never as old as what was told. */
const sync = async (tenantId: string): Promise<void> => {
  billing.clock.ms += 500;
  await billing.sync(tenantId);
};
const paid = async (tenantId: string) =>
  (await data.database.withTenant(tenantId, readPayments))
    .filter(({ status }) => status === 'paid')
    .map(({ provider, amount }) => [provider, amount]);
const give = (tenantId: string, amount: number) =>
  data.database.withTenant(tenantId, async (db) => {
    await ensureSubscription(db);
    await enterCredit(db, { source: 'test', sourceId: newId('sreq'), amount, note: '' });
  });
const memory = (name: Memory) => (name === 'stripe' ? billing.stripe : billing.mercadoPago);
const running = (tenantId: string, name: Memory) => {
  const [one] = [...memory(name).running.values()].filter((sub) => sub.tenantId === tenantId && sub.status !== 'ended');
  return one;
};
const tick = (): void => {
  billing.stripe.tick();
  billing.mercadoPago.tick();
};
const notices = async (tenantId: string): Promise<string[]> => {
  const rows = await data.database.withTenant(
    tenantId,
    ({ sql, tenant }) =>
      sql<{ notice: string }>`select distinct notice from billing_notices where tenant_id = ${tenant}`,
  );
  return rows.map(({ notice }) => notice);
};

const subscriber = async (provider: Memory, more: JsonObject = {}): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider, ...more });
  memory(provider).pay(wish?.ref ?? '');
  await sync(tenantId);
  return tenantId;
};
/** Another provider follows: its page is filled in, and the first was told to end. */
const switched = async (from: Memory, to: Memory, more: JsonObject = {}): Promise<string> => {
  const tenantId = await subscriber(from, more);
  const wish = await carry(tenantId, 'provider', { provider: to });
  memory(to).pay(wish?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ provider: from, pending: { kind: 'cancel', request: null } });
  return tenantId;
};
const atTheEnd = async (tenantId: string): Promise<void> => {
  billing.clock.ms = Date.parse((await facts(tenantId)).pending?.at ?? '');
};

test.each<[Memory, Memory, 'active' | 'incomplete' | 'trialing']>([
  ['stripe', 'mercado_pago', 'incomplete'],
  ['mercado_pago', 'stripe', 'active'],
  ['mercado_pago', 'stripe', 'trialing'],
])('who changed from %s to %s keeps the plan while the first charge is on its way (%s)', async (from, to, status) => {
  const tenantId = await switched(from, to);
  await atTheEnd(tenantId);
  billing.clock.ms += 600;
  const next = running(tenantId, to);
  Object.assign(next ?? {}, { status });
  expect(await billing.desk.applyPending(tenantId, 'end')).toMatchObject({
    state: 'active',
    provider: to,
    pending: null,
  });
  expect(await facts(tenantId)).toMatchObject({ tier: 'STARTER', access: 'full', providerSubscription: next?.id });
  expect([running(tenantId, from), running(tenantId, to)?.id]).toEqual([undefined, next?.id]);
  expect(await paid(tenantId)).toHaveLength(1);
  // Within the hour.
  billing.clock.ms += 3_600_000;
  tick();
  await sync(tenantId);
  expect(await paid(tenantId)).toEqual([
    [to, 9_700],
    [from, 9_700],
  ]);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', failedAt: null, pending: null });
  const told = await notices(tenantId);
  expect(told).toContain('provider_switched');
  expect(told.filter((one) => one === 'revoked' || one === 'cancel_scheduled')).toEqual([]);
});

test('a pause closes the page of another provider, which would charge meanwhile; what was paid there already bars the pause', async () => {
  const tenantId = await subscriber('stripe');
  const page = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  expect(await carry(tenantId, 'pause', {})).toMatchObject({ status: 'done' });
  billing.mercadoPago.pay(page?.ref ?? '');
  await sync(tenantId);
  expect(running(tenantId, 'mercado_pago')).toBeUndefined();
  expect(await data.database.withTenant(tenantId, (db) => findWish(db, page?.id ?? ''))).toMatchObject({
    ...{ status: 'expired', reason: 'withdrawn' },
  });
  const other = await subscriber('stripe');
  const left = await carry(other, 'provider', { provider: 'mercado_pago' });
  billing.mercadoPago.pay(left?.ref ?? '');
  expect(await carry(other, 'pause', {})).toMatchObject({ status: 'refused', reason: 'switch_pending' });
});

test('a change of the provider that was under way when this was put right goes through, too', async () => {
  const tenantId = await switched('stripe', 'mercado_pago');
  await data.database.withTenant(
    tenantId,
    ({ sql, tenant }) =>
      sql`update billing_subscriptions set pending = (pending::jsonb - 'follows')::json where tenant_id = ${tenant}`,
  );
  await atTheEnd(tenantId);
  await billing.desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'active', provider: 'mercado_pago', tier: 'STARTER' });
});

test('a first charge that the new provider cannot make is dunned like any other, and nobody is charged for FREE', async () => {
  const tenantId = await switched('stripe', 'mercado_pago');
  billing.hands.cards.set(tenantId, false);
  await atTheEnd(tenantId);
  await billing.desk.applyPending(tenantId, 'end');
  billing.clock.ms += 3_600_000;
  tick();
  await sync(tenantId);
  const { failedAt, ...rest } = await facts(tenantId);
  expect([failedAt === null, rest.provider, rest.tier]).toEqual([false, 'mercado_pago', 'STARTER']);
  await billing.desk.enter(tenantId, 'past_due', 'p');
  billing.clock.ms += 20 * DAY;
  await billing.desk.downgrade(tenantId, 'unpaid', 'd');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', freeReason: 'unpaid' });
  expect([running(tenantId, 'stripe'), running(tenantId, 'mercado_pago')]).toEqual([undefined, undefined]);
});

test('who cancels after a change of the provider leaves both, and is charged by neither', async () => {
  const tenantId = await switched('stripe', 'mercado_pago');
  expect((await data.database.withTenant(tenantId, findSubscription)).pending).toMatchObject({ kind: 'provider' });
  const wish = await carry(tenantId, 'cancel', { reason: 'price' });
  expect(wish).toMatchObject({ status: 'done' });
  expect(running(tenantId, 'mercado_pago')).toBeUndefined();
  await sync(tenantId);
  const { pending } = await facts(tenantId);
  expect(pending).toMatchObject({ kind: 'cancel', request: wish?.id });
  expect(await notices(tenantId)).toContain('cancel_scheduled');
  await atTheEnd(tenantId);
  billing.clock.ms += 600;
  tick();
  await sync(tenantId);
  await billing.desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', freeReason: 'canceled' });
  expect(await paid(tenantId)).toHaveLength(1);
});

test('a period that is given back whole ends both, also while a change of the provider is under way', async () => {
  const tenantId = await switched('stripe', 'mercado_pago');
  const [payment] = await data.database.withTenant(tenantId, readPayments);
  await carry(tenantId, 'refund', { payment: payment?.id ?? '', reason: 'asked' });
  await billing.desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'free' });
  expect([running(tenantId, 'stripe'), running(tenantId, 'mercado_pago')]).toEqual([undefined, undefined]);
});

test('credit that was set aside for the next period is there again when another provider charges that', async () => {
  const tenantId = await subscriber('stripe');
  await give(tenantId, 3_000);
  await sync(tenantId);
  expect(running(tenantId, 'stripe')?.discount).toBe(3_000);
  expect(await credit(tenantId)).toBe(0);
  const wish = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  billing.mercadoPago.pay(wish?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  await atTheEnd(tenantId);
  billing.clock.ms += 600;
  await billing.desk.applyPending(tenantId, 'end');
  tick();
  await sync(tenantId);
  billing.clock.ms += 31 * DAY;
  tick();
  await sync(tenantId);
  const charged = (await paid(tenantId)).map(([, amount]) => amount);
  expect(charged.reduce((sum, amount) => Number(sum) + Number(amount), 0)).toBe(3 * 9_700 - 3_000);
  expect(await credit(tenantId)).toBe(0);
});

test.each([
  ['SEMPRE', [4_850, 4_850, 4_850, 4_850]],
  ['TRES', [9_700, 4_850, 4_850, 4_850]],
])('coupon %s goes along to another provider, for as many periods as are left', async (coupon, amounts) => {
  const tenantId = await switched('stripe', 'mercado_pago', { coupon });
  await atTheEnd(tenantId);
  billing.clock.ms += 600;
  await billing.desk.applyPending(tenantId, 'end');
  for (let month = 0; month < 3; month += 1) {
    billing.clock.ms += 60_000 + (month > 0 ? 30 * DAY : 0);
    tick();
    await sync(tenantId);
    await sync(tenantId);
  }
  expect((await paid(tenantId)).map(([, amount]) => amount)).toEqual(amounts);
});

test('credit comes off the first period at another provider, and is there again where its page is left', async () => {
  const tenantId = await subscriber('stripe');
  const other = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  await give(tenantId, 1_000);
  billing.clock.ms += 2 * DAY;
  await billing.desk.settle(tenantId, 's');
  expect(await data.database.withTenant(tenantId, (db) => findWish(db, other?.id ?? ''))).toMatchObject({
    status: 'expired',
  });
  const before = await credit(tenantId);
  // Told to the first as its next period's; what is given after that is free for the second.
  expect(before).toBe(0);
  await give(tenantId, 2_000);
  const wish = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  expect(wish?.work?.discount).toEqual({ coupon: 0, credit: 2_000 });
  billing.clock.ms += 2 * DAY;
  await billing.desk.settle(tenantId, 's');
  expect(await credit(tenantId)).toBe(2_000);
  const last = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  billing.mercadoPago.pay(last?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  await atTheEnd(tenantId);
  billing.clock.ms += 600;
  await billing.desk.applyPending(tenantId, 'end');
  tick();
  await sync(tenantId);
  const [first] = await data.database.withTenant(tenantId, readPayments);
  expect(first).toMatchObject({ provider: 'mercado_pago', amount: 7_700 });
  expect(first?.lines.map(({ amount }) => amount)).toEqual([9_700, -2_000]);
});

const confirm = (payment: string) => {
  const paidAt = new Date(billing.clock.ms).toISOString();
  return confirmManualPayment(data.database, { payment, by: 'operator:usr_1', note: 'bank', paidAt });
};
const late = async (tenantId: string, payment: string): Promise<void> => {
  await confirm(payment);
  const about = { provider: 'manual' as const, subscription: null, payment };
  await syncFacts(billing.deps, tenantId, about, AbortSignal.timeout(10_000));
};
const PIX = { tier: 'STARTER', interval: 'month', provider: 'manual' };

test.each([
  ['there still', 0, 0, false],
  ['used meanwhile', 2_500, 0, true],
])(
  'credit that a Pix counted in, %s when that is paid after its wish was closed, is used once',
  async (_, used, left, isTold) => {
    const tenantId = await billing.tenant();
    await give(tenantId, 3_000);
    const wish = await carry(tenantId, 'subscribe', PIX);
    expect(wish?.work?.discount).toEqual({ coupon: 0, credit: 3_000 });
    billing.clock.ms += 11 * DAY;
    await billing.desk.settle(tenantId, 's');
    expect(await credit(tenantId)).toBe(3_000);
    await give(tenantId, -used);
    await late(tenantId, wish?.ref ?? '');
    expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER' });
    expect(await paid(tenantId)).toEqual([['manual', 6_700]]);
    expect(await credit(tenantId)).toBe(left);
    const alarms = billing.alarms.filter((one) => one.tenantId === tenantId && one.code === 'late_payment');
    expect(alarms.map(({ detail }) => detail)).toEqual(isTold ? ['2500 of credit are used already'] : []);
  },
);

test('a trial that a Pix pays afterwards is a trial: it brings nothing in, a change costs nothing, and its Pix is opened before its end', async () => {
  const tenantId = await billing.tenant();
  await give(tenantId, 3_000);
  const wish = await carry(tenantId, 'subscribe', { ...PIX, trial: true, coupon: 'TRES' });
  expect(wish).toMatchObject({ status: 'done' });
  const trial = await facts(tenantId);
  expect(trial).toMatchObject({ state: 'trialing', tier: 'STARTER', trialEndsAt: wish?.work?.startsAt });
  const changes = await data.database.withTenant(
    tenantId,
    ({ sql, tenant }) => sql`select kind, mrr_after from subscription_changes where tenant_id = ${tenant}`,
  );
  expect(changes).toEqual([{ kind: 'trial', mrr_after: 0n }]);
  expect(await carry(tenantId, 'change', { tier: 'BUSINESS' })).toMatchObject({ status: 'done' });
  expect(await paid(tenantId)).toEqual([['manual', 0]]);
  expect(await facts(tenantId)).toMatchObject({ state: 'trialing', tier: 'BUSINESS' });
  billing.clock.ms = Date.parse(trial.trialEndsAt ?? '') - DAY;
  expect(await billing.desk.renew(tenantId, 'r')).toEqual({ asked: true });
  const { renewal } = await facts(tenantId);
  // Half of what it costs by then comes off, and the credit.
  expect(renewal).toMatchObject({ start: trial.trialEndsAt, amount: 29_700 - 14_850 - 3_000 });
  await confirm(renewal?.ref ?? '');
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', discount: { coupon: { left: 2 }, next: null } });
  expect(await credit(tenantId)).toBe(0);
});

test('years instead of months while it is tried: where the provider cannot change that, a second subscription begins behind the trial', async () => {
  const tenantId = await billing.tenant();
  const begun = await carry(tenantId, 'subscribe', { ...PIX, provider: 'mercado_pago', trial: true });
  memory('mercado_pago').pay(begun?.ref ?? '');
  await sync(tenantId);
  const { trialEndsAt } = await facts(tenantId);
  const page = await carry(tenantId, 'change', { interval: 'year' });
  expect(page).toMatchObject({ status: 'waiting', work: { startsAt: trialEndsAt } });
  memory('mercado_pago').pay(page?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'trialing', cycle: 'month' });
  billing.clock.ms = Date.parse(trialEndsAt ?? '') + 1_000;
  tick();
  await sync(tenantId);
  await billing.desk.applyPending(tenantId, 'end');
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER', cycle: 'year', access: 'full' });
  expect(await paid(tenantId)).toEqual([['mercado_pago', 97_000]]);
});

test('credit that was to come off the first period behind a trial is there again where nobody pays that', async () => {
  const tenantId = await billing.tenant();
  await give(tenantId, 3_000);
  await carry(tenantId, 'subscribe', { ...PIX, trial: true });
  expect(await credit(tenantId)).toBe(0);
  const { trialEndsAt } = await facts(tenantId);
  await carry(tenantId, 'cancel');
  billing.clock.ms = Date.parse(trialEndsAt ?? '') + 1_000;
  await billing.desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'free' });
  expect(await credit(tenantId)).toBe(3_000);
});

test('a page of another provider that nobody filled in is over when the first one charges again: no time is paid twice', async () => {
  const tenantId = await subscriber('stripe');
  const { periodEnd } = await facts(tenantId);
  billing.clock.ms = Date.parse(periodEnd ?? '') - 7_200_000;
  const wish = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  expect(wish?.expiresAt).toBe(new Date(Math.floor(Date.parse(periodEnd ?? '') / 1_000) * 1_000).toISOString());
  billing.clock.ms = Date.parse(periodEnd ?? '');
  tick();
  await sync(tenantId);
  expect(await billing.desk.settle(tenantId, 's')).toEqual({ closed: 1 });
  memory('mercado_pago').pay(wish?.ref ?? '');
  await sync(tenantId);
  expect(await paid(tenantId)).toEqual([
    ['stripe', 9_700],
    ['stripe', 9_700],
  ]);
  expect(await facts(tenantId)).toMatchObject({ provider: 'stripe', state: 'active', pending: null });
});
