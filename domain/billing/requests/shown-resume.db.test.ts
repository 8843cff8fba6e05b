import { afterAll, beforeEach, expect, test } from 'vitest';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { holdFacts } from '../subscription/facts-at-work.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { readPayments } from '../subscription/keep-payment.ts';
import { previewChange } from './preview-change.ts';
import { previewResume } from './preview-resume.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const START = Date.parse('2027-01-01T12:00:00.000Z');
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
const { carry, sync } = billing;
afterAll(() => data.close());
beforeEach(() => {
  billing.clock.ms = START;
});

const facts = (tenantId: string) => data.database.withTenant(tenantId, readSubscription);
const amounts = async (tenantId: string) =>
  (await data.database.withTenant(tenantId, readPayments)).map(({ amount }) => amount);
const pass = (ms: number): void => {
  billing.clock.ms += ms;
  billing.stripe.tick();
};
const shown = (tenantId: string) =>
  data.database.withTenant(tenantId, async (db) =>
    previewResume(await holdFacts(billing.deps, db), { atMs: billing.clock.ms }),
  );

/** Pays R$ 97 a month. */
const subscriber = async (): Promise<string> => {
  const tenantId = await billing.tenant();
  await billing.subscribe(tenantId, 'STARTER');
  return tenantId;
};
/** The same, and paused. */
const paused = async (days: number): Promise<string> => {
  const tenantId = await subscriber();
  await carry(tenantId, 'pause');
  pass(days * DAY);
  await sync(tenantId);
  return tenantId;
};

test('going on after a pause is charged as it was shown, to the cent, also minutes later', async () => {
  const tenantId = await paused(45);
  const price = await shown(tenantId);
  expect(price).toMatchObject({ when: 'now', total: 4_850, lines: [{ kind: 'debit', amount: 4_850 }] });
  expect(price.next).toMatchObject({ amount: 9_700, at: (await facts(tenantId))?.periodEnd });
  // By now it would be a few cents less.
  pass(9 * MINUTE);
  expect((await shown(tenantId)).total).toBeLessThan(4_850);
  expect(await carry(tenantId, 'resume', { preview: price.id })).toMatchObject({ status: 'done' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', access: 'full' });
  expect(await amounts(tenantId)).toEqual([4_850, 9_700]);
});

test('a price of going on that is over, or was counted from something else, is charged to nobody', async () => {
  const tenantId = await paused(45);
  const old = await shown(tenantId);
  pass(11 * MINUTE);
  const over = { status: 'refused', reason: 'preview_over' };
  expect(await carry(tenantId, 'resume', { preview: old.id })).toMatchObject(over);
  pass(15 * DAY - 19 * MINUTE);
  const before = await shown(tenantId);
  expect(before.total).toBe(2);
  // The next period began between the question and the answer.
  pass(9 * MINUTE);
  expect(await carry(tenantId, 'resume', { preview: before.id })).toMatchObject(over);
  expect(await amounts(tenantId)).toEqual([9_700]);
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', access: 'read_only' });
});

test('what is paid for costs nothing, and a price of nothing gives no time once that is over', async () => {
  const tenantId = await paused(10);
  const free = await shown(tenantId);
  expect(free).toMatchObject({ total: 0, lines: [], next: { amount: 9_700, at: '2027-01-31T12:00:00.000Z' } });
  pass(20 * DAY - 2 * MINUTE);
  const last = await shown(tenantId);
  expect(last.total).toBe(0);
  pass(5 * MINUTE);
  expect(await carry(tenantId, 'resume', { preview: last.id })).toMatchObject({
    ...{ status: 'refused', reason: 'preview_over' },
  });
  expect(await facts(tenantId)).toMatchObject({ state: 'paused' });
  expect(await amounts(tenantId)).toEqual([9_700]);
});

test('a price of going on is no price of a change, nor the other way round', async () => {
  const tenantId = await paused(45);
  const price = await shown(tenantId);
  const other = await subscriber();
  // Within ten minutes its period is over, and it pauses.
  pass(30 * DAY - 2 * MINUTE);
  const change = await data.database.withTenant(other, async (db) => {
    const held = await holdFacts(billing.deps, db);
    return await previewChange(held, { tier: 'BUSINESS' }, { atMs: billing.clock.ms, intervalChange: true });
  });
  await carry(other, 'pause');
  pass(5 * MINUTE);
  await sync(other);
  expect(await carry(other, 'resume', { preview: change.id })).toMatchObject({ reason: 'preview_over' });
  expect(await carry(tenantId, 'resume')).toMatchObject({ status: 'done' });
  expect(await carry(tenantId, 'change', { preview: price.id })).toMatchObject({ reason: 'preview_over' });
});

test('near the period’s end a price that nobody could pay is shown to nobody; without one it waits for the next period', async () => {
  const tenantId = await paused(45);
  const at = () => ({ atMs: billing.clock.ms, leastOpenMs: 60 * MINUTE });
  const ask = () =>
    data.database.withTenant(tenantId, async (db) => previewResume(await holdFacts(billing.deps, db), at()));
  const until = (await facts(tenantId))?.periodEnd;
  pass(Date.parse(until ?? '') - billing.clock.ms - 30 * MINUTE);
  await expect(ask()).rejects.toMatchObject({ code: 'conflict', details: { reason: 'period_ending', until } });
  billing.clock.ms += 31 * MINUTE;
  // Over, and the provider has not counted on yet.
  await expect(ask()).rejects.toMatchObject({ code: 'conflict', details: { reason: 'period_ending' } });
  await expect(carry(tenantId, 'resume')).rejects.toMatchObject({ code: 'unavailable' });
});
