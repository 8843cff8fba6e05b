import { afterAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { newId } from '../../ids.ts';
import { confirmManualPayment } from '../manual/confirm-payment.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { findSubscription } from '../subscription/find-subscription.ts';
import { syncFacts } from '../subscription/sync-facts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2027-01-01T12:00:00.000Z');
type Memory = 'stripe' | 'mercado_pago';
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
billing.addPixKey();
const { ask, carry, facts, credit, payments, wish: wishOf } = billing;
afterAll(() => data.close());
beforeEach(() => {
  billing.clock.ms = START;
});

/** Half a second later each time: what is read is never as old as what was told. */
const sync = async (tenantId: string): Promise<void> => {
  billing.clock.ms += 500;
  await billing.sync(tenantId);
};
const memory = (name: Memory) => (name === 'stripe' ? billing.stripe : billing.mercadoPago);
const running = (tenantId: string, name: Memory) =>
  [...memory(name).running.values()].find((sub) => sub.tenantId === tenantId && sub.status !== 'ended');
const tick = (): void => {
  billing.stripe.tick();
  billing.mercadoPago.tick();
};
const give = (tenantId: string, amount: number) =>
  data.database.withTenant(tenantId, (db) =>
    enterCredit(db, { source: 'test', sourceId: newId('sreq'), amount, note: '' }),
  );
const alarmsOf = (tenantId: string) =>
  billing.alarms.filter((one) => one.tenantId === tenantId).map(({ code }) => code as string);
const view = (tenantId: string) => data.database.withTenant(tenantId, findSubscription);
/** What was charged and has not gone back. */
const kept = async (tenantId: string) =>
  (await payments(tenantId))
    .filter(({ status, refunded }) => status === 'paid' && refunded === 0)
    .map(({ provider, amount, periodStart }) => [provider, amount, periodStart]);

const subscriber = async (provider: Memory, more: JsonObject = {}): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider, ...more });
  memory(provider).pay(wish?.ref ?? '');
  await sync(tenantId);
  return tenantId;
};
const confirm = async (tenantId: string, payment: string | null | undefined): Promise<void> => {
  const paidAt = new Date(billing.clock.ms).toISOString();
  await confirmManualPayment(data.database, { payment: payment ?? '', by: 'operator:usr_1', note: 'bank', paidAt });
  billing.clock.ms += 500;
  const about = { provider: 'manual' as const, subscription: null, payment: payment ?? '' };
  await syncFacts(billing.deps, tenantId, about, AbortSignal.timeout(10_000));
};
const pixSubscriber = async (): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'manual' });
  await confirm(tenantId, wish?.ref);
  return tenantId;
};
/** Another provider follows: its page is filled in, and the first was told to end. `given`: credit, before the page is asked for. */
const switched = async (from: Memory, to: Memory, given = 0): Promise<string> => {
  const tenantId = await subscriber(from);
  if (given > 0) await give(tenantId, given);
  const wish = await carry(tenantId, 'provider', { provider: to });
  memory(to).pay(wish?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ provider: from, pending: { kind: 'cancel', request: null } });
  return tenantId;
};
const endOf = async (tenantId: string): Promise<number> => Date.parse((await facts(tenantId)).periodEnd ?? '');

test('while the next period’s charge is on its way nobody changes the provider: it comes first', async () => {
  const tenantId = await subscriber('stripe');
  billing.clock.ms = (await endOf(tenantId)) + 10 * MINUTE;
  const wish = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  expect(wish).toMatchObject({ status: 'refused', reason: 'payment_open' });
  tick();
  await sync(tenantId);
  expect(await kept(tenantId)).toHaveLength(2);
  expect(await carry(tenantId, 'provider', { provider: 'mercado_pago' })).toMatchObject({ status: 'waiting' });
});

test('the next period is paid while another provider’s page is open: that page is over, and no time is paid twice', async () => {
  const tenantId = await pixSubscriber();
  const end = await endOf(tenantId);
  billing.clock.ms = end - 3 * DAY;
  await billing.desk.renew(tenantId, 'r');
  const wish = await carry(tenantId, 'provider', { provider: 'stripe' });
  expect(wish).toMatchObject({ status: 'waiting' });
  await confirm(tenantId, (await facts(tenantId)).renewal?.ref);
  const now = new Date(billing.clock.ms).toISOString();
  expect((await billing.desk.look(tenantId)).waiting[0]?.expiresAt ?? '').toMatch(/^2027/);
  expect(((await billing.desk.look(tenantId)).waiting[0]?.expiresAt ?? '9') <= now).toBe(true);
  expect(await billing.desk.settle(tenantId, 's')).toEqual({ closed: 1 });
  billing.stripe.pay(wish?.ref ?? '');
  await sync(tenantId);
  expect(running(tenantId, 'stripe')).toBeUndefined();
  expect(await facts(tenantId)).toMatchObject({ provider: 'manual', pending: null });
});

