import { afterAll, beforeEach, expect, test } from 'vitest';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { confirmManualPayment, rejectManualPayment } from '../manual/confirm-payment.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { findSubscription } from '../subscription/find-subscription.ts';
import { readPayments } from '../subscription/keep-payment.ts';
import { syncFacts } from '../subscription/sync-facts.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T12:00:00.000Z');
const END = '2027-02-01T12:00:00.000Z';
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
const manual = billing.addPixKey();
// Nobody else is there to be asked.
billing.deps.providers = { manual };
const { carry, facts, credit } = billing;
afterAll(() => data.close());
beforeEach(() => {
  billing.clock.ms = START;
  billing.alarms.length = 0;
});

const signal = () => AbortSignal.timeout(10_000);
const at = (): string => new Date(billing.clock.ms).toISOString();
const open = async (tenantId: string) => {
  const { renewal } = await facts(tenantId);
  if (!renewal) throw new Error('Nothing is open');
  return renewal;
};
const shown = async (tenantId: string) => (await data.database.withTenant(tenantId, findSubscription)).renewal;
/** The operator sees the money, and what the hint of it names is read. */
const confirm = async (tenantId: string, payment: string) => {
  await confirmManualPayment(data.database, { payment, by: 'operator:usr_1', note: 'bank', paidAt: at() });
  await syncFacts(billing.deps, tenantId, { provider: 'manual', subscription: null, payment }, signal());
};
const subscriber = async (tier = 'STARTER', interval = 'month'): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier, interval, provider: 'manual' });
  await confirm(tenantId, wish?.ref ?? '');
  return tenantId;
};
/** Three days before the month's end, as the lifecycle asks for it. */
const inWindow = async (tier?: string): Promise<string> => {
  const tenantId = await subscriber(tier);
  billing.clock.ms = Date.parse(END) - 3 * DAY;
  expect(await billing.desk.renew(tenantId, 'r')).toEqual({ asked: true });
  expect(await billing.desk.renew(tenantId, 'r')).toEqual({ asked: false });
  return tenantId;
};
const codeOf = (ref: string) => manual.readPayment(ref, signal());

test('a larger plan while the next period is open: its code is of the larger plan, and the one before buys no period', async () => {
  const tenantId = await inWindow();
  const small = await open(tenantId);
  expect(small.amount).toBe(9_700);
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  await confirm(tenantId, wish?.ref ?? '');
  expect(await facts(tenantId)).toMatchObject({ tier: 'BUSINESS', periodEnd: END });
  const large = await open(tenantId);
  expect(large).toMatchObject({ amount: 29_700, start: END, end: '2027-03-01T12:00:00.000Z' });
  expect(await codeOf(large.ref)).toMatchObject({ amount: 29_700, status: 'pending' });
  expect(await codeOf(small.ref)).toMatchObject({ status: 'void' });

  // A static code can be paid for ever: that is credit, which the open charge costs less by.
  await confirm(tenantId, small.ref);
  expect(billing.alarms).toContainEqual(expect.objectContaining({ code: 'late_payment', object: small.ref }));
  expect(await facts(tenantId)).toMatchObject({ paidThrough: END, periodEnd: END });
  const rest = await open(tenantId);
  expect(rest.amount).toBe(20_000);
  await confirm(tenantId, rest.ref);
  expect(await facts(tenantId)).toMatchObject({ paidThrough: '2027-03-01T12:00:00.000Z', renewal: null });
  expect(await credit(tenantId)).toBe(0);
});

test('a smaller plan that is scheduled is what the open period costs, and what it costs no more once that is taken back', async () => {
  const tenantId = await inWindow('BUSINESS');
  const first = await open(tenantId);
  await carry(tenantId, 'change', { tier: 'STARTER' });
  const smaller = await open(tenantId);
  expect(smaller.amount).toBe(9_700);
  await carry(tenantId, 'revoke');
  const again = await open(tenantId);
  expect(again.amount).toBe(29_700);
  expect(new Set([first.ref, smaller.ref, again.ref]).size).toBe(3);
  await carry(tenantId, 'change', { tier: 'STARTER' });
  await confirm(tenantId, (await open(tenantId)).ref);
  billing.clock.ms = Date.parse(END) + 1_000;
  await billing.desk.applyPending(tenantId, 'p');
  expect(await facts(tenantId)).toMatchObject({ tier: 'STARTER', paidThrough: '2027-03-01T12:00:00.000Z' });
});

test('a year that is paid while a month is open leaves no code of the month', async () => {
  const tenantId = await inWindow();
  const month = await open(tenantId);
  const wish = await carry(tenantId, 'change', { tier: 'STARTER', interval: 'year' });
  await confirm(tenantId, wish?.ref ?? '');
  expect(await facts(tenantId)).toMatchObject({ cycle: 'year', renewal: null });
  expect(await codeOf(month.ref)).toMatchObject({ status: 'void' });
  await confirm(tenantId, month.ref);
  expect(await credit(tenantId)).toBe(9_700);
  expect((await facts(tenantId)).paidThrough).toBe((await facts(tenantId)).periodEnd);
});

