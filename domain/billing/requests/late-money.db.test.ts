import { afterAll, beforeEach, expect, test } from 'vitest';
import { failure } from '#flow/errors.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { confirmManualPayment } from '../manual/confirm-payment.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { syncFacts } from '../subscription/sync-facts.ts';

const START = Date.parse('2027-01-01T12:00:00.000Z');
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
billing.addPixKey();
const { ask, carry, sync, facts, wish: wishOf, payments, credit } = billing;
afterAll(() => data.close());
beforeEach(() => {
  billing.clock.ms = START;
});

const on = (time: string): void => {
  billing.clock.ms = Date.parse(time);
  billing.stripe.tick();
};
const alarmsOf = (tenantId: string) => billing.alarms.filter((one) => one.tenantId === tenantId);

/** An operator sees the money in the bank. */
const confirm = async (tenantId: string, payment: string | null | undefined): Promise<void> => {
  const paidAt = new Date(billing.clock.ms).toISOString();
  await confirmManualPayment(data.database, { payment: payment ?? '', by: 'operator:usr_1', note: 'bank', paidAt });
  const about = { provider: 'manual' as const, subscription: null, payment: payment ?? '' };
  await syncFacts(billing.deps, tenantId, about, AbortSignal.timeout(10_000));
};

/** Pays STARTER by a Pix each month, January's first. */
const pixSubscriber = async (): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'manual' });
  await confirm(tenantId, wish?.ref);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', periodEnd: '2027-02-01T12:00:00.000Z' });
  return tenantId;
};

const cardSubscriber = async (): Promise<string> => {
  const tenantId = await billing.tenant();
  await billing.subscribe(tenantId, 'STARTER');
  return tenantId;
};

test('a larger plan whose Pix is paid when the next month was charged at the old price is credit, and no larger plan', async () => {
  const tenantId = await pixSubscriber();
  on('2027-01-30T12:00:00.000Z');
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  expect(wish).toMatchObject({ status: 'waiting' });
  await billing.desk.renew(tenantId, 'r');
  await confirm(tenantId, (await facts(tenantId)).renewal?.ref);
  await confirm(tenantId, wish?.ref);
  expect(await facts(tenantId)).toMatchObject({
    ...{ tier: 'STARTER', state: 'active', access: 'full' },
    ...{ periodStart: '2027-02-01T12:00:00.000Z', paidThrough: '2027-03-01T12:00:00.000Z' },
  });
  expect(await wishOf(tenantId, wish?.id ?? '')).toMatchObject({ status: 'refused', reason: 'preview_over' });
  // Two of thirty-one days.
  expect(await credit(tenantId)).toBe(Math.round((20_000 * 2) / 31));
  expect(alarmsOf(tenantId)).toMatchObject([{ code: 'late_payment', detail: 'preview_over' }]);
  await sync(tenantId);
  expect(await credit(tenantId)).toBe(Math.round((20_000 * 2) / 31));
});

test('what came off a change by the account’s credit is there again where its Pix came too late', async () => {
  const tenantId = await pixSubscriber();
  on('2027-01-30T12:00:00.000Z');
  await data.database.withTenant(tenantId, (db) =>
    enterCredit(db, { source: 'test', sourceId: '1', amount: 500, note: 'x' }),
  );
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  expect(await credit(tenantId)).toBe(0);
  // The month is over, and nobody has paid the next.
  on('2027-02-01T12:00:01.000Z');
  await confirm(tenantId, wish?.ref);
  expect(await facts(tenantId)).toMatchObject({ tier: 'STARTER' });
  expect(await credit(tenantId)).toBe(Math.round((20_000 * 2) / 31));
});

test('going on that is paid when the time it buys is over gives no access, and the money is credit', async () => {
  const tenantId = await pixSubscriber();
  await carry(tenantId, 'pause');
  on('2027-02-27T12:00:00.000Z');
  const wish = await carry(tenantId, 'resume');
  expect(wish).toMatchObject({ status: 'waiting' });
  on('2027-03-02T12:00:00.000Z');
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ periodStart: '2027-03-01T12:00:00.000Z' });
  await confirm(tenantId, wish?.ref);
  expect(await facts(tenantId)).toMatchObject({
    ...{ state: 'paused', access: 'read_only', paidThrough: '2027-02-01T12:00:00.000Z' },
    ...{ periodStart: '2027-03-01T12:00:00.000Z', periodEnd: '2027-04-01T12:00:00.000Z' },
  });
  const [late] = await payments(tenantId);
  expect(late).toMatchObject({ status: 'paid', kind: 'once', periodEnd: null });
  expect(await credit(tenantId)).toBe(late?.amount);
  expect(await wishOf(tenantId, wish?.id ?? '')).toMatchObject({ status: 'refused', reason: 'preview_over' });
});

