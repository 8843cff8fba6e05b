import { afterAll, expect, test } from 'vitest';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { ensureSubscription } from '#domain/billing/subscription/hold-subscription.ts';
import { parseId } from '#domain/ids.ts';
import { claimLifetime } from '#domain/licences/lifetime/claim-lifetime.ts';
import { ensurePlatform } from '#domain/platform/platform.ts';
import { type Account, apiFixture } from './api-fixture.ts';

const TOKEN = 'an-operator-token-for-tests-of-licences-32';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
afterAll(() => fixture.close());
const { database } = fixture.deps;
await ensurePlatform(database);
await seedPlans(database);

/** Who has no more than FREE, and an API: those of the fixture were granted the largest plan. */
const free = async (): Promise<Account> => {
  const account = await fixture.account();
  const tenant = parseId('ten', account.tenantId);
  await database.admin.sql`update tenants set plan = 'FREE' where id = ${tenant}`;
  await database.admin.sql`
    insert into entitlement_overrides (tenant_id, feature, value, reason, by) values (${tenant}, 'api', '"full"', 'tests', 'test')`;
  return account;
};

const json = { 'content-type': 'application/json' };
const operate = (method: string, path: string, body: unknown, more: Record<string, string> = {}) =>
  fixture.fetch(`/v1/admin/billing${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, ...json, ...more },
    body: JSON.stringify(body),
  });
const look = (path: string) =>
  fixture.fetch(`/v1/admin/billing${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
const sell = (rows: string[][]) =>
  operate('POST', '/lifetime-licences', { csv: rows.map((row) => row.join(',')).join('\n'), reason: 'sold in 2024' });

/** As the account's owner, who came in by password. */
const cookieOf = async ({ email, password }: Account): Promise<string> => {
  const { headers } = await fixture.fetch('/v1/session', {
    ...{ method: 'POST', headers: json },
    body: JSON.stringify({ email, password }),
  });
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
};
const claim = async (account: Account, body: unknown = {}) =>
  fixture.fetch('/v1/licences/lifetime/claim', {
    method: 'POST',
    headers: { ...json, cookie: await cookieOf(account), origin: fixture.url, 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(body),
  });
const wishesOf = ({ tenantId }: Account) =>
  database.withTenant(
    tenantId,
    (db) =>
      db.sql<{ kind: string; input: unknown; status: string }>`
      select kind, input, status from subscription_requests where tenant_id = ${db.tenant} order by created_at`,
  );

test('whoever signed in with the address that bought it gets a year of BUSINESS, once, and is told', async () => {
  const account = await free();
  await sell([[account.email, 'KEY-0001-AAAA', 'Ouro']]);
  const got = await claim(account);
  expect([got.status, got.body.product]).toEqual([202, 'Ouro']);
  expect(await wishesOf(account)).toEqual([
    { kind: 'comp', status: 'asked', input: { tier: 'BUSINESS', duration: 'P1Y', reason: 'lifetime: Ouro' } },
  ]);
  const year = (Date.parse(got.body.until) - Date.now()) / 86_400_000;
  expect(Math.round(year)).toBeGreaterThanOrEqual(365);
  expect((await claim(account)).status).toBe(409);
  expect(await wishesOf(account)).toHaveLength(1);
  const notices = await database.withTenant(
    account.tenantId,
    (db) => db.sql`select notice, channel from billing_notices where tenant_id = ${db.tenant} order by channel`,
  );
  expect(notices).toEqual([
    { notice: 'licence_granted', channel: 'email' },
    { notice: 'licence_granted', channel: 'in_app' },
  ]);
  const [shown] = (await look('/lifetime-licences?state=claimed')).body.data;
  expect(shown).toMatchObject({ claimedTenant: { id: account.tenantId } });
});

test('of four who claim one key at once, one gets it', async () => {
  await sell([['somebody@shop.example', 'KEY-0002-BBBB', 'Prata']]);
  const accounts = await Promise.all(Array.from({ length: 4 }, free));
  const answers = await Promise.all(
    accounts.map((account) => account.call('POST', '/v1/licences/lifetime/claim', { key: 'key 0002 bbbb' })),
  );
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['202', '409', '409', '409']);
  const wishes = (await Promise.all(accounts.map(wishesOf))).flat();
  expect(wishes).toHaveLength(1);
});

test('a claim that is sent again, because its answer was lost, has that answer', async () => {
  await sell([['lost@shop.example', 'KEY-0009-LOST', 'Prata']]);
  const account = await free();
  const ask = (key: string) =>
    account.call('POST', '/v1/licences/lifetime/claim', { key: 'KEY-0009-LOST' }, { 'idempotency-key': key });
  const [first, again] = [await ask('a'), await ask('a')];
  expect([first.status, again.status, again.body]).toEqual([202, 202, first.body]);
  expect((await ask('b')).body.reason).toBe('claimed');
  expect(await wishesOf(account)).toHaveLength(1);
});

test('a claim whose process died before its answer was kept is that claim when it is tried again', async () => {
  const account = await free();
  // Another one of the same address is not taken in its place.
  await sell([
    [account.email, 'KEY-0010-AAAA', 'Ouro'],
    [account.email, 'KEY-0010-BBBB', 'Ouro'],
  ]);
  const proof = { email: account.email };
  const claimed = () =>
    claimLifetime(database, account.tenantId, { proof, by: 'user:eva', nowMs: Date.now(), call: 'c1' });
  const [first, again] = [await claimed(), await claimed()];
  expect({ ...again, until: '' }).toEqual({ ...first, until: '' });
  expect(Math.abs(Date.parse(again.until) - Date.parse(first.until))).toBeLessThan(60_000);
  expect(await wishesOf(account)).toHaveLength(1);
});

test('an address proves nothing that its person has not shown to be theirs, nor a key that was not sold', async () => {
  const account = await fixture.account();
  await sell([[account.email, 'KEY-0003-CCCC', 'Ouro']]);
  await database.admin.sql`update users set email_verified = false where email = ${account.email}`;
  expect((await claim(account)).status).toBe(403);
  // A key of the API is nobody's address.
  expect((await account.call('POST', '/v1/licences/lifetime/claim', {})).status).toBe(403);
  expect((await account.call('POST', '/v1/licences/lifetime/claim', { key: 'KEY-9999-ZZZZ' })).status).toBe(404);
  const weak = await account.call('POST', '/v1/api-keys', { name: 'weak', scopes: ['tenant:read'] });
  const refused = await fixture.fetch('/v1/licences/lifetime/claim', {
    ...{ method: 'POST', headers: { ...json, authorization: `Bearer ${weak.body.key}` } },
    body: JSON.stringify({ key: 'KEY-0003-CCCC' }),
  });
  expect(refused.status).toBe(403);
});

test('who was granted a plan that is as large keeps the licence: nothing of it is claimed', async () => {
  const account = await fixture.account();
  await sell([[account.email, 'KEY-0006-FFFF', 'Ouro']]);
  const refused = await claim(account);
  expect([refused.status, refused.body.reason, refused.body.granted]).toEqual([409, 'plan_granted', 'ENTERPRISE']);
  expect(await wishesOf(account)).toEqual([]);
  expect((await look('/lifetime-licences?q=KEY-0006-FFFF')).body.data).toMatchObject([{ claimedTenant: null }]);
  const notices = await database.withTenant(
    account.tenantId,
    (db) => db.sql`select 1 from billing_notices where tenant_id = ${db.tenant}`,
  );
  expect(notices).toEqual([]);
  const got = await claim(await free(), { key: 'KEY-0006-FFFF' });
  expect(got.status).toBe(202);
});

test('a gift that is on its way keeps the licence for later: nothing of it is lost', async () => {
  const account = await free();
  await sell([[account.email, 'KEY-0004-DDDD', 'Ouro']]);
  const tenant = account.tenantId;
  const comp = await operate('POST', `/subscriptions/${tenant}/comp`, {
    tier: 'STARTER',
    duration: 'P7D',
    reason: 'sorry',
  });
  expect(comp.status).toBe(202);
  expect((await claim(account)).status).toBe(409);
  await database.withTenant(
    tenant,
    (db) => db.sql`update subscription_requests set status = 'done', closed_at = now() where tenant_id = ${db.tenant}`,
  );
  expect((await claim(account)).status).toBe(202);
});

test('whoever pays for a plan keeps the licence until that has ended', async () => {
  const account = await free();
  await sell([[account.email, 'KEY-0005-EEEE', 'Ouro']]);
  await operate('POST', `/subscriptions/${account.tenantId}/comp`, { duration: 'P1D', reason: 'to have a row' });
  const pays = (state: string) =>
    database.withTenant(
      account.tenantId,
      (db) => db.sql`
        update billing_subscriptions set provider = 'stripe', provider_subscription = 'sub_1', state = ${state}
        where tenant_id = ${db.tenant}`,
    );
  await database.withTenant(
    account.tenantId,
    (db) => db.sql`update subscription_requests set status = 'done', closed_at = now() where tenant_id = ${db.tenant}`,
  );
  await pays('active');
  const refused = await claim(account);
  expect([refused.status, refused.body.reason]).toEqual([409, 'already_subscribed']);
  await pays('free');
  expect((await claim(account)).status).toBe(202);
});

test('of a plan that was granted no time is given, and the page says what it is', async () => {
  const { tenantId } = await fixture.account();
  const path = `/subscriptions/${tenantId}`;
  for (const gift of [{ tier: 'BUSINESS' }, { tier: 'ENTERPRISE' }, {}]) {
    const refused = await operate('POST', `${path}/comp`, { ...gift, duration: 'P1M', reason: 'sorry' });
    expect([refused.status, refused.body]).toMatchObject([409, { reason: 'plan_granted', granted: 'ENTERPRISE' }]);
  }
  await database.withTenant(tenantId, ensureSubscription);
  const page = (await look(path)).body;
  expect(page).toMatchObject({ facts: { state: 'free', granted: { tier: 'ENTERPRISE' } }, requests: [], changes: [] });
});

test('what operators wish stands in the tenant’s audit, a repeat under its key is one wish, and refusals say why', async () => {
  const { tenantId, call } = await free();
  const path = `/subscriptions/${tenantId}`;
  const gift = { duration: 'P30D', reason: 'after the outage' };
  const first = await operate('POST', `${path}/comp`, gift, { 'idempotency-key': 'gift-1' });
  const again = await operate('POST', `${path}/comp`, gift, { 'idempotency-key': 'gift-1' });
  expect([first.status, again.body.request]).toEqual([202, first.body.request]);
  const second = await operate('POST', `${path}/comp`, gift, { 'idempotency-key': 'gift-2' });
  expect([second.status, second.body.reason]).toEqual([409, 'request_open']);
  const trial = await operate('POST', `${path}/extend-trial`, { duration: 'P7D', reason: 'asked for it' });
  expect([trial.status, trial.body.reason]).toEqual([409, 'not_trialing']);
  expect((await operate('POST', `${path}/sync`, { reason: 'look again' })).status).toBe(409);
  expect((await operate('POST', `${path}/comp`, { duration: 'P30', reason: 'wrong' })).status).toBe(422);
  const [wish] = (await look(path)).body.requests;
  expect(wish).toMatchObject({ id: first.body.request, kind: 'comp', status: 'asked', askedBy: 'operator:token' });
  const [entry] = (await call('GET', '/v1/audit')).body.data;
  expect(entry).toMatchObject({ action: 'subscription.comp', data: { reason: 'after the outage' } });
  const [row] = await database.admin.sql<{ n: number }>`
    select count(*)::int as n from operator_log where action = 'subscription.comp' and target = ${tenantId}`;
  // A repeat is the same deed, and stands there once.
  expect(row?.n).toBe(1);
});

test('a subscription is read again at its provider when an operator says so', async () => {
  const { tenantId } = await free();
  await operate('POST', `/subscriptions/${tenantId}/comp`, { duration: 'P1D', reason: 'to have a row' });
  const uuid = parseId('ten', tenantId);
  await database.withTenant(
    tenantId,
    (db) => db.sql`
      update billing_subscriptions set provider = 'stripe', provider_subscription = 'sub_9' where tenant_id = ${uuid}`,
  );
  expect((await operate('POST', `/subscriptions/${tenantId}/sync`, { reason: 'look again' })).status).toBe(202);
  const events = await database.admin.sql`
    select provider, type, trust, hint ->> 'subscription' as subscription, hint ->> 'tenantId' as tenant
    from billing_events where type = 'operator.sync'`;
  expect(events).toEqual([
    { provider: 'stripe', type: 'operator.sync', trust: 'signed', subscription: 'sub_9', tenant: tenantId },
  ]);
});
