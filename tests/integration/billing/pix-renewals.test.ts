import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { creditOf } from '#domain/billing/subscription/account-credit.ts';
import { DAY_MS, given, post } from '#tests/billing/mercado-pago-fixture.ts';
import { mercadoPagoLives } from './mercado-pago-lives-fixture.ts';

const lives = await mercadoPagoLives();
const { simulator, world, desk, tenant, told, hear, carry, facts, paid } = lives;

afterAll(() => lives.close());
beforeEach(() => void told());
afterEach(() => {
  expect(world.violations).toEqual([]);
  // Nobody's code is left for the next test to pay.
  for (const one of world.payments.values()) if (one.status === 'pending') one.status = 'cancelled';
});

/** Who pays by a Mercado Pago Pix each period, with the next one open. */
const inWindow = async (tier: string): Promise<string> => {
  const tenantId = await tenant();
  await carry(tenantId, 'subscribe', { tier, interval: 'month', provider: 'mercado_pago', method: 'pix' });
  await lives.payPix();
  await hear();
  simulator.advance(28 * DAY_MS);
  await desk.renew(tenantId, 'renew');
  return tenantId;
};
const opened = (): number[] =>
  [...world.payments.values()].filter(({ status }) => status === 'pending').map(({ amount }) => amount);

test('at Mercado Pago one code is open for the next period, of the price that counts, whatever is changed meanwhile', async () => {
  const tenantId = await inWindow('STARTER');
  const { periodEnd } = await facts(tenantId);
  expect(opened()).toEqual([9_700]);
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  // The pro rata first: who pays both pays them in this order.
  const prorata = given([...world.payments.values()].at(-1));
  await post(`${simulator.url}/control/pix`, { payment: String(prorata.id) });
  await hear();
  expect((await facts(tenantId)).tier).toBe('BUSINESS');
  expect(opened()).toEqual([29_700]);
  await carry(tenantId, 'change', { tier: 'STARTER' });
  expect(opened()).toEqual([9_700]);
  await carry(tenantId, 'revoke', {});
  expect(opened()).toEqual([29_700]);
  await carry(tenantId, 'cancel', { reason: 'price' });
  expect(opened()).toEqual([]);
  await carry(tenantId, 'revoke', {});
  expect(opened()).toEqual([29_700]);
  await lives.payPix();
  await hear();
  expect(await facts(tenantId)).toMatchObject({ periodStart: periodEnd, renewal: null });
  const money = (await paid(tenantId)).filter(([, status]) => status === 'paid');
  expect(money.map(([kind, , amount]) => [kind, amount])).toEqual([
    ['period', 29_700],
    ['once', Number(prorata.amount)],
    ['period', 9_700],
  ]);
});

test('who pays the open code and the pro rata in one moment has the period as it was asked for, and the rest to their credit', async () => {
  const tenantId = await inWindow('STARTER');
  const { periodEnd } = await facts(tenantId);
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  const prorata = Number(given([...world.payments.values()].at(-1)).amount);
  await lives.payPix();
  // Both notices are on their way, that of the pro rata first; what it leads to is read behind the subscription.
  for (const notice of told().toReversed()) {
    await lives.deliver(notice);
    await lives.process();
  }
  expect(await facts(tenantId)).toMatchObject({ tier: 'STARTER', periodStart: periodEnd, renewal: null });
  expect(await lives.database.withTenant(tenantId, creditOf)).toBe(prorata);
});

test('a code that Mercado Pago does not make stops nobody’s time: somebody is told, and it is made when it can be', async () => {
  const tenantId = await tenant();
  await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'mercado_pago', method: 'pix' });
  await lives.payPix();
  await hear();
  simulator.advance(28 * DAY_MS);
  world.rules.failsWith = 400;
  expect(await desk.renew(tenantId, 'renew')).toEqual({ asked: false });
  expect(await desk.retry(tenantId, 'retry')).toEqual({ tried: false, paid: false });
  expect(lives.alarms).toContainEqual(expect.objectContaining({ code: 'untold', tenantId, detail: 'renewal' }));
  world.rules.failsWith = null;
  await desk.sync(tenantId);
  expect(opened()).toEqual([9_700]);
});
