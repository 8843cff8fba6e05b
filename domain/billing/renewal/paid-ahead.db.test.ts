import { afterAll, beforeEach, expect, test } from 'vitest';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { confirmManualPayment } from '../manual/confirm-payment.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { syncFacts } from '../subscription/sync-facts.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T12:00:00.000Z');
const END = '2027-02-01T12:00:00.000Z';
const NEXT = '2027-03-01T12:00:00.000Z';
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
const manual = billing.addPixKey();
billing.deps.providers = { manual };
const { carry, facts, credit } = billing;
afterAll(() => data.close());
beforeEach(() => {
  billing.clock.ms = START;
  billing.alarms.length = 0;
});

const confirm = async (tenantId: string, payment: string | null | undefined) => {
  const paidAt = new Date(billing.clock.ms).toISOString();
  await confirmManualPayment(data.database, { payment: payment ?? '', by: 'operator:usr_1', note: 'bank', paidAt });
  const named = { provider: 'manual', subscription: null, payment: payment ?? '' } as const;
  await syncFacts(billing.deps, tenantId, named, AbortSignal.timeout(10_000));
};
const subscriber = async (tier: string): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier, interval: 'month', provider: 'manual' });
  await confirm(tenantId, wish?.ref);
  return tenantId;
};
const openCode = async (tenantId: string): Promise<string | undefined> => (await facts(tenantId)).renewal?.ref;
const sync = async (tenantId: string): Promise<void> => {
  billing.clock.ms += 1_000;
  await billing.sync(tenantId);
};

/** Who pays BUSINESS until END, and STARTER from then to NEXT, already. */
const shrinking = async (): Promise<string> => {
  const tenantId = await subscriber('BUSINESS');
  billing.clock.ms = Date.parse(END) - 3 * DAY;
  await billing.desk.renew(tenantId, 'r');
  await carry(tenantId, 'change', { tier: 'STARTER' });
  await confirm(tenantId, await openCode(tenantId));
  expect(await facts(tenantId)).toMatchObject({ tier: 'BUSINESS', paidThrough: NEXT, pending: { tier: 'STARTER' } });
  return tenantId;
};

test('a smaller plan whose period is paid is not taken back: the larger one would be had at its price', async () => {
  const tenantId = await shrinking();
  await expect(carry(tenantId, 'revoke')).rejects.toMatchObject({ details: { reason: 'change_paid' } });
  await expect(carry(tenantId, 'pause')).rejects.toMatchObject({ details: { reason: 'change_paid' } });
  billing.clock.ms = Date.parse(END);
  await billing.desk.applyPending(tenantId, 'p');
  expect(await facts(tenantId)).toMatchObject({ tier: 'STARTER', paidThrough: NEXT, pending: null });
});

test('a code that is paid while the taking back is on its way is the last word', async () => {
  const tenantId = await subscriber('BUSINESS');
  billing.clock.ms = Date.parse(END) - 3 * DAY;
  await billing.desk.renew(tenantId, 'r');
  await carry(tenantId, 'change', { tier: 'STARTER' });
  const { id } = await billing.ask(tenantId, 'revoke');
  await confirm(tenantId, await openCode(tenantId));
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'refused', reason: 'change_paid' });
  expect((await facts(tenantId)).pending).toMatchObject({ kind: 'change', tier: 'STARTER' });
});

test('who cancels after having paid the smaller plan has it on its day, and leaves when that is over', async () => {
  const tenantId = await shrinking();
  await carry(tenantId, 'cancel');
  expect((await facts(tenantId)).pending).toMatchObject({
    kind: 'cancel',
    at: NEXT,
    first: { tier: 'STARTER', at: END },
  });
  // The document wakes for what comes first.
  expect((await billing.desk.look(tenantId)).pending).toEqual({ kind: 'cancel', at: END });
  await sync(tenantId);
  billing.clock.ms = Date.parse(END);
  await billing.desk.applyPending(tenantId, 'p1');
  expect(await facts(tenantId)).toMatchObject({
    state: 'active',
    tier: 'STARTER',
    pending: { kind: 'cancel', at: NEXT },
  });
  expect((await billing.desk.look(tenantId)).pending).toEqual({ kind: 'cancel', at: NEXT });
  billing.clock.ms = Date.parse(NEXT);
  await billing.desk.applyPending(tenantId, 'p2');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', freeReason: 'canceled' });
  expect(billing.alarms).toEqual([]);
});

test('who takes that cancellation back has the smaller plan scheduled as before', async () => {
  const tenantId = await shrinking();
  const { pending } = await facts(tenantId);
  await carry(tenantId, 'cancel');
  await sync(tenantId);
  expect(await carry(tenantId, 'revoke')).toMatchObject({ status: 'done' });
  await sync(tenantId);
  expect((await facts(tenantId)).pending).toEqual(pending);
  await expect(carry(tenantId, 'revoke')).rejects.toMatchObject({ details: { reason: 'change_paid' } });
  billing.clock.ms = Date.parse(END);
  await billing.desk.applyPending(tenantId, 'p');
  expect((await facts(tenantId)).tier).toBe('STARTER');
  expect(billing.alarms).toEqual([]);
});

test('a period that credit paid is one where it is kept as well: its cancellation can be taken back', async () => {
  const tenantId = await subscriber('STARTER');
  const source = { source: 'payment', sourceId: tenantId, amount: 9_700, note: 'late' };
  await data.database.withTenant(tenantId, (db) => enterCredit(db, source));
  billing.clock.ms = Date.parse(END) - 3 * DAY;
  await billing.desk.renew(tenantId, 'r');
  expect([(await facts(tenantId)).paidThrough, await credit(tenantId)]).toEqual([NEXT, 0]);
  billing.clock.ms = Date.parse(END) + 10 * DAY;
  await carry(tenantId, 'cancel');
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', pending: { kind: 'cancel', at: NEXT } });
  expect(await carry(tenantId, 'revoke')).toMatchObject({ status: 'done' });
  await sync(tenantId);
  expect((await facts(tenantId)).pending).toBeNull();
  billing.clock.ms = Date.parse(NEXT) - 3 * DAY;
  expect(await billing.desk.renew(tenantId, 'r2')).toEqual({ asked: true });
  expect((await facts(tenantId)).renewal).toMatchObject({ start: NEXT, amount: 9_700 });
});
