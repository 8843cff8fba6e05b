import { afterAll, afterEach, expect, test } from 'vitest';
import { DAY_MS, given, HOUR_MS } from '#tests/billing/mercado-pago-fixture.ts';
import { mercadoPagoLives } from './mercado-pago-lives-fixture.ts';

const lives = await mercadoPagoLives();
const { simulator, world, database, desk, tenant, hear, carry, facts, paid } = lives;
await database.admin.sql`
  insert into coupons (code, percent, periods, created_by) values ('TUDO', 100, 1, 'test')`;

afterAll(() => lives.close());
afterEach(() => expect(world.violations).toEqual([]));

test('a trial by card whose first month costs nothing is a trial until it ends, and then a month that is given', async () => {
  const tenantId = await tenant();
  const trial = { tier: 'STARTER', interval: 'month', provider: 'mercado_pago', trial: true, coupon: 'TUDO' };
  await lives.authorise(given((await carry(tenantId, 'subscribe', trial)).ref));
  await hear();
  const begun = await facts(tenantId);
  expect(begun).toMatchObject({ state: 'trialing', tier: 'STARTER', paidThrough: null });
  expect(await paid(tenantId)).toEqual([]);
  simulator.advance(Date.parse(given(begun.trialEndsAt)) - world.clock.now() + HOUR_MS);
  await hear();
  await desk.sync(tenantId);
  const { state, paidThrough } = await facts(tenantId);
  expect(state).toBe('active');
  expect(await paid(tenantId)).toEqual([['period', 'paid', 0]]);
  simulator.advance(Date.parse(given(paidThrough)) - world.clock.now() + DAY_MS);
  await hear();
  await desk.sync(tenantId);
  expect(await paid(tenantId)).toEqual([
    ['period', 'paid', 9_700],
    ['period', 'paid', 0],
  ]);
});
