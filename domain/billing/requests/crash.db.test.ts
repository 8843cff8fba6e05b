import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { type BillingFixture, billingFixture } from '#tests/billing/billing-fixture.ts';
import { type DataFixture, dataFixture } from '#tests/integration/data/data-fixture.ts';
import { newId } from '../../ids.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { readPayments } from '../subscription/keep-payment.ts';
import { claimantOf } from '../subscription/payer-of.ts';
import { syncFacts } from '../subscription/sync-facts.ts';
import { askRequest } from './ask-request.ts';
import { isClaimed } from './trial-claims.ts';
import { findWish } from './wish.ts';

const DAY = 86_400_000;
let data: DataFixture;
let billing: BillingFixture;

beforeAll(async () => {
  data = await dataFixture();
  billing = await billingFixture(data.database);
  await data.database.admin.sql`
    insert into coupons (code, percent, periods, tiers, created_by) values ('METADE', 50, null, '{}', 'test')`;
});
afterAll(() => data.close());

/** The call of a provider behind which the process dies; 0: none. */
let deadly = 0;
let calls = 0;
const dies = (): boolean => {
  calls += 1;
  return calls === deadly;
};

/** Again and again, as the lifecycle's run does, until nobody dies in it. */
const untilDone = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'The process died') throw error;
    }
  }
};

const carry = async (tenantId: string, kind: RequestKind, input: JsonObject) => {
  const asked = { kind, by: 'user:eva', data: input, source: newId('sreq'), nowMs: billing.clock.ms };
  const { id } = await data.database.withTenant(tenantId, (db) => askRequest(db, asked));
  await untilDone(() => billing.desk.carryOut(tenantId, id, 'k'));
  return await data.database.withTenant(tenantId, (db) => findWish(db, id));
};
const sync = (tenantId: string) =>
  untilDone(() => syncFacts(billing.deps, tenantId, null, AbortSignal.timeout(10_000)));

/** Subscribes, upgrades, goes to another provider, cancels there; then the period ends. */
const life = async (at: number) => {
  [deadly, calls] = [at, 0];
  billing.hands.dies = dies;
  const tenantId = await billing.tenant();
  const first = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'stripe' });
  billing.stripe.pay(first?.ref ?? '');
  await sync(tenantId);
  billing.clock.ms += 10 * DAY;
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  const other = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  billing.mercadoPago.pay(other?.ref ?? '');
  await sync(tenantId);
  billing.clock.ms += 21 * DAY;
  billing.stripe.tick();
  billing.mercadoPago.tick();
  await sync(tenantId);
  await carry(tenantId, 'cancel', {});
  billing.clock.ms += 31 * DAY;
  billing.mercadoPago.tick();
  await sync(tenantId);
  await untilDone(() => billing.desk.applyPending(tenantId, 'end'));
  const { state, tier, freeReason } = (await data.database.withTenant(tenantId, readSubscription)) ?? {};
  const paid = await data.database.withTenant(tenantId, readPayments);
  const charges = [billing.stripe, billing.mercadoPago].flatMap(({ charges: all }) =>
    [...all.values()].filter((one) => one.tenantId === tenantId && one.status === 'paid').map(({ amount }) => amount),
  );
  return { state, tier, freeReason, charges, known: paid.map(({ amount }) => amount).toReversed(), calls };
};

test('whichever call of a provider the process dies behind, a repeat goes on: each thing is charged once, and all of it is known', async () => {
  const { calls: total, ...expected } = await life(0);
  expect(expected).toMatchObject({ state: 'free', tier: 'FREE', freeReason: 'canceled' });
  expect(expected.charges).toHaveLength(3);
  expect(expected.known).toEqual(expected.charges);
  expect(total).toBeGreaterThan(5);
  for (let at = 1; at <= total; at += 1) {
    const { calls: _calls, ...lived } = await life(at);
    expect({ at, ...lived }).toEqual({ at, ...expected });
  }
});

