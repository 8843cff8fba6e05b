import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failure } from '#flow/errors.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { newId } from '../../ids.ts';
import type { SyncTenant } from '../inbound/process-events.ts';
import { confirmManualPayment } from '../manual/confirm-payment.ts';
import { carryPass } from '../reconciliation/carry-pass.ts';
import { beginPasses, claimPass } from '../reconciliation/passes.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { markDoubtful } from '../subscription/keep-payment.ts';
import { syncFacts } from '../subscription/sync-facts.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T12:00:00.000Z');
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
billing.addPixKey();
const { ask, carry, credit, facts, pass, payments, sync, wish: wishOf } = billing;
afterAll(() => data.close());
beforeEach(() => {
  billing.clock.ms = START;
});
afterEach(() => vi.restoreAllMocks());

const at = (): string => new Date(billing.clock.ms).toISOString();
/** What a provider says to the call itself. */
const no = () => Promise.reject(failure('billing_refused', 'Não', 'No', { details: { code: 'no' } }));

const subscriber = async (tier = 'STARTER', interval = 'month'): Promise<string> => {
  const tenantId = await billing.tenant();
  await billing.subscribe(tenantId, tier, interval);
  return tenantId;
};

const confirm = (payment: string) =>
  confirmManualPayment(data.database, { payment, by: 'operator:usr_1', note: 'bank', paidAt: at() });
/** Pays by a Pix each period, to the operator's own key. */
const pixSubscriber = async (): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'manual' });
  await confirm(wish?.ref ?? '');
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', paidThrough: '2027-02-01T12:00:00.000Z' });
  return tenantId;
};

test('a provider that will not give a doubtful payment back keeps nobody from reading, from wishes and from the end', async () => {
  const tenantId = await subscriber();
  const [paid] = await payments(tenantId);
  await data.database.withTenant(tenantId, (db) => markDoubtful(db, paid?.id ?? ''));
  vi.spyOn(billing.stripe, 'refund').mockImplementation(no);
  expect(await sync(tenantId)).toMatchObject({ outcome: 'applied' });
  expect(billing.alarms).toContainEqual(expect.objectContaining({ code: 'untold', tenantId, detail: 'refund' }));
});

test('a key of ours that is wrong refuses no wish and closes none as told', async () => {
  const tenantId = await subscriber();
  pass(10);
  const { id } = await ask(tenantId, 'change', { tier: 'BUSINESS' });
  const ours = () =>
    Promise.reject(failure('billing_refused', 'Chave', 'Key', { details: { code: 'key' }, retry: 'operator' }));
  const charging = vi.spyOn(billing.stripe, 'chargeOnce').mockImplementation(ours);
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_refused' });
  expect(await wishOf(tenantId, id)).toMatchObject({ status: 'asked' });
  charging.mockRestore();
  const telling = vi.spyOn(billing.stripe, 'setLines').mockImplementation(ours);
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_refused' });
  expect(await facts(tenantId)).toMatchObject({ tier: 'BUSINESS' });
  expect(await wishOf(tenantId, id)).toMatchObject({ status: 'waiting' });
  telling.mockRestore();
  await sync(tenantId);
  expect(await wishOf(tenantId, id)).toMatchObject({ status: 'done' });
});

test('a period that a pause left out is not what is asked for afterwards: who pays the next code has access by it', async () => {
  const tenantId = await pixSubscriber();
  billing.clock.ms = Date.parse('2027-01-29T12:00:00.000Z');
  expect(await billing.desk.renew(tenantId, 'r1')).toEqual({ asked: true });
  await carry(tenantId, 'pause');
  billing.clock.ms = Date.parse('2027-03-10T12:00:00.000Z');
  const resumed = await carry(tenantId, 'resume');
  await confirm(resumed?.ref ?? '');
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', paidThrough: '2027-04-01T12:00:00.000Z' });

  billing.clock.ms = Date.parse('2027-03-29T12:00:00.000Z');
  expect(await billing.desk.renew(tenantId, 'r2')).toEqual({ asked: true });
  const { renewal } = await facts(tenantId);
  expect(renewal).toMatchObject({ start: '2027-04-01T12:00:00.000Z' });
  await confirm(renewal?.ref ?? '');
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ paidThrough: '2027-05-01T12:00:00.000Z' });
});