test('a page that was filled in as the next period was paid is ended before it charges that, and people of ours hear of it', async () => {
  const tenantId = await pixSubscriber();
  const end = await endOf(tenantId);
  billing.clock.ms = end - 3 * DAY;
  await give(tenantId, 2_000);
  await billing.desk.renew(tenantId, 'r');
  const { renewal } = await facts(tenantId);
  await give(tenantId, 1_000);
  const { id } = await ask(tenantId, 'provider', { provider: 'stripe' });
  await billing.desk.carryOut(tenantId, id, 'k');
  const wish = await wishOf(tenantId, id);
  const paying = (await facts(tenantId)).renewal ?? renewal;
  const paidAt = new Date(billing.clock.ms).toISOString();
  const by = { by: 'operator:usr_1', note: 'bank', paidAt };
  await confirmManualPayment(data.database, { payment: paying?.ref ?? '', ...by });
  billing.stripe.pay(wish?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  expect(running(tenantId, 'stripe')).toBeUndefined();
  expect(alarmsOf(tenantId)).toContain('second_subscription');
  expect(await wishOf(tenantId, id)).toMatchObject({ status: 'refused', reason: 'preview_over' });
  expect(await facts(tenantId)).toMatchObject({ provider: 'manual', pending: null, state: 'active' });
  billing.clock.ms = end + HOUR;
  tick();
  await sync(tenantId);
  expect((await kept(tenantId)).map(([provider]) => provider)).toEqual(['manual', 'manual']);
  expect(await credit(tenantId)).toBe(Number(wish?.work?.discount?.credit ?? 0));
});

test('a period that the first was paid for at the last moment goes back though it has ended by the time the second counts', async () => {
  const tenantId = await switched('stripe', 'mercado_pago');
  const first = running(tenantId, 'stripe');
  Object.assign(first ?? {}, { cancelAt: null });
  billing.clock.ms = (await endOf(tenantId)) + HOUR;
  tick();
  Object.assign(first ?? {}, { status: 'ended', endedAt: new Date(billing.clock.ms).toISOString() });
  await sync(tenantId);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ provider: 'mercado_pago', state: 'active', access: 'full' });
  expect((await kept(tenantId)).map(([provider]) => provider)).toEqual(['mercado_pago', 'stripe']);
  expect(alarmsOf(tenantId)).toContain('second_payment');
});

test('a provider that charges on though another follows gives that charge back, and people of ours hear of it', async () => {
  const tenantId = await switched('stripe', 'mercado_pago');
  const end = await endOf(tenantId);
  // Somebody took the end back there: it renews.
  Object.assign(running(tenantId, 'stripe') ?? {}, { cancelAt: null });
  billing.clock.ms = end + HOUR;
  tick();
  await sync(tenantId);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ provider: 'mercado_pago', state: 'active', access: 'full' });
  expect((await kept(tenantId)).map(([provider]) => provider)).toEqual(['mercado_pago', 'stripe']);
  expect(alarmsOf(tenantId)).toContain('second_payment');
  expect(running(tenantId, 'stripe')).toBeUndefined();
});

test('time is not given while another provider follows: that one would charge within it', async () => {
  const tenantId = await switched('stripe', 'mercado_pago');
  const { pending } = await facts(tenantId);
  const wish = await carry(tenantId, 'comp', { duration: 'P1M', reason: 'test' });
  expect(wish).toMatchObject({ status: 'refused', reason: 'switch_pending' });
  expect(running(tenantId, 'stripe')?.isPaused).toBe(false);
  expect((await facts(tenantId)).pending).toEqual(pending);
});