/** Falls to a smaller plan, with a coupon and credit of which the provider knows; then its period begins. */
const shrinking = async (at: number) => {
  [deadly, calls] = [0, 0];
  billing.hands.dies = dies;
  const tenantId = await billing.tenant();
  const wanted = { tier: 'BUSINESS', interval: 'month', provider: 'stripe', coupon: 'METADE' };
  billing.stripe.pay((await carry(tenantId, 'subscribe', wanted))?.ref ?? '');
  await data.database.withTenant(tenantId, (db) =>
    enterCredit(db, { source: 'test', sourceId: 'a', amount: 1_000, note: 'test' }),
  );
  await sync(tenantId);
  billing.clock.ms += 10 * DAY;
  [deadly, calls] = [at, 0];
  const { status, reason } = (await carry(tenantId, 'change', { tier: 'STARTER' })) ?? {};
  const asked = calls;
  billing.clock.ms += 21 * DAY;
  await untilDone(() => billing.desk.applyPending(tenantId, 'end'));
  billing.stripe.tick();
  await sync(tenantId);
  const { tier } = (await data.database.withTenant(tenantId, readSubscription)) ?? {};
  const paid = await data.database.withTenant(tenantId, readPayments);
  return { status, reason, tier, paid: paid.map(({ amount }) => amount), left: await billing.credit(tenantId), asked };
};

test('a smaller plan with a coupon and credit is scheduled, whichever call its process dies behind', async () => {
  const { asked: total, ...expected } = await shrinking(0);
  expect(expected).toEqual({ status: 'done', reason: null, tier: 'STARTER', paid: [3_850, 14_850], left: 0 });
  for (let at = 1; at <= total; at += 1) {
    const { asked: _asked, ...lived } = await shrinking(at);
    expect({ at, ...lived }).toEqual({ at, ...expected });
  }
});

test('from a year to months, with a discount that is told anew: whoever tells the provider first, nothing is charged before the year is over', async () => {
  [deadly, calls] = [0, 0];
  const tenantId = await billing.tenant();
  const wanted = { tier: 'BUSINESS', interval: 'year', provider: 'stripe', coupon: 'METADE' };
  billing.stripe.pay((await carry(tenantId, 'subscribe', wanted))?.ref ?? '');
  await sync(tenantId);
  const charged = () => [...billing.stripe.charges.values()].filter((one) => one.tenantId === tenantId);
  expect(charged()).toHaveLength(1);
  const away = vi
    .spyOn(billing.stripe, 'setLines')
    .mockRejectedValueOnce(failure('billing_unreachable', 'Longe', 'Away'));
  await expect(carry(tenantId, 'change', { interval: 'month' })).rejects.toMatchObject({ code: 'billing_unreachable' });
  await sync(tenantId);
  expect(away).toHaveBeenCalledTimes(2);
  expect(charged()).toHaveLength(1);
  billing.clock.ms += 366 * DAY;
  billing.stripe.tick();
  expect(charged().map(({ amount }) => amount)).toEqual([148_500, 14_850]);
});

test('a process that dies between the end of a wish and the return of its trial keeps nobody from their trial', async () => {
  [deadly, calls] = [0, 0];
  const tenantId = await billing.tenant();
  const trial = { tier: 'STARTER', interval: 'month', provider: 'stripe', trial: true };
  expect(await carry(tenantId, 'subscribe', trial)).toMatchObject({ status: 'waiting' });
  const { taxId, email } = await data.database.withTenant(tenantId, claimantOf);
  expect(await isClaimed(billing.deps, { taxId, email })).toBe(true);
  billing.clock.ms += 2 * DAY;
  const { database } = billing.deps;
  const dying = () => Promise.reject(new Error('The process died'));
  billing.deps.database = { ...database, admin: { ...database.admin, sql: dying } };
  await expect(billing.desk.settle(tenantId, 's')).rejects.toThrow('The process died');
  billing.deps.database = database;
  expect(await billing.desk.settle(tenantId, 's')).toEqual({ closed: 0 });
  expect(await isClaimed(billing.deps, { taxId, email })).toBe(false);
  expect(await carry(tenantId, 'trial', { tier: 'STARTER' })).toMatchObject({ status: 'done' });
  expect(await isClaimed(billing.deps, { taxId, email })).toBe(true);
});
