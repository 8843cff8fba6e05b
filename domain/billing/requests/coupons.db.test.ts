import pg from 'pg';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { enterCredit } from '../subscription/account-credit.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T12:00:00.000Z');
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
const { ask, carry, sync, facts, payments, credit } = billing;
await data.database.admin.sql`
  insert into coupons (code, percent, periods, tiers, intervals, created_by) values
    ('PEQUENO', 50, null, '{STARTER}', '{month}', 'test'), ('DUAS', 50, 2, '{STARTER}', '{}', 'test'),
    ('METADE', 50, null, '{}', '{}', 'test'), ('FIRST50', 50, 1, '{}', '{}', 'test')`;
afterAll(() => data.close());
beforeEach(() => {
  billing.clock.ms = START;
  billing.alarms.length = 0;
});

const pass = async (tenantId: string, days: number): Promise<void> => {
  billing.clock.ms += days * DAY;
  billing.stripe.tick();
  billing.mercadoPago.tick();
  await sync(tenantId);
};
/** Pays by card, with a coupon. */
const subscriber = async (coupon: string, more: JsonObject = {}): Promise<string> => {
  const tenantId = await billing.tenant();
  const choice = { tier: 'STARTER', interval: 'month', provider: 'stripe', coupon, ...more };
  billing.stripe.pay((await carry(tenantId, 'subscribe', choice))?.ref ?? '');
  await sync(tenantId);
  return tenantId;
};
const periods = async (tenantId: string) =>
  (await payments(tenantId)).filter(({ kind }) => kind === 'period').map(({ amount }) => amount);
const give = (tenantId: string, amount: number) =>
  data.database.withTenant(tenantId, (db) =>
    enterCredit(db, { source: 'payment', sourceId: `gift/${amount}`, amount, note: 'payment' }),
  );

test('a coupon takes nothing off a plan that it is not for, after a change to one', async () => {
  const tenantId = await subscriber('PEQUENO');
  await pass(tenantId, 10);
  expect(await carry(tenantId, 'change', { tier: 'BUSINESS' })).toMatchObject({ status: 'done' });
  await pass(tenantId, 20);
  await pass(tenantId, 30);
  expect(await periods(tenantId)).toEqual([29_700, 29_700, 4_850]);
  expect(billing.alarms).toEqual([]);
});

test('a coupon of months takes nothing off a year', async () => {
  const tenantId = await subscriber('PEQUENO');
  expect(await carry(tenantId, 'change', { interval: 'year' })).toMatchObject({ status: 'done' });
  await pass(tenantId, 366);
  const [year] = await periods(tenantId);
  expect(year).toBe(97_000);
});

test('a period that a coupon is not for uses none of it up', async () => {
  const tenantId = await subscriber('DUAS');
  expect((await facts(tenantId)).discount?.coupon?.left).toBe(1);
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  await pass(tenantId, 30);
  expect((await facts(tenantId)).discount?.coupon?.left).toBe(1);
  await carry(tenantId, 'change', { tier: 'STARTER' });
  await sync(tenantId);
  await pass(tenantId, 30);
  await billing.desk.applyPending(tenantId, 'smaller');
  await pass(tenantId, 30);
  expect(await periods(tenantId)).toEqual([9_700, 4_850, 29_700, 4_850]);
  expect((await facts(tenantId)).discount?.coupon ?? null).toBeNull();
});

test('a coupon takes its share off what the next period costs, also where that is another plan by then', async () => {
  const tenantId = await subscriber('METADE');
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  await pass(tenantId, 30);
  expect(await periods(tenantId)).toEqual([14_850, 4_850]);
});

test('credit that is more than a smaller plan costs is not lost, and comes again where the change is taken back', async () => {
  const tenantId = await subscriber('', { tier: 'BUSINESS', coupon: '' });
  await give(tenantId, 20_000);
  await sync(tenantId);
  const running = () => [...billing.stripe.running.values()].find((one) => one.tenantId === tenantId);
  expect([running()?.discount, await credit(tenantId)]).toEqual([20_000, 0]);
  await carry(tenantId, 'change', { tier: 'STARTER' });
  expect([running()?.discount, await credit(tenantId)]).toEqual([9_700, 10_300]);
  await carry(tenantId, 'revoke');
  await sync(tenantId);
  expect([running()?.discount, await credit(tenantId)]).toEqual([20_000, 0]);
});

test('a coupon is had once, however its code is written', async () => {
  const tenantId = await subscriber('ﬁrst50');
  expect(await periods(tenantId)).toEqual([4_850]);
  await carry(tenantId, 'cancel', { when: 'now' });
  await pass(tenantId, 32);
  await billing.desk.applyPending(tenantId, 'over');
  const choice = { tier: 'STARTER', interval: 'month', provider: 'stripe' };
  for (const coupon of ['ﬁrst50', 'FIRST50', ' First50']) {
    const { id } = await ask(tenantId, 'subscribe', { ...choice, coupon });
    expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ reason: 'no_such_coupon' });
  }
});

test('a database that fails while a coupon is taken refuses nobody: it is taken at the next try', async () => {
  const owner = new pg.Client({ connectionString: data.urls.owner });
  await owner.connect();
  const tenantId = await billing.tenant();
  const choice = { tier: 'STARTER', interval: 'month', provider: 'stripe', coupon: 'METADE' };
  const { id } = await ask(tenantId, 'subscribe', choice);
  await owner.query(`
    create function fail_once() returns trigger language plpgsql as
      $$ begin raise exception 'deadlock detected' using errcode = 'deadlock_detected'; end $$;
    create trigger fail_once before update on coupons for each row execute function fail_once()`);
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toThrow();
  await owner.query('drop trigger fail_once on coupons; drop function fail_once()');
  await owner.end();
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'waiting' });
});
