import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';

const DAY = 86_400_000;
const data = await dataFixture();
const billing = await billingFixture(data.database, Date.parse('2027-01-01T12:00:00.000Z'));
const { ask, carry } = billing;
afterAll(() => data.close());
beforeEach(() => {
  billing.hands.dies = () => false;
});

const facts = async (tenantId: string) => await data.database.withTenant(tenantId, readSubscription);
/** A webhook that has the provider read again. */
const hear = async (tenantId: string): Promise<void> => {
  billing.clock.ms += 1_000;
  await billing.sync(tenantId);
};
/** The provider does what it is asked to; nobody hears of it. */
const dieBehind = async (tenantId: string, request: string): Promise<void> => {
  billing.hands.dies = () => true;
  await expect(billing.desk.carryOut(tenantId, request, 'k')).rejects.toThrow('The process died');
  billing.hands.dies = () => false;
};

const subscriber = async (): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'mercado_pago' });
  billing.mercadoPago.pay(wish?.ref ?? '');
  await hear(tenantId);
  return tenantId;
};
const runningOf = (tenantId: string) =>
  [...billing.mercadoPago.running.values()].find((one) => one.tenantId === tenantId);

test('a pause that the provider has done and nobody heard of is gone on with, and ends when it was to end', async () => {
  const tenantId = await subscriber();
  const until = new Date(billing.clock.ms + 10 * DAY).toISOString();
  const { id } = await ask(tenantId, 'pause', { until });
  await dieBehind(tenantId, id);
  await hear(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', pausedUntil: null });
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'done' });
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', pausedUntil: until, access: 'full' });
  const noted = await data.database.withTenant(
    tenantId,
    (db) => db.sql`select 1 from subscription_changes where tenant_id = ${db.tenant} and kind = 'pause'`,
  );
  expect(noted).toHaveLength(1);
});

test('a pause that was begun and not heard of pauses nobody who has left meanwhile', async () => {
  const tenantId = await subscriber();
  const { id } = await ask(tenantId, 'pause');
  await dieBehind(tenantId, id);
  await billing.desk.enter(tenantId, 'ended', 'gone');
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'refused', reason: 'ended' });
  expect(await facts(tenantId)).toMatchObject({ state: 'ended' });
});

test('time of a plan that does not exist is refused before anything is paused', async () => {
  const tenantId = await subscriber();
  const wish = await carry(tenantId, 'comp', { tier: 'NOWHERE', duration: 'P10D', reason: 'outage' });
  expect(wish).toMatchObject({ status: 'refused', reason: 'no_such_plan' });
  expect(runningOf(tenantId)).toMatchObject({ isPaused: false });
  await hear(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', compUntil: null });
});

test('time of a plan that was sold when it was given is had, whatever became of the plan behind the pause', async () => {
  const tenantId = await subscriber();
  const { id } = await ask(tenantId, 'comp', { tier: 'BUSINESS', duration: 'P10D', reason: 'outage' });
  await dieBehind(tenantId, id);
  const { sql } = data.database.admin;
  await sql`update plans set archived_at = now() where tier = 'BUSINESS'`;
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'done' });
  await sql`update plans set archived_at = null where tier = 'BUSINESS'`;
  const held = await facts(tenantId);
  expect(held).toMatchObject({ state: 'active', tier: 'STARTER', compUntil: expect.stringMatching(/^2027-02-/) });
});

test('what a provider writes of a charge is in its payer’s language, and the same at a repeat, whatever they have chosen since', async () => {
  const tenantId = await subscriber();
  const speak = (locale: string) =>
    data.database.withTenant(
      tenantId,
      ({ sql, tenant }) => sql`update tenants set locale = ${locale} where id = ${tenant}`,
    );
  await speak('en');
  await data.database.withTenant(tenantId, (db) =>
    enterCredit(db, { source: 'test', sourceId: 'a', amount: 500, note: 'test' }),
  );
  const charged = vi.spyOn(billing.mercadoPago, 'chargeOnce');
  const { id } = await ask(tenantId, 'change', { tier: 'BUSINESS' });
  await dieBehind(tenantId, id);
  await speak('pt-BR');
  await billing.desk.carryOut(tenantId, id, 'k');
  const [first, again] = charged.mock.calls.map(([{ lines }]) => lines);
  expect(first).toContainEqual({ name: 'Account credit', amount: -500 });
  expect(again).toEqual(first);
});