test('a code is good no longer than the period that it pays for, and in its last hour none is made', async () => {
  const [tenantId, late] = [await pixSubscriber(), await pixSubscriber()];
  on('2027-01-31T12:00:00.000Z');
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  const expiresAt = '2027-02-01T12:00:00.000Z';
  expect(wish).toMatchObject({ status: 'waiting', expiresAt, asked: { kind: 'pix', expiresAt } });
  const known = await billing.deps.providers.manual?.readPayment(wish?.ref ?? '', AbortSignal.timeout(10_000));
  expect(known).toMatchObject({ pix: { expiresAt } });

  on('2027-02-01T11:30:00.000Z');
  expect(await carry(late, 'change', { tier: 'BUSINESS' })).toMatchObject({
    ...{ status: 'refused', reason: 'period_ending' },
  });
  expect((await payments(late)).filter(({ kind }) => kind === 'once')).toEqual([]);
  // What costs nothing now is scheduled as ever.
  expect(await carry(late, 'change', { interval: 'month', tier: 'STARTER', addOns: [] })).toMatchObject({
    ...{ status: 'refused', reason: 'same_plan' },
  });
});

test('who goes on in a period’s last hour, by a Pix, waits for the next one; a card is charged at once', async () => {
  const [byPix, byCard] = [await pixSubscriber(), await cardSubscriber()];
  await carry(byPix, 'pause');
  await carry(byCard, 'pause');
  on('2027-03-01T11:30:00.000Z');
  const waiting = await ask(byPix, 'resume');
  await expect(billing.desk.carryOut(byPix, waiting.id, 'k')).rejects.toMatchObject({ code: 'unavailable' });
  on('2027-03-01T12:00:01.000Z');
  expect(await billing.desk.carryOut(byPix, waiting.id, 'k')).toMatchObject({ outcome: 'waiting' });
  expect(await wishOf(byPix, waiting.id)).toMatchObject({ work: { period: { end: '2027-04-01T12:00:00.000Z' } } });
  // The memory's months have thirty days: this one ends on the second, at noon.
  on('2027-03-02T11:30:00.000Z');
  expect(await carry(byCard, 'resume')).toMatchObject({ status: 'done' });
  expect(await carry(byCard, 'change', { tier: 'BUSINESS' })).toMatchObject({ status: 'done' });
});

test('a change whose charge never went out is not charged when the month it was counted for is over', async () => {
  const tenantId = await cardSubscriber();
  on('2027-01-31T11:50:00.000Z');
  const { id } = await ask(tenantId, 'change', { tier: 'BUSINESS' });
  const { stripe } = billing;
  const { chargeOnce } = stripe;
  stripe.chargeOnce = () => Promise.reject(failure('billing_unreachable', 'Longe', 'Away'));
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  stripe.chargeOnce = chargeOnce;
  on('2027-01-31T12:10:00.000Z');
  await sync(tenantId);
  await billing.desk.carryOut(tenantId, id, 'k');
  expect(await wishOf(tenantId, id)).toMatchObject({ status: 'refused', reason: 'preview_over' });
  expect(await facts(tenantId)).toMatchObject({ tier: 'STARTER' });
  expect((await payments(tenantId)).map(({ kind }) => kind)).toEqual(['period', 'period']);
});

