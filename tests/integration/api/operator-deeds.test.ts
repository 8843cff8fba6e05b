import { afterAll, expect, test } from 'vitest';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { parseId } from '#domain/ids.ts';
import { ensurePlatform } from '#domain/platform/platform.ts';
import { apiFixture } from './api-fixture.ts';

const TOKEN = 'an-operator-token-for-tests-of-deeds-32';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
afterAll(() => fixture.close());
const { database } = fixture.deps;
await ensurePlatform(database);
await seedPlans(database);

const post = (path: string, body: object, key: string, token = TOKEN) =>
  fixture.fetch(`/v1/admin${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
const operate = (path: string, body: object, key: string) => post(`/billing/subscriptions/${path}`, body, key);
const isReplay = ({ headers }: { headers: Headers }) => headers.get('idempotency-replayed') === 'true';
/** A tenant without a plan of its own; `ten_…`. */
const onFree = async (): Promise<string> => {
  const { tenantId } = await fixture.account();
  await database.admin.sql`update tenants set plan = 'FREE' where id = ${parseId('ten', tenantId)}`;
  return tenantId;
};
const logged = async (tenantId: string) =>
  (
    await database.admin.sql<{ action: string; reason: string }>`
      select action, data ->> 'reason' as reason from operator_log where target = ${tenantId} order by seq`
  ).map(({ action, reason }) => [action, reason]);

test.each([
  ['refund', { payment: 'pay_00000000000000000000000000000001', amount: { amount: 500, currency: 'BRL' } }],
  ['comp', { duration: 'P30D' }],
])('a %s that is sent again is one deed, also where its reason was amended', async (deed, what) => {
  const tenantId = await onFree();
  const first = await operate(`${tenantId}/${deed}`, { ...what, reason: 'a day wihout messages' }, 'k1');
  const again = await operate(`${tenantId}/${deed}`, { ...what, reason: 'a day without messages' }, 'k1');
  expect([first.status, again.status, again.body]).toEqual([202, 202, first.body]);
  expect([isReplay(first), isReplay(again)]).toEqual([false, true]);
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

test('a key counts to its last letter, and for one deed of one tenant', async () => {
  const [tenantId, other] = [await onFree(), await onFree()];
  const payment = 'pay_00000000000000000000000000000002';
  const long = 'k'.repeat(210);
  const reason = 'as talked about';
  const answers = [
    await operate(`${tenantId}/refund`, { payment, reason }, `${long}a`),
    await operate(`${tenantId}/comp`, { duration: 'P1D', reason }, `${long}b`),
    await operate(`${other}/refund`, { payment, reason }, `${long}a`),
    await operate(`${other}/comp`, { duration: 'P1D', reason }, `${long}a`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  expect(answers.filter(isReplay)).toEqual([]);
});

test('what an operator makes under a key is made once, and the repeat has the first answer', async () => {
  const coupon = {
    ...{ code: 'SEMPRE', percent: 10, amount: null, periods: 1, tiers: [], intervals: [] },
    ...{ maxRedemptions: null, expiresAt: null, note: null, reason: 'campaign' },
  };
  const make = (key: string, more: object = {}) => post('/billing/coupons', { ...coupon, ...more }, key);
  const [first, again] = [await make('c1'), await make('c1')];
  expect([first.status, again.status, again.body, isReplay(again)]).toEqual([201, 201, first.body, true]);
  expect((await make('c1', { percent: 20 })).body.code).toBe('idempotency_mismatch');
  expect((await make('c2')).status).toBe(409);
  const { email } = await fixture.account();
  const tenant = { name: 'Feita uma vez', owner: email, reason: 'migration' };
  const born = [await post('/tenants', tenant, 't1'), await post('/tenants', tenant, 't1')];
  expect(born.map(({ status, body }) => [status, body.id])).toEqual([201, 201].map((n) => [n, born[0]?.body.id]));
  const [count] = await database.admin.sql`select count(*)::int as n from tenants where name = 'Feita uma vez'`;
  expect(count).toEqual({ n: 1 });
});

test('the answer to an operator’s key is for that operator alone', async () => {
  const { key } = await fixture.account();
  const path = `/billing/subscriptions/${await onFree()}/comp`;
  const body = { duration: 'P2D', reason: 'as talked about' };
  expect((await post(path, body, 'mine')).status).toBe(202);
  for (const token of [key, 'a-token-that-somebody-made-up-32-chars'])
    expect((await post(path, body, 'mine', token)).status).toBe(401);
});