test('a charge that is ours and that nobody opened is opened when it is asked for again', async () => {
  const tenantId = await pixSubscriber();
  billing.clock.ms = Date.parse('2027-02-03T12:00:00.000Z');
  await billing.desk.enter(tenantId, 'past_due', 'd1');
  expect(await billing.desk.retry(tenantId, 't1')).toEqual({ tried: true, paid: false });
  const { renewal } = await facts(tenantId);
  await confirm(renewal?.ref ?? '');
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', paidThrough: '2027-03-01T12:00:00.000Z' });
});

test('a Pix that pays for time of its own is credit alone where it is paid after its wish was closed', async () => {
  const tenantId = await pixSubscriber();
  await carry(tenantId, 'pause');
  billing.clock.ms = Date.parse('2027-02-15T12:00:00.000Z');
  const resume = await carry(tenantId, 'resume');
  await sync(tenantId);
  billing.clock.ms += 4 * DAY;
  await billing.desk.settle(tenantId, 's');
  expect(await wishOf(tenantId, resume?.id ?? '')).toMatchObject({ status: 'expired' });
  await confirm(resume?.ref ?? '');
  const about = { provider: 'manual' as const, subscription: null, payment: resume?.ref ?? '' };
  await syncFacts(billing.deps, tenantId, about, AbortSignal.timeout(10_000));
  const [late] = await payments(tenantId);
  expect(late).toMatchObject({ status: 'paid', kind: 'once', periodEnd: null });
  expect(await credit(tenantId)).toBe(late?.amount);
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', paidThrough: '2027-02-01T12:00:00.000Z' });
});

test('a smaller plan that the provider will not hear of is not scheduled', async () => {
  const tenantId = await subscriber('BUSINESS');
  const { id } = await ask(tenantId, 'change', { tier: 'STARTER' });
  vi.spyOn(billing.stripe, 'setLines').mockImplementation(no);
  await billing.desk.carryOut(tenantId, id, 'k');
  expect(await wishOf(tenantId, id)).toMatchObject({ status: 'refused', reason: 'payment_refused' });
  expect(await facts(tenantId)).toMatchObject({ tier: 'BUSINESS', pending: null });
});

test('a refund that went out before the process died is not given again, however late the repeat comes', async () => {
  const tenantId = await subscriber();
  const [paid] = await payments(tenantId);
  const { id } = await ask(tenantId, 'refund', { payment: paid?.id ?? '', amount: 3_000, reason: 'goodwill' });
  const refund = billing.stripe.refund;
  const giving = vi.spyOn(billing.stripe, 'refund').mockImplementation(async (asked, signal) => {
    // The provider has forgotten every key by the next day.
    await refund({ ...asked, idempotencyKey: newId('sreq') }, signal);
    throw new Error('The process died');
  });
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toThrow('The process died');
  billing.clock.ms += 2 * DAY;
  await sync(tenantId);
  await billing.desk.carryOut(tenantId, id, 'k');
  expect(giving).toHaveBeenCalledTimes(1);
  expect(await wishOf(tenantId, id)).toMatchObject({ status: 'done', outcome: { refunded: 3_000 } });
  expect(billing.stripe.charges.get(paid?.providerId ?? '')).toMatchObject({ refunded: 3_000 });
});