test('who goes on for three days pays three days of a larger plan, not a month of it', async () => {
  const tenantId = await cardSubscriber();
  await carry(tenantId, 'pause');
  on('2027-02-27T12:00:00.000Z');
  expect(await carry(tenantId, 'resume')).toMatchObject({ status: 'done' });
  const { periodStart, periodEnd, paidThrough } = await facts(tenantId);
  expect({ periodStart, periodEnd, paidThrough }).toEqual({
    ...{ periodStart: '2027-01-31T12:00:00.000Z', periodEnd: '2027-03-02T12:00:00.000Z' },
    paidThrough: '2027-03-02T12:00:00.000Z',
  });
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  const [change, resume] = await payments(tenantId);
  expect(resume).toMatchObject({ amount: 970, periodStart: '2027-02-27T12:00:00.000Z', periodEnd });
  expect(change).toMatchObject({ kind: 'once', amount: 2_000 });
  on('2027-03-02T12:00:01.000Z');
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ tier: 'BUSINESS', paidThrough: '2027-04-01T12:00:00.000Z' });
});

/** A Pix of a change that is paid when nobody can have anything for it: so much is the account's credit. */
const credited = async (): Promise<{ tenantId: string; payment: string; amount: number }> => {
  const tenantId = await pixSubscriber();
  on('2027-01-11T12:00:00.000Z');
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  on('2027-01-15T12:00:00.000Z');
  await billing.desk.settle(tenantId, 's');
  await confirm(tenantId, wish?.ref);
  const [late] = await payments(tenantId);
  const amount = Math.round((20_000 * 21) / 31);
  expect(late).toMatchObject({ status: 'paid', amount });
  expect(await credit(tenantId)).toBe(amount);
  return { tenantId, payment: late?.id ?? '', amount };
};

test('money that had become credit and is given back is credit no more, each part of it once', async () => {
  const { tenantId, payment, amount } = await credited();
  await carry(tenantId, 'refund', { payment, amount: 3_000, reason: 'asked' });
  expect(await credit(tenantId)).toBe(amount - 3_000);
  await sync(tenantId);
  expect(await credit(tenantId)).toBe(amount - 3_000);
  await carry(tenantId, 'refund', { payment, reason: 'the rest' });
  expect(await credit(tenantId)).toBe(0);
  expect(alarmsOf(tenantId).filter(({ code }) => code === 'credit_used')).toEqual([]);
});

test('where the credit was used before its money went back, nobody owes us by it, and somebody is told how much', async () => {
  const { tenantId, payment, amount } = await credited();
  const used = amount - 1_000;
  await data.database.withTenant(tenantId, (db) =>
    enterCredit(db, { source: 'next', sourceId: 'x', amount: -used, note: 'period' }),
  );
  await carry(tenantId, 'refund', { payment, reason: 'asked' });
  expect(await credit(tenantId)).toBe(0);
  expect(alarmsOf(tenantId)).toContainEqual(expect.objectContaining({ code: 'credit_used', detail: String(used) }));
});

test('a dispute takes the credit of its money, and gives it again where it is won', async () => {
  const tenantId = await cardSubscriber();
  const [period] = [...billing.stripe.charges.values()].filter((one) => one.tenantId === tenantId);
  if (!period) throw new Error('No charge');
  const id = `once_${tenantId}`;
  const once = { ...period, id, kind: 'once' as const, amount: 5_000, periodStart: null, periodEnd: null };
  billing.stripe.charges.set(id, once);
  const read = () => {
    billing.clock.ms += 1_000;
    const about = { provider: 'stripe' as const, subscription: null, payment: id };
    return syncFacts(billing.deps, tenantId, about, AbortSignal.timeout(10_000));
  };
  // All of it comes off the next month, as the provider was told.
  const next = async () => ({
    ...{ credit: await credit(tenantId), next: (await facts(tenantId)).discount?.next?.credit },
    there: [...billing.stripe.running.values()].find((one) => one.tenantId === tenantId)?.discount,
  });
  await read();
  expect(await next()).toEqual({ credit: 0, next: 5_000, there: 5_000 });
  once.disputed = true;
  await read();
  await read();
  expect(await next()).toEqual({ credit: 0, next: 0, there: 0 });
  expect(alarmsOf(tenantId).filter(({ code }) => code === 'credit_used')).toEqual([]);
  once.disputed = false;
  await read();
  expect(await credit(tenantId)).toBe(5_000);
});

