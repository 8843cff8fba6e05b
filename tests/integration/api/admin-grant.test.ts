import { afterAll, expect, test, vi } from 'vitest';
import { openWishes } from '#domain/billing/requests/wish.ts';
import { parseId } from '#domain/ids.ts';
import { ensurePlatform, PLATFORM_ID } from '#domain/platform/platform.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { apiFixture } from './api-fixture.ts';

const TOKEN = 'an-operator-token-for-tests-of-grants-32chars';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
afterAll(() => fixture.close());
const { database } = fixture.deps;
await ensurePlatform(database);
const billing = await billingFixture(database);
fixture.deps.billing = billing.deps;

const reason = 'as talked about';
const grant = (tenant: string, body: object, headers: Record<string, string> = {}) =>
  fixture.fetch(`/v1/admin/billing/subscriptions/${tenant}/grant`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ reason, ...body }),
  });
const free = async () => {
  const account = await fixture.account();
  const tenant = parseId('ten', account.tenantId);
  await database.admin.sql`update tenants set plan = 'FREE' where id = ${tenant}`;
  await database.admin.sql`
    insert into entitlement_overrides (tenant_id, feature, value, reason, by) values (${tenant}, 'api', '"full"', 'tests', 'test')`;
  await database.admin.sql`select pg_notify('trama_entitlements', '*')`;
  return account;
};
type Account = Awaited<ReturnType<typeof free>>;
const subscribe = (account: Account) =>
  account.call('POST', '/v1/subscription/create', { planTier: 'BUSINESS', billingCycle: 'monthly' });

/** What the lifecycle would do with what is asked for. */
const carryOut = async ({ tenantId }: Account): Promise<void> => {
  const asked = await vi.waitUntil(
    async () => (await database.withTenant(tenantId, openWishes)).find(({ status }) => status === 'asked'),
    { timeout: 5_000 },
  );
  await billing.desk.carryOut(tenantId, asked.id, 'k');
};

test('an operator grants a plan and takes it back, after which it is sold; the other tenant has what it had', async () => {
  const [one, other] = [await free(), await free()];
  const given = await grant(one.tenantId, { tier: 'BUSINESS' });
  expect([given.status, given.body]).toEqual([200, { state: 'free', plan: 'BUSINESS', granted: 'BUSINESS' }]);
  const current = async (account: Account) => (await account.call('GET', '/v1/subscription/current')).body;
  expect(await current(one)).toMatchObject({ status: 'active', granted: { tier: 'BUSINESS' } });
  expect(await current(other)).toMatchObject({ plan: { tier: 'FREE' }, granted: null });
  const refused = await subscribe(one);
  expect([refused.status, refused.body]).toMatchObject([409, { reason: 'plan_granted' }]);
  expect((await grant(one.tenantId, { tier: null })).body).toEqual({ state: 'free', plan: 'FREE', granted: null });
  const [sold] = await Promise.all([subscribe(one), carryOut(one)]);
  expect([sold.status, sold.body.request.status]).toEqual([200, 'waiting']);
  const { body } = await one.call('GET', '/v1/audit');
  const deeds = body.data.filter(({ action }: { action: string }) => action === 'plan.grant');
  expect(deeds).toMatchObject([{ data: { tier: null, reason } }, { data: { tier: 'BUSINESS', reason } }]);
});

test('the same key is the same deed, whatever was done behind it and however its reason is said', async () => {
  const { tenantId } = await free();
  const key = { 'idempotency-key': 'grant-1' };
  const first = await grant(tenantId, { tier: 'STARTER' }, key);
  await grant(tenantId, { tier: null });
  const again = await grant(tenantId, { tier: 'STARTER', reason: 'said anew' }, key);
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect((await grant(tenantId, { tier: 'FREE' })).body).toMatchObject({ plan: 'FREE' });
  expect((await grant(tenantId, { tier: 'ENTERPRISE' }, key)).status).toBe(422);
});

test('nobody else grants anything, and nothing that there is not', async () => {
  const account = await free();
  const path = `/v1/admin/billing/subscriptions/${account.tenantId}/grant`;
  expect((await account.call('POST', path, { tier: 'BUSINESS', reason })).status).toBe(401);
  const unknown = await grant(account.tenantId, { tier: 'NOWHERE' });
  expect([unknown.status, unknown.body.errors]).toMatchObject([422, [{ pointer: '/tier' }]]);
  expect((await grant(account.tenantId, {})).status).toBe(422);
  expect((await grant(`ten_${'0'.repeat(31)}1`, { tier: 'BUSINESS' })).status).toBe(404);
  expect((await grant(PLATFORM_ID, { tier: 'BUSINESS' })).status).toBe(409);
});
