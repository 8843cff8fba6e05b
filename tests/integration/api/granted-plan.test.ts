import { beforeAll, expect, test } from 'vitest';
import { parseId } from '#domain/ids.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { type Account, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
const { database } = fixture.data;

beforeAll(async () => {
  fixture.deps.billing = (await billingFixture(database)).deps;
  const rows = [
    [one, 'ENTERPRISE'],
    [other, 'STARTER'],
  ] as const;
  for (const [{ tenantId }, plan] of rows) {
    const tenant = parseId('ten', tenantId);
    await database.admin.sql`update tenants set plan = ${plan} where id = ${tenant}`;
    await database.admin.sql`
      insert into entitlement_overrides (tenant_id, feature, value, reason, by) values (${tenant}, 'api', '"full"', 'tests', 'test')`;
  }
  await database.admin.sql`select pg_notify('trama_entitlements', '*')`;
});

const current = async (account: Account) => (await account.call('GET', '/v1/subscription/current')).body;

test('what was granted is shown as that, and a trial only where one can be had', async () => {
  expect(await current(one)).toMatchObject({
    ...{ status: 'active', state: 'free', trialAvailable: false, plan: { tier: 'ENTERPRISE' } },
    granted: { tier: 'ENTERPRISE', name: 'Corporativo', monthly: null },
  });
  expect(await current(other)).toMatchObject({
    ...{ state: 'free', trialAvailable: true, plan: { tier: 'STARTER' } },
    granted: { tier: 'STARTER', name: 'Inicial', monthly: { amount: 9_700, currency: 'BRL' } },
  });
});

test.each<[string, object]>([
  ['trial', { planTier: 'STARTER' }],
  ['create', { planTier: 'STARTER', billingCycle: 'yearly', coupon: 'ANY' }],
])('%s of what is not above it is 409, which names what was granted', async (path, body) => {
  for (const [account, tier] of [
    [one, 'ENTERPRISE'],
    [other, 'STARTER'],
  ] as const) {
    const answer = await account.call('POST', `/v1/subscription/${path}`, body);
    expect([answer.status, answer.body]).toMatchObject([409, { reason: 'plan_granted', granted: tier }]);
    expect(await current(account)).toMatchObject({ state: 'free', plan: { tier }, requests: [] });
  }
});