test('credit of a trial’s first month goes with its money: its provider is told, however often the dispute begins anew', async () => {
  const [other, tenantId] = [await cardSubscriber(), await billing.tenant()];
  const [period] = [...billing.stripe.charges.values()].filter((one) => one.tenantId === other);
  if (!period) throw new Error('No charge');
  const id = `once_${tenantId}`;
  const none = { periodStart: null, periodEnd: null, subscription: null, request: null };
  const once = { ...period, ...none, id, tenantId, kind: 'once' as const, amount: 5_000 };
  billing.stripe.charges.set(id, once);
  const read = () => {
    billing.clock.ms += 1_000;
    const about = { provider: 'stripe' as const, subscription: null, payment: id };
    return syncFacts(billing.deps, tenantId, about, AbortSignal.timeout(10_000));
  };
  await read();
  expect(await credit(tenantId)).toBe(5_000);
  const trial = { tier: 'STARTER', interval: 'month', provider: 'stripe', trial: true };
  const wish = await carry(tenantId, 'subscribe', trial);
  billing.stripe.pay(wish?.ref ?? '');
  await sync(tenantId);
  const next = async () => ({
    ...{ credit: await credit(tenantId), next: (await facts(tenantId)).discount?.next?.credit },
    there: [...billing.stripe.running.values()].find((one) => one.tenantId === tenantId)?.discount,
  });
  expect(await next()).toEqual({ credit: 0, next: 5_000, there: 5_000 });
  const dispute = async (disputed: boolean) => {
    once.disputed = disputed;
    await read();
    await read();
  };
  await dispute(true);
  expect(await next()).toEqual({ credit: 0, next: 0, there: 0 });
  await dispute(false);
  const won = await next();
  expect(won.credit + Number(won.next)).toBe(5_000);
  expect(won.there).toBe(won.next);
  // Begun anew, and won again: each takes it, and gives it back.
  await dispute(true);
  expect(await next()).toEqual({ credit: 0, next: 0, there: 0 });
  await dispute(false);
  const again = await next();
  expect(again.credit + Number(again.next)).toBe(5_000);
});

test('credit that came off a month that is asked for comes off it no more once its money went back', async () => {
  const tenantId = await pixSubscriber();
  on('2027-01-25T12:00:00.000Z');
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  on('2027-01-29T12:00:00.000Z');
  await billing.desk.settle(tenantId, 's');
  await confirm(tenantId, wish?.ref);
  const [late] = await payments(tenantId);
  const amount = Math.round((20_000 * 7) / 31);
  await billing.desk.renew(tenantId, 'r');
  expect((await facts(tenantId)).renewal).toMatchObject({ amount: 9_700 - amount });
  await carry(tenantId, 'refund', { payment: late?.id ?? '', reason: 'asked' });
  const { renewal } = await facts(tenantId);
  expect(renewal).toMatchObject({ amount: 9_700 });
  expect(await credit(tenantId)).toBe(0);
  await confirm(tenantId, renewal?.ref);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', paidThrough: '2027-03-01T12:00:00.000Z' });
  expect(await credit(tenantId)).toBe(0);
  expect(alarmsOf(tenantId).filter(({ code }) => code === 'credit_used')).toEqual([]);
});

test('who goes on pays nothing for a month that was paid otherwise before the charge went out', async () => {
  const tenantId = await cardSubscriber();
  await carry(tenantId, 'pause');
  on('2027-02-10T12:00:00.000Z');
  const { id } = await ask(tenantId, 'resume');
  const { stripe } = billing;
  const { chargeOnce } = stripe;
  stripe.chargeOnce = () => Promise.reject(failure('billing_unreachable', 'Longe', 'Away'));
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  stripe.chargeOnce = chargeOnce;
  const [first] = [...stripe.charges.values()].filter((one) => one.tenantId === tenantId);
  if (!first) throw new Error('No charge');
  const { periodStart, periodEnd } = await facts(tenantId);
  stripe.charges.set(`again_${tenantId}`, { ...first, id: `again_${tenantId}`, periodStart, periodEnd });
  await sync(tenantId);
  await billing.desk.carryOut(tenantId, id, 'k');
  expect(await wishOf(tenantId, id)).toMatchObject({ status: 'refused', reason: 'preview_over' });
  expect(await carry(tenantId, 'resume')).toMatchObject({ status: 'done' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', access: 'full', paidThrough: periodEnd });
  expect((await payments(tenantId)).map(({ kind }) => kind)).toEqual(['period', 'period']);
});