test('credit that was set aside for a code that is closed is set aside anew, once', async () => {
  const tenantId = await subscriber();
  const source = { source: 'payment', sourceId: tenantId, amount: 3_000, note: 'late' };
  await data.database.withTenant(tenantId, (db) => enterCredit(db, source));
  billing.clock.ms = Date.parse(END) - 3 * DAY;
  await billing.desk.renew(tenantId, 'r');
  expect((await open(tenantId)).amount).toBe(6_700);
  await carry(tenantId, 'cancel');
  expect(await credit(tenantId)).toBe(3_000);
  await carry(tenantId, 'revoke');
  expect((await open(tenantId)).amount).toBe(6_700);
  expect(await credit(tenantId)).toBe(0);
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  await confirm(tenantId, wish?.ref ?? '');
  expect((await open(tenantId)).amount).toBe(26_700);
  expect(await credit(tenantId)).toBe(0);
  await confirm(tenantId, (await open(tenantId)).ref);
  expect(await credit(tenantId)).toBe(0);
});

test('who cancels is shown no code, and who takes it back has another to pay with', async () => {
  const tenantId = await inWindow();
  const first = await open(tenantId);
  await carry(tenantId, 'cancel');
  expect(await facts(tenantId)).toMatchObject({ renewal: null, pending: { kind: 'cancel' } });
  expect(await billing.desk.renew(tenantId, 'r2')).toEqual({ asked: false });
  await carry(tenantId, 'revoke');
  const second = await open(tenantId);
  expect(second.ref).not.toBe(first.ref);
  expect(await shown(tenantId)).toMatchObject({ amount: 9_700, pix: { code: expect.stringMatching(/^000201/) } });
  await confirm(tenantId, second.ref);
  expect(await facts(tenantId)).toMatchObject({ paidThrough: '2027-03-01T12:00:00.000Z', renewal: null });
});

test('the code of before a cancellation that was taken back pays the period as well where somebody pays that', async () => {
  const tenantId = await inWindow();
  const first = await open(tenantId);
  await carry(tenantId, 'cancel');
  await carry(tenantId, 'revoke');
  const second = await open(tenantId);
  await confirm(tenantId, first.ref);
  expect(await facts(tenantId)).toMatchObject({ paidThrough: '2027-03-01T12:00:00.000Z', renewal: null });
  expect(await codeOf(second.ref)).toMatchObject({ status: 'void' });
  expect(await credit(tenantId)).toBe(0);
});

test('what was paid just before somebody cancels counts, however late it is read', async () => {
  const tenantId = await inWindow();
  const { ref } = await open(tenantId);
  await confirmManualPayment(data.database, { payment: ref, by: 'operator:usr_1', note: 'bank', paidAt: at() });
  await carry(tenantId, 'cancel');
  expect(await facts(tenantId)).toMatchObject({ paidThrough: '2027-03-01T12:00:00.000Z', renewal: null });
  expect(await credit(tenantId)).toBe(0);
});

test('a code that earlier releases left void behind is replaced when it is tried again', async () => {
  const tenantId = await inWindow();
  const dead = await open(tenantId);
  const subscription = (await facts(tenantId)).providerSubscription ?? '';
  await manual.cancel({ subscription, when: 'at_period_end', idempotencyKey: 'c' }, signal());
  await manual.keep({ subscription, idempotencyKey: 'k' }, signal());
  billing.clock.ms = Date.parse(END) + 2 * DAY;
  await billing.desk.enter(tenantId, 'past_due', 'd');
  expect(await billing.desk.retry(tenantId, 't')).toEqual({ tried: true, paid: false });
  const { ref } = await open(tenantId);
  expect(ref).not.toBe(dead.ref);
  await confirm(tenantId, ref);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', paidThrough: '2027-03-01T12:00:00.000Z' });
});

test('a pause closes the code; who goes on within the period has another', async () => {
  const tenantId = await inWindow();
  await carry(tenantId, 'pause');
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', renewal: null });
  await carry(tenantId, 'resume');
  expect(await open(tenantId)).toMatchObject({ amount: 9_700, start: END });
});

test('what died between the code and its row is taken up, unless the price is another by then', async () => {
  const tenantId = await inWindow();
  const first = await open(tenantId);
  const forget = () =>
    data.database.withTenant(
      tenantId,
      (db) => db.sql`update billing_subscriptions set renewal = null where tenant_id = ${db.tenant}`,
    );
  await forget();
  await billing.desk.sync(tenantId);
  expect((await open(tenantId)).ref).toBe(first.ref);
  await forget();
  await carry(tenantId, 'change', { tier: 'BUSINESS' }).then((wish) => confirm(tenantId, wish?.ref ?? ''));
  expect(await open(tenantId)).toMatchObject({ amount: 29_700 });
  expect(await codeOf((await open(tenantId)).ref)).toMatchObject({ amount: 29_700 });
});