test('time that is given while another provider’s page is open closes that', async () => {
  const tenantId = await subscriber('stripe');
  const end = await endOf(tenantId);
  const wish = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  expect(await carry(tenantId, 'comp', { duration: 'P1M', reason: 'test' })).toMatchObject({ status: 'done' });
  billing.mercadoPago.pay(wish?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  expect(running(tenantId, 'mercado_pago')).toBeUndefined();
  billing.clock.ms = end + HOUR;
  tick();
  await sync(tenantId);
  expect((await kept(tenantId)).map(([provider]) => provider)).toEqual(['stripe']);
  expect(await facts(tenantId)).toMatchObject({ provider: 'stripe', state: 'active' });
});

test('credit that was set aside for a second provider is there again where that never counts', async () => {
  const [leaves, back, ended] = [
    await switched('stripe', 'mercado_pago', 2_000),
    await switched('stripe', 'mercado_pago', 2_000),
    await switched('stripe', 'mercado_pago', 2_000),
  ];
  expect([await credit(leaves), await credit(back), await credit(ended)]).toEqual([0, 0, 0]);
  await carry(leaves, 'cancel', { reason: 'price' });
  expect(await credit(leaves)).toBe(2_000);
  await sync(leaves);
  expect(await credit(leaves)).toBe(2_000);

  const [payment] = await payments(back);
  await carry(back, 'refund', { payment: payment?.id ?? '', reason: 'asked' });
  await billing.desk.applyPending(back, 'end');
  expect(await facts(back)).toMatchObject({ state: 'free' });
  expect(await credit(back)).toBe(2_000);

  // Its payer ended it at the provider's own page.
  Object.assign(running(ended, 'mercado_pago') ?? {}, { status: 'ended' });
  await sync(ended);
  expect(await credit(ended)).toBe(2_000);
  expect((await view(ended)).pending).toMatchObject({ kind: 'cancel' });
});

test('who changed the provider sees what follows, hears why nothing else goes, and may take it back', async () => {
  const tenantId = await switched('stripe', 'mercado_pago', 2_000);
  const at = (await facts(tenantId)).pending?.at;
  expect((await view(tenantId)).pending).toEqual({
    ...{ kind: 'provider', at, tier: null, interval: null, provider: 'mercado_pago' },
  });
  for (const [kind, input] of [
    ['change', { tier: 'BUSINESS' }],
    ['pause', {}],
    ['provider', { provider: 'manual' }],
  ] as const)
    await expect(ask(tenantId, kind, input)).rejects.toMatchObject({ details: { reason: 'switch_pending', at } });
  expect(await carry(tenantId, 'revoke')).toMatchObject({ status: 'done' });
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ provider: 'stripe', pending: null, canceledAt: null });
  expect([running(tenantId, 'stripe')?.cancelAt, running(tenantId, 'mercado_pago')]).toEqual([null, undefined]);
  expect(await carry(tenantId, 'change', { tier: 'BUSINESS' })).toMatchObject({ status: 'done' });
  billing.clock.ms = (await endOf(tenantId)) + HOUR;
  tick();
  await sync(tenantId);
  const [last] = await payments(tenantId);
  expect([last?.provider, (await kept(tenantId)).length]).toEqual(['stripe', 3]);
});

test('whichever call the process dies behind while a change of provider is taken back, one of both goes on, and nobody is told of an end', async () => {
  for (let deadly = 0; deadly <= 4; deadly += 1) {
    const tenantId = await switched('stripe', 'mercado_pago', 2_000);
    let calls = 0;
    billing.hands.dies = () => {
      calls += 1;
      return calls === deadly;
    };
    const { id } = await ask(tenantId, 'revoke');
    await billing.desk.carryOut(tenantId, id, 'k').catch(() => sync(tenantId));
    await billing.desk.carryOut(tenantId, id, 'k');
    billing.hands.dies = () => false;
    await sync(tenantId);
    expect(await wishOf(tenantId, id)).toMatchObject({ status: 'done' });
    expect(await facts(tenantId)).toMatchObject({ provider: 'stripe', pending: null, state: 'active' });
    expect([running(tenantId, 'stripe')?.cancelAt, running(tenantId, 'mercado_pago')]).toEqual([null, undefined]);
    expect(running(tenantId, 'stripe')?.discount).toBe(2_000);
    const told = await data.database.withTenant(
      tenantId,
      ({ sql, tenant }) =>
        sql`select 1 from billing_notices where tenant_id = ${tenant} and notice in ('cancel_scheduled', 'revoked')`,
    );
    expect(told).toEqual([]);
  }
});

test('years that follow on months at another subscription are shown as the change that they are', async () => {
  const tenantId = await subscriber('mercado_pago');
  const wish = await carry(tenantId, 'change', { interval: 'year' });
  billing.mercadoPago.pay(wish?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  expect((await view(tenantId)).pending).toMatchObject({
    kind: 'change',
    tier: 'STARTER',
    interval: 'year',
    provider: null,
  });
});

test('a second subscription that its provider does not know any more is told of, and comes to an end', async () => {
  const tenantId = await switched('stripe', 'mercado_pago', 2_000);
  const end = await endOf(tenantId);
  billing.clock.ms = end + MINUTE;
  billing.hands.isAway = true;
  await expect(billing.desk.applyPending(tenantId, 'end')).rejects.toMatchObject({ code: 'billing_unreachable' });
  billing.hands.isAway = false;
  const next = running(tenantId, 'mercado_pago');
  memory('mercado_pago').running.delete(next?.id ?? '');
  await billing.desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'active', access: 'full' });
  expect(alarmsOf(tenantId)).toContain('untold');
  billing.clock.ms = end + 60 * DAY;
  await billing.desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'free' });
  expect(await credit(tenantId)).toBe(2_000);
  expect(running(tenantId, 'stripe')).toBeUndefined();
});

test('the first charge of a second subscription has its own lines, also where it is read before that one counts', async () => {
  const tenantId = await subscriber('mercado_pago');
  await give(tenantId, 2_000);
  const wish = await carry(tenantId, 'change', { interval: 'year' });
  billing.mercadoPago.pay(wish?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  billing.clock.ms = (await endOf(tenantId)) + HOUR;
  tick();
  await sync(tenantId);
  const [first] = await payments(tenantId);
  expect(first?.lines.map(({ name, amount }) => [name, amount])).toEqual([
    ['Inicial', 97_000],
    ['Crédito da conta', -2_000],
  ]);
});
