import { afterAll, afterEach, expect, test } from 'vitest';
import { createManualBilling } from '#connectors/manual/billing/manual-billing.ts';
import { createBillingKept } from '#domain/billing/manual/billing-kept.ts';
import { enterCredit } from '#domain/billing/subscription/account-credit.ts';
import { iso } from '#domain/billing/subscription/subscription.ts';
import { given, HOUR_MS } from '#tests/billing/mercado-pago-fixture.ts';
import { mercadoPagoLives } from './mercado-pago-lives-fixture.ts';

const lives = await mercadoPagoLives();
const { simulator, world, database, desk, deps, tenant, hear, carry, facts, paid } = lives;
const MINUTE_MS = 60_000;
const STARTER = { tier: 'STARTER', interval: 'month', provider: 'mercado_pago' };
const nowMs = () => world.clock.now();
const pix = { key: 'pix@trama.test', name: 'Trama Ltda', city: 'São Paulo' };
deps.providers = { ...deps.providers, manual: createManualBilling({ kept: createBillingKept(database), pix, nowMs }) };

afterAll(() => lives.close());
afterEach(() => {
  expect(world.violations).toEqual([]);
  expect(lives.alarms.filter(({ code }) => code === 'price_differs')).toEqual([]);
  for (const one of world.preapprovals.values()) one.status = 'cancelled';
});

const subscriber = async (): Promise<string> => {
  const tenantId = await tenant();
  await lives.authorise(given((await carry(tenantId, 'subscribe', STARTER)).ref));
  await hear();
  return tenantId;
};
/** To the very end of what is paid for. Mercado Pago makes its charge within the hour behind it. */
const toTheEnd = async (tenantId: string): Promise<void> => {
  const end = Date.parse(given((await facts(tenantId)).pending).at);
  for (const one of world.preapprovals.values()) if (one.nextAt === end) one.nextAt = end + HOUR_MS / 2;
  simulator.advance(end - nowMs() + 1_000);
  await hear();
};

test('who goes from months to years has the plan while the year is being charged, and pays each time once', async () => {
  const tenantId = await subscriber();
  await database.withTenant(tenantId, (db) =>
    enterCredit(db, { source: 'test', sourceId: 'a', amount: 2_000, note: 'test' }),
  );
  const wish = await carry(tenantId, 'change', { interval: 'year' });
  await lives.authorise(given(wish.ref));
  await hear();
  await desk.sync(tenantId);
  await toTheEnd(tenantId);
  expect(await desk.look(tenantId)).toMatchObject({ state: 'active' });
  await desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER', cycle: 'year', pending: null });
  expect(await paid(tenantId)).toHaveLength(1);
  simulator.advance(HOUR_MS);
  await hear();
  const { paidThrough, periodEnd, failedAt } = await facts(tenantId);
  expect([paidThrough, failedAt]).toEqual([periodEnd, null]);
  expect((await paid(tenantId))[0]).toEqual(['period', 'paid', 97_000 - 2_000]);
});

test('who goes on by a Pix to the operator’s key is asked for it, and has the plan meanwhile', async () => {
  const tenantId = await subscriber();
  expect(await carry(tenantId, 'provider', { provider: 'manual' })).toMatchObject({ status: 'done' });
  await desk.sync(tenantId);
  await toTheEnd(tenantId);
  await desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER', provider: 'manual', pending: null });
  expect(await desk.renew(tenantId, 'r')).toEqual({ asked: true });
  expect((await facts(tenantId)).renewal).toMatchObject({ amount: 9_700 });
  // Nothing is charged there any more.
  expect([...world.preapprovals.values()].filter(({ status }) => status === 'authorized')).toEqual([]);
});

test('years that were to follow are taken back: the months go on, and nothing else is charged', async () => {
  const tenantId = await subscriber();
  const [months] = [...world.preapprovals.values()].filter(({ status }) => status === 'authorized');
  const wish = await carry(tenantId, 'change', { interval: 'year' });
  await lives.authorise(given(wish.ref));
  await hear();
  await desk.sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ pending: { kind: 'cancel', follows: true } });
  expect(await carry(tenantId, 'revoke', {})).toMatchObject({ status: 'done' });
  const authorised = () => [...world.preapprovals.values()].filter(({ status }) => status === 'authorized');
  expect(authorised().map(({ id }) => id)).toEqual([given(months).id]);
  const { periodEnd } = await facts(tenantId);
  simulator.advance(Date.parse(given(periodEnd)) - nowMs() + 2 * HOUR_MS);
  await hear();
  await desk.sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', cycle: 'month', pending: null });
  expect((await paid(tenantId)).map(([, , amount]) => amount)).toEqual([9_700, 9_700]);
});

test('a smaller plan may be taken back where what was read of its period ends minutes apart', async () => {
  const tenantId = await tenant();
  await lives.authorise(given((await carry(tenantId, 'subscribe', { ...STARTER, tier: 'BUSINESS' })).ref));
  await hear();
  const [running] = [...world.preapprovals.values()].filter(({ status }) => status === 'authorized');
  const end = given((await facts(tenantId)).paidThrough);
  given(running).nextAt = Date.parse(end) - 7 * MINUTE_MS;
  await desk.sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ paidThrough: end, periodEnd: iso(Date.parse(end) - 7 * MINUTE_MS) });
  expect(await carry(tenantId, 'change', { tier: 'STARTER' })).toMatchObject({ status: 'done' });
  expect(await facts(tenantId)).toMatchObject({ pending: { kind: 'change', tier: 'STARTER' } });
  expect(await carry(tenantId, 'revoke', {})).toMatchObject({ status: 'done' });
  expect(await facts(tenantId)).toMatchObject({ tier: 'BUSINESS', pending: null });
});