test('time that was given to who pays ends with what is left of the running period, charged once, and no pause stays', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'comp', { duration: 'P10D', reason: 'outage' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', compUntil: '2027-02-10T12:00:00.000Z' });
  pass(30);
  pass(11);
  expect(await billing.desk.sync(tenantId)).toMatchObject({ paid: false });
  await billing.desk.enter(tenantId, 'past_due', 'd1');
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', pausedUntil: '2027-02-10T12:00:00.000Z' });
  await billing.desk.enter(tenantId, 'active', 'd2');
  const [wish] = (await billing.desk.look(tenantId)).requests;
  expect(wish?.kind).toBe('resume');
  expect(await billing.desk.carryOut(tenantId, wish?.id ?? '', 'k')).toMatchObject({ outcome: 'done' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', paidThrough: '2027-03-02T12:00:00.000Z' });
  // 19 of 30 days.
  expect((await payments(tenantId)).map(({ amount }) => amount)).toEqual([Math.round((9_700 * 19) / 30), 9_700]);
  pass(20);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', paidThrough: '2027-04-01T12:00:00.000Z' });
});

test('who goes on is charged by no price of days ago, and has nothing while no period has begun', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'pause');
  pass(35);
  await sync(tenantId);
  const { id } = await ask(tenantId, 'resume');
  billing.hands.isAway = true;
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  billing.hands.isAway = false;
  const away = vi
    .spyOn(billing.stripe, 'chargeOnce')
    .mockRejectedValue(failure('billing_unreachable', 'Longe', 'Away'));
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  away.mockRestore();
  pass(3);
  await billing.desk.carryOut(tenantId, id, 'k');
  expect(await wishOf(tenantId, id)).toMatchObject({ status: 'refused', reason: 'preview_over' });

  const second = await ask(tenantId, 'resume');
  // Its period is over, and the provider has not begun the next.
  billing.clock.ms += 30 * DAY;
  await expect(billing.desk.carryOut(tenantId, second.id, 'k')).rejects.toMatchObject({ code: 'unavailable' });
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', access: 'read_only' });
  billing.stripe.tick();
  expect(await billing.desk.carryOut(tenantId, second.id, 'k')).toMatchObject({ outcome: 'done' });
  expect((await payments(tenantId)).filter(({ status }) => status === 'paid')).toHaveLength(2);
});

test('a larger plan by the month waits for the end of the year that was paid: the year is not had twice', async () => {
  const tenantId = await subscriber('STARTER', 'year');
  const before = await facts(tenantId);
  await carry(tenantId, 'change', { tier: 'BUSINESS', interval: 'month' });
  const after = await facts(tenantId);
  expect(after).toMatchObject({ tier: 'STARTER', pending: { kind: 'change', tier: 'BUSINESS', at: before.periodEnd } });
  expect(await credit(tenantId)).toBe(0);
});

test('nobody has another plan by a period that is over and not paid for again', async () => {
  const tenantId = await subscriber();
  billing.clock.ms += 30 * DAY + 60_000;
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  expect(wish).toMatchObject({ status: 'refused', reason: 'payment_open' });
  expect(await facts(tenantId)).toMatchObject({ tier: 'STARTER', pending: null });
});

test('who paused has no more room in a month than FREE once what was paid for is over, and all of it when they go on', async () => {
  const tenantId = await subscriber('BUSINESS');
  const most = async (plan: string | null = null): Promise<bigint | undefined> => {
    const [row] = await data.database.withTenant(
      tenantId,
      (db) => db.sql<{ most: bigint }>`
        select coalesce((select (limits ->> 'runs')::bigint from plan_versions where tier = ${plan} limit 1),
          plan_limit(${db.tenant}, 'runs', true)) as most`,
    );
    return row?.most;
  };
  await carry(tenantId, 'pause');
  expect(await most()).toBe(await most('BUSINESS'));
  pass(35);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', access: 'read_only', tier: 'BUSINESS' });
  expect(await most()).toBe(await most('FREE'));
  await carry(tenantId, 'resume');
  expect(await most()).toBe(await most('BUSINESS'));
  expect(await most('FREE')).not.toBe(await most('BUSINESS'));
});

test('a cancellation goes on where the process died behind it, whatever was read of it meanwhile', async () => {
  const tenantId = await subscriber();
  const { id } = await ask(tenantId, 'cancel', { when: 'now' });
  billing.hands.dies = () => true;
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toThrow('The process died');
  billing.hands.dies = () => false;
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ pending: { kind: 'cancel', request: null } });
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'done' });
  expect(await facts(tenantId)).toMatchObject({ pending: { kind: 'cancel', request: id, at: at() } });
});

test('what came off a period that has begun does not come off the next one besides', async () => {
  const tenantId = await subscriber();
  await data.database.withTenant(tenantId, (db) =>
    enterCredit(db, { source: 'payment', sourceId: tenantId, amount: 3_000, note: 'late' }),
  );
  await sync(tenantId);
  const sub = [...billing.stripe.running.values()].find((one) => one.tenantId === tenantId);
  expect(sub?.discount).toBe(3_000);
  pass(30);
  // Its invoice is written, and not collected yet.
  const charge = [...billing.stripe.charges.values()].find(
    (one) => one.subscription === sub?.id && one.amount === 6_700,
  );
  Object.assign(charge ?? {}, { status: 'pending', paidAt: null });
  await sync(tenantId);
  expect(await carry(tenantId, 'change', { tier: 'BUSINESS' })).toMatchObject({ status: 'done' });
  expect(sub?.discount).toBe(0);
});

