import { afterAll, expect, test } from 'vitest';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { ensurePlatform } from '#domain/platform/platform.ts';
import { apiFixture } from './api-fixture.ts';

const TOKEN = 'an-operator-token-for-tests-of-deeds-32';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
afterAll(() => fixture.close());
const { database } = fixture.deps;
await ensurePlatform(database);
await seedPlans(database);

const operate = (path: string, body: object, key: string) =>
  fixture.fetch(`/v1/admin/billing/subscriptions/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
const logged = async (tenantId: string) =>
  (
    await database.admin.sql<{ action: string; reason: string }>`
      select action, data ->> 'reason' as reason from operator_log where target = ${tenantId} order by seq`
  ).map(({ action, reason }) => [action, reason]);

test.each([
  ['refund', { payment: 'pay_00000000000000000000000000000001', amount: { amount: 500, currency: 'BRL' } }],
  ['comp', { duration: 'P30D' }],
])('a %s that is sent again is one deed, also where its reason was amended', async (deed, what) => {
  const { tenantId } = await fixture.account();
  const first = await operate(`${tenantId}/${deed}`, { ...what, reason: 'a day wihout messages' }, 'k1');
  const again = await operate(`${tenantId}/${deed}`, { ...what, reason: 'a day without messages' }, 'k1');
  expect([first.status, again.status, again.body]).toEqual([202, 202, first.body]);
  expect(await logged(tenantId)).toEqual([[`subscription.${deed}`, 'a day wihout messages']]);
  const [wishes] = await database.withTenant(
    tenantId,
    (db) => db.sql`select count(*)::int as n from subscription_requests where tenant_id = ${db.tenant}`,
  );
  expect(wishes).toEqual({ n: 1 });
  const other = deed === 'comp' ? { duration: 'P60D' } : { ...what, amount: { amount: 900, currency: 'BRL' } };
  const mismatch = await operate(`${tenantId}/${deed}`, { ...other, reason: 'more' }, 'k1');
  expect([mismatch.status, mismatch.body.code]).toEqual([422, 'idempotency_mismatch']);
});