test('there is always a code that can be paid: one that runs out before the next try is replaced at this one, one that ran out at the next reading', async () => {
  const tenantId = await subscriber('STARTER', 'year');
  const end = Date.parse((await facts(tenantId)).periodEnd ?? '');
  billing.clock.ms = end - 7 * DAY;
  await billing.desk.renew(tenantId, 'r');
  const { ref } = await open(tenantId);
  billing.clock.ms = end + DAY;
  await billing.desk.enter(tenantId, 'past_due', 'd');
  await billing.desk.retry(tenantId, 't1');
  billing.clock.ms = end + 4 * DAY - 1;
  expect(await codeOf(ref)).toMatchObject({ status: 'pending' });
  billing.clock.ms = end + 12 * DAY;
  expect(await codeOf(ref)).toMatchObject({ status: 'failed' });
  await billing.desk.sync(tenantId);
  const { pix } = await open(tenantId);
  expect(Date.parse(pix?.expiresAt ?? '')).toBeGreaterThan(billing.clock.ms);
  expect(await codeOf(ref)).toMatchObject({ status: 'pending' });
});

test('a code that an operator said was not paid is closed like any other', async () => {
  const tenantId = await inWindow();
  const { ref } = await open(tenantId);
  await rejectManualPayment(data.database, { payment: ref, by: 'operator:usr_1', note: 'no such money' });
  await carry(tenantId, 'cancel');
  await carry(tenantId, 'revoke');
  expect((await open(tenantId)).ref).not.toBe(ref);
});

test('who began on the 31st is renewed to the last of each month, and to the 31st again', async () => {
  billing.clock.ms = Date.parse('2027-01-31T12:00:00.000Z');
  const tenantId = await subscriber();
  const ends: string[] = [];
  for (let month = 0; month < 3; month += 1) {
    const { periodEnd } = await facts(tenantId);
    ends.push(periodEnd ?? '');
    billing.clock.ms = Date.parse(periodEnd ?? '') - 3 * DAY;
    await billing.desk.renew(tenantId, `r${month}`);
    await confirm(tenantId, (await open(tenantId)).ref);
  }
  expect(ends.map((text) => text.slice(0, 10))).toEqual(['2027-02-28', '2027-03-31', '2027-04-30']);
  expect((await data.database.withTenant(tenantId, readPayments)).every(({ status }) => status === 'paid')).toBe(true);
});

test('in a trial the code of the first period follows the plan that is tried, with what was set aside when it began', async () => {
  const tenantId = await billing.tenant();
  await billing.desk.look(tenantId);
  const source = { source: 'payment', sourceId: tenantId, amount: 3_000, note: 'late' };
  await data.database.withTenant(tenantId, (db) => enterCredit(db, source));
  await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'manual', trial: true });
  await billing.desk.sync(tenantId);
  const { trialEndsAt, state } = await facts(tenantId);
  expect([state, await credit(tenantId)]).toEqual(['trialing', 0]);
  billing.clock.ms = Date.parse(trialEndsAt ?? '') - DAY;
  expect(await billing.desk.renew(tenantId, 'r')).toEqual({ asked: true });
  expect(await open(tenantId)).toMatchObject({ start: trialEndsAt, amount: 6_700 });
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  expect((await open(tenantId)).amount).toBe(26_700);
  await carry(tenantId, 'cancel');
  expect([await shown(tenantId), await credit(tenantId)]).toEqual([null, 3_000]);
  await carry(tenantId, 'revoke');
  const { ref, amount, end } = await open(tenantId);
  expect(amount).toBe(26_700);
  await confirm(tenantId, ref);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'BUSINESS', paidThrough: end, renewal: null });
  expect(await credit(tenantId)).toBe(0);
});

test('a gift that was given within a second is over when the Pix behind it begins: there is a code to pay it by', async () => {
  const tenantId = await billing.tenant();
  billing.clock.ms = START + 123;
  await carry(tenantId, 'comp', { tier: 'STARTER', duration: 'P1M', reason: 'sorry' });
  await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'manual' });
  await billing.desk.sync(tenantId);
  const { periodEnd, compUntil } = await facts(tenantId);
  expect([periodEnd, compUntil]).toEqual([END, END]);
  billing.clock.ms = Date.parse(END) - DAY;
  expect(await billing.desk.renew(tenantId, 'r')).toEqual({ asked: true });
  await confirm(tenantId, (await open(tenantId)).ref);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', paidThrough: '2027-03-01T12:00:00.000Z' });
});