test('a provider that is not set up, or knows of no such subscription, says nothing of what was paid: nothing is taken', async () => {
  const tenantId = await subscriber();
  const { providers } = billing.deps;
  billing.clock.ms += 40 * DAY;
  billing.deps.providers = {};
  expect(await billing.desk.sync(tenantId)).toMatchObject({ reachable: false });
  await expect(billing.desk.downgrade(tenantId, 'unpaid', 'd')).rejects.toMatchObject({ code: 'billing_unreachable' });
  const { id } = await ask(tenantId, 'cancel');
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER' });
  billing.deps.providers = providers;
  // Another account's key.
  const reading = vi.spyOn(billing.stripe, 'readSubscription').mockResolvedValue(null);
  expect(await billing.desk.sync(tenantId)).toMatchObject({ reachable: false });
  reading.mockRestore();
  expect(await billing.desk.sync(tenantId)).toMatchObject({ reachable: true, paid: false });
});

test('what was given back of a charge outside of the periods is found by the daily comparison where nobody told of it', async () => {
  const tenantId = await subscriber();
  pass(10);
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  const [once] = await payments(tenantId);
  Object.assign(billing.stripe.charges.get(once?.providerId ?? '') ?? {}, { refunded: 1_000 });
  vi.spyOn(billing.stripe, 'changedSince').mockImplementation(async function* () {
    yield await Promise.resolve({ subscription: null, payment: once?.providerId ?? null });
  });
  const { admin } = data.database;
  await beginPasses(admin, { providers: ['stripe'], everyMs: DAY, nowMs: billing.clock.ms });
  const taken = await claimPass(admin, ['stripe']);
  if (!taken) throw new Error('No pass');
  const { signal } = new AbortController();
  const deps = { database: data.database, providers: billing.deps.providers, nowMs: () => billing.clock.ms, paceMs: 0 };
  const reading = {
    ...deps,
    sync: (...[one, about, stop]: Parameters<SyncTenant>) => syncFacts(billing.deps, one, about, stop),
  };
  // Only what this test is about: whoever lived before it is behind.
  expect(await carryPass(reading, { ...taken, upto: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }, signal)).toBe('done');
  expect((await payments(tenantId))[0]).toMatchObject({ kind: 'once', refunded: 1_000 });
  expect(await admin.sql`select what, mended from billing_drifts where reconciliation = ${taken.id}::uuid`).toEqual([
    { what: ['payments'], mended: true },
  ]);
});

test('a provider that charges otherwise than what was agreed is told of, and one that charges so is not', async () => {
  const tenantId = await subscriber();
  const mine = () => billing.alarms.filter((one) => one.code === 'price_differs' && one.tenantId === tenantId);
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  pass(30);
  await sync(tenantId);
  await carry(tenantId, 'change', { tier: 'STARTER' });
  await sync(tenantId);
  expect(mine()).toEqual([]);
  const [sub] = [...billing.stripe.running.values()].filter((one) => one.tenantId === tenantId);
  Object.assign(sub ?? {}, { next: null, lines: [{ key: 'BUSINESS', name: 'B', quantity: 1, unit: 100 }] });
  billing.clock.ms += 1_000;
  await sync(tenantId);
  expect(mine()).toMatchObject([{ detail: '100 there, 29700 or 9700 here' }]);
});

test('what ends because another provider follows is taken back together with that one: both would be charged', async () => {
  const tenantId = await subscriber();
  const wish = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  billing.mercadoPago.pay(wish?.ref ?? '');
  await sync(tenantId);
  billing.clock.ms += 1_000;
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ provider: 'stripe', pending: { kind: 'cancel' } });
  expect(await carry(tenantId, 'revoke')).toMatchObject({ status: 'done' });
  pass(31);
  billing.mercadoPago.tick();
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', provider: 'stripe', pending: null });
  expect(await payments(tenantId)).toHaveLength(2);
});
