import { afterAll, beforeEach, expect, test } from 'vitest';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { setOverride } from '#domain/billing/operators/overrides.ts';
import { newId, parseId } from '#domain/ids.ts';
import { verifyLicence } from '#sdk/verify-licence.ts';
import { type Account, apiFixture } from './api-fixture.ts';

const fixture = await apiFixture();
afterAll(() => fixture.close());
const { database } = fixture.deps;
await seedPlans(database);

const DAY = 86_400_000;
const start = Date.parse('2026-03-01T12:00:00Z');
let nowMs = start;
fixture.deps.now = () => nowMs;
beforeEach(() => {
  nowMs = start;
});

const accountOn = async (plan: string): Promise<Account> => {
  const account = await fixture.account();
  await database.admin.sql`update tenants set plan = ${plan} where id = ${parseId('ten', account.tenantId)}`;
  return account;
};
const activate = (account: Account, machine: string, name = 'Caixa 1') =>
  account.call('POST', '/v1/licences', { machine, name });
const refresh = (licence: string, machine: string) =>
  fixture.fetch('/v1/licences/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ licence, machine }),
  });
const keys = async () => (await fixture.fetch('/.well-known/trama-licences.json')).body;
const check = async (
  document: string,
  machine: string,
  atMs: number,
  seen: Parameters<typeof verifyLicence>[1]['seen'] = null,
) => verifyLicence(document, { keys: await keys(), machine, seen, nowMs: atMs });

test('a computer works without a connection until the end of its document, and some days more with a warning', async () => {
  const account = await accountOn('STARTER');
  const { status, body } = await activate(account, 'machine-0001');
  expect(status).toBe(201);
  const fresh = await check(body.document, 'machine-0001', nowMs);
  expect(fresh).toMatchObject({
    ...{ state: 'valid', counts: true, refresh: false },
    licence: { id: body.id, tenant: account.tenantId, plan: 'STARTER', offline: 'basic', expiresAt: body.expiresAt },
  });
  expect(await check(body.document, 'machine-0001', nowMs + DAY)).toMatchObject({ state: 'valid', refresh: true });
  expect(await check(body.document, 'machine-0001', nowMs + 7 * DAY)).toMatchObject({ state: 'grace', counts: true });
  expect(await check(body.document, 'machine-0001', nowMs + 10 * DAY)).toMatchObject({
    state: 'expired',
    counts: false,
  });
});

test('a document counts on its own computer alone, as it was signed, and by keys of ours', async () => {
  const { body } = await activate(await accountOn('STARTER'), 'machine-0002');
  const { document } = body;
  await expect(check(document, 'machine-0003', nowMs)).rejects.toMatchObject({ code: 'licence_of_other_machine' });
  const [head, claims, signature] = document.split('.');
  const forged = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const longer = Buffer.from(JSON.stringify({ ...forged, exp: forged.exp + 1e6 })).toString('base64url');
  const refused = { code: 'licence_refused' };
  await expect(check(`${head}.${longer}.${signature}`, 'machine-0002', nowMs)).rejects.toMatchObject(refused);
  await expect(check('no licence', 'machine-0002', nowMs)).rejects.toMatchObject(refused);
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'trama-licence+jwt' })).toString('base64url');
  await expect(check(`${unsigned}.${claims}.`, 'machine-0002', nowMs)).rejects.toMatchObject(refused);
  await expect(
    verifyLicence(document, { keys: { keys: [] }, machine: 'machine-0002', seen: null, nowMs }),
  ).rejects.toMatchObject({ code: 'licence_key_unknown' });
  expect((await refresh(`${head}.${longer}.${signature}`, 'machine-0002')).status).toBe(401);
  expect((await refresh(document, 'machine-0003')).status).toBe(401);
});

test('a clock that was set back is seen, and so is a kept instant that was written over', async () => {
  const { body } = await activate(await accountOn('STARTER'), 'machine-0004');
  const at = (ms: number, seen: Parameters<typeof check>[3] = null) => check(body.document, 'machine-0004', ms, seen);
  expect(await at(nowMs - DAY)).toMatchObject({ state: 'clock_set_back', counts: false });
  const { seen } = await at(nowMs + 6 * DAY);
  expect(await at(nowMs + 2 * DAY, seen)).toMatchObject({ state: 'clock_set_back', refresh: true });
  // Corrected by a little: it counts, and makes nothing younger.
  expect(await at(nowMs + 6 * DAY - 60_000, seen)).toMatchObject({ state: 'valid', seen: { at: seen.at } });
  expect(await at(nowMs + 8 * DAY, seen)).toMatchObject({ state: 'grace' });
  const earlier = { ...seen, at: new Date(nowMs).toISOString() };
  await expect(at(nowMs + DAY, earlier)).rejects.toMatchObject({ code: 'licence_refused' });
});

test('what is sent again under its key is the same document, and another computer under it is refused', async () => {
  const account = await accountOn('BUSINESS');
  const ask = (machine: string) =>
    account.call('POST', '/v1/licences', { machine, name: 'Caixa' }, { 'idempotency-key': 'caixa' });
  const [first, again] = [await ask('machine-once-1'), await ask('machine-once-1')];
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect((await ask('machine-once-2')).body.code).toBe('idempotency_mismatch');
  expect((await account.call('GET', '/v1/licences')).body.data).toHaveLength(1);
});

test('an expired document is refreshed, by what the plan says now', async () => {
  const account = await accountOn('STARTER');
  const { body } = await activate(account, 'machine-0005');
  nowMs += 40 * DAY;
  await database.admin.sql`update tenants set plan = 'BUSINESS' where id = ${parseId('ten', account.tenantId)}`;
  const again = await refresh(body.document, 'machine-0005');
  expect([again.status, again.body.id]).toEqual([200, body.id]);
  expect(await check(again.body.document, 'machine-0005', nowMs)).toMatchObject({
    ...{ state: 'valid', licence: { plan: 'BUSINESS', offline: 'full' } },
  });
  await database.admin.sql`update tenants set plan = 'FREE' where id = ${parseId('ten', account.tenantId)}`;
  const none = await refresh(again.body.document, 'machine-0005');
  expect([none.status, none.body.code, none.body.requiredPlan]).toEqual([402, 'plan_required', 'STARTER']);
});

test('never more computers are active than the plan allows, though ten ask at once; one that was left behind frees its place', async () => {
  const account = await accountOn('BUSINESS');
  const asked = await Promise.all(Array.from({ length: 10 }, (_, n) => activate(account, `machine-at-once-${n}`)));
  expect(asked.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, ...Array(7).fill(429)]);
  const refused = asked.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({
    ...{ code: 'limit_exceeded', feature: 'machines', limit: 3, current: 3, resetsAt: null },
    ...{
      requiredPlan: 'ENTERPRISE',
      currentPlan: 'BUSINESS',
      upgradeUrl: expect.stringMatching(/^http:\/\/[^/]+\/plan\?choose=ENTERPRISE$/),
    },
  });
  expect(refused?.headers.get('ratelimit')).toBe('"machines";r=0;t=3600');
  expect(refused?.headers.get('ratelimit-policy')).toBe('"machines";q=3;w=3600');
  // One that is active asks again: it stays one.
  const known = asked.findIndex(({ status }) => status === 201);
  expect((await activate(account, `machine-at-once-${known}`)).body.id).toBe(asked[known]?.body.id);
  nowMs += 37 * DAY;
  expect((await activate(account, 'machine-new-one')).status).toBe(201);
  const { body } = await account.call('GET', '/v1/licences');
  expect(body.machines).toBe(3);
  expect(body.data.map(({ status }: { status: string }) => status).toSorted()).toEqual([
    'active',
    'expired',
    'expired',
    'expired',
  ]);
});

test('who is taken off gets nothing at the next refresh, and frees a place; others take off their own alone', async () => {
  const [account, other] = [await accountOn('STARTER'), await accountOn('STARTER')];
  const { body } = await activate(account, 'machine-0006');
  const reader = await account.call('POST', '/v1/api-keys', { name: 'reader', scopes: ['tenant:read'] });
  const authorization = { authorization: `Bearer ${reader.body.key}` };
  expect((await fixture.fetch(`/v1/licences/${body.id}`, { method: 'DELETE', headers: authorization })).status).toBe(
    404,
  );
  expect((await other.call('DELETE', `/v1/licences/${body.id}`)).status).toBe(404);
  expect((await account.call('DELETE', `/v1/licences/${body.id}`)).status).toBe(204);
  expect((await account.call('DELETE', `/v1/licences/${body.id}`)).status).toBe(204);
  expect((await refresh(body.document, 'machine-0006')).status).toBe(401);
  const own = await fixture.fetch('/v1/licences', {
    method: 'POST',
    headers: { ...authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ machine: 'machine-0007', name: 'Meu', app: 'cli' }),
  });
  expect(own.status).toBe(201);
  expect(
    (await fixture.fetch(`/v1/licences/${own.body.id}`, { method: 'DELETE', headers: authorization })).status,
  ).toBe(204);
});

test('whose rights have ended gets no fresh documents; whoever stays activates the computer anew', async () => {
  const account = await accountOn('STARTER');
  const key = await account.call('POST', '/v1/api-keys', { name: 'till', scopes: ['tenant:read'] });
  const { body } = await fixture.fetch('/v1/licences', {
    method: 'POST',
    headers: { authorization: `Bearer ${key.body.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ machine: 'machine-0009', name: 'Caixa', app: 'cli' }),
  });
  expect((await refresh(body.document, 'machine-0009')).status).toBe(200);
  expect((await account.call('DELETE', `/v1/api-keys/${key.body.id}`)).status).toBeLessThan(300);
  expect((await refresh(body.document, 'machine-0009')).status).toBe(401);
  const { body: anew } = await activate(account, 'machine-0009');
  expect(anew.id).toBe(body.id);
  expect((await refresh(body.document, 'machine-0009')).status).toBe(200);
  // A person who is no member any more.
  await database.withTenant(
    account.tenantId,
    (db) => db.sql`
    update licences set holder = ${`user:${newId('usr')}`} where tenant_id = ${db.tenant}`,
  );
  expect((await refresh(anew.document, 'machine-0009')).status).toBe(401);
});

test('a key that is over, and a person whom the plan has no room for, get no fresh documents', async () => {
  const account = await accountOn('STARTER');
  const key = await account.call('POST', '/v1/api-keys', { name: 'till', scopes: ['tenant:read'] });
  const { body } = await fixture.fetch('/v1/licences', {
    method: 'POST',
    headers: { authorization: `Bearer ${key.body.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ machine: 'machine-0010', name: 'Caixa', app: 'cli' }),
  });
  const within = (work: Parameters<typeof database.withTenant<unknown>>[1]) =>
    database.withTenant(account.tenantId, work);
  const ends = (ms: number) =>
    within(
      (db) => db.sql`update api_keys set expires_at = ${new Date(ms)} where tenant_id = ${db.tenant}
      and id = ${parseId('key', key.body.id)}`,
    );
  await ends(nowMs + DAY);
  expect((await refresh(body.document, 'machine-0010')).status).toBe(200);
  await ends(nowMs);
  expect((await refresh(body.document, 'machine-0010')).status).toBe(401);
  // Whoever signed in for it is a member who stands still.
  await within(
    (db) => db.sql`
      update licences set holder = (select 'user:usr_' || replace(user_id::text, '-', '') from memberships
        where tenant_id = ${db.tenant} limit 1) where tenant_id = ${db.tenant}`,
  );
  expect((await refresh(body.document, 'machine-0010')).status).toBe(200);
  await within(
    (db) => db.sql`
      insert into frozen_items (tenant_id, kind, item_id) select tenant_id, 'member', user_id from memberships
      where tenant_id = ${db.tenant}`,
  );
  const frozen = await refresh(body.document, 'machine-0010');
  expect([frozen.status, frozen.body.code, frozen.body.feature]).toEqual([402, 'plan_required', 'users']);
});

test('who owes is told so, and not that another plan is needed; which plan is needed follows from the catalogue', async () => {
  const account = await accountOn('MESSAGING_START');
  const sold = async () => (await activate(account, 'machine-0011')).body;
  const [larger] = await database.admin.sql<{ tier: string }>`
    select v.tier from plan_versions v join plans p on p.tier = v.tier
    where v.published_at is not null and p.public and v.features->>'offline' in ('basic', 'full')
    order by p.family = 'messaging' desc, p.sort limit 1`;
  expect(await sold()).toMatchObject({ code: 'plan_required', requiredPlan: larger?.tier, feature: 'offline' });
  const paying = await accountOn('STARTER');
  const { body } = await activate(paying, 'machine-0012');
  await database.withTenant(
    paying.tenantId,
    (db) => db.sql`
      insert into billing_subscriptions (tenant_id, plan_version_id, state, access)
      select ${db.tenant}, id, 'past_due', 'read_only' from plan_versions where tier = 'STARTER' limit 1`,
  );
  const refused = await refresh(body.document, 'machine-0012');
  expect(refused).toMatchObject({
    status: 402,
    body: { code: 'payment_due', currentPlan: 'STARTER', upgradeUrl: expect.stringMatching(/^http:\/\/[^/]+\/plan$/) },
  });
});

/** A subscription on BUSINESS, whose documents count for 30 days; `days`: from now on. */
const covered = async (
  state: string,
  days: { paid?: number; given?: number; tried?: number },
  access = 'full',
): Promise<Account> => {
  const account = await accountOn('BUSINESS');
  const at = (n: number | undefined) => (n === undefined ? null : new Date(nowMs + n * DAY));
  await database.withTenant(
    account.tenantId,
    (db) => db.sql`
      insert into billing_subscriptions (tenant_id, plan_version_id, state, access, paid_through, comp_until, trial_ends_at)
      select ${db.tenant}, id, ${state}, ${access}, ${at(days.paid)}::timestamptz, ${at(days.given)}::timestamptz,
        ${at(days.tried)}::timestamptz
      from plan_versions where tier = 'BUSINESS' limit 1`,
  );
  return account;
};

test.each([
  ['a trial, whose last day it is', 'trialing', { tried: 1 }, 1],
  ['a trial of a fortnight', 'trialing', { tried: 14 }, 14],
  ['what is paid', 'active', { paid: 20 }, 20],
  ['a year that was given, behind an old payment', 'active', { paid: -200, given: 365 }, 30],
  ['what was given to a payer beyond what is paid', 'active', { paid: 2, given: 12 }, 12],
  ['a payment that is awaited after a trial', 'past_due', { tried: -2 }, 1],
  ['an operator’s plan, of somebody who paid once', 'free', { paid: -200 }, 30],
])('a document counts no longer than what covers it: %s', async (_, state, days, counts) => {
  const { status, body } = await activate(await covered(state, days), 'machine-0013');
  expect(status).toBe(201);
  expect(Date.parse(body.expiresAt)).toBe(nowMs + counts * DAY);
});

test('work without a connection that was given for a while ends with it', async () => {
  nowMs = Date.now();
  const account = await accountOn('STARTER');
  const end = new Date(Math.floor(nowMs / 1000) * 1000 + 12 * DAY).toISOString();
  await setOverride(database, account.tenantId, {
    ...{ feature: 'offline', limit: null, value: 'full', expiresAt: end, by: 'test', reason: 'test', seen: null },
  });
  const { body } = await activate(account, 'machine-0014');
  expect(body.expiresAt).toBe(end);
});

test('in a smaller plan as many computers go on as are paid for: those that were there last', async () => {
  const account = await accountOn('BUSINESS');
  const documents: string[] = [];
  for (const name of ['old', 'newer', 'newest']) {
    documents.push((await activate(account, `machine-${name}`)).body.document);
    nowMs += DAY;
  }
  await database.admin.sql`update tenants set plan = 'STARTER' where id = ${parseId('ten', account.tenantId)}`;
  const tell = async () => {
    const [old = '', newer = '', newest = ''] = documents;
    const asked = [refresh(old, 'machine-old'), refresh(newer, 'machine-newer'), refresh(newest, 'machine-newest')];
    return (await Promise.all(asked)).map(({ status }) => status);
  };
  expect(await tell()).toEqual([429, 429, 200]);
  nowMs += DAY;
  // Activated anew, one of those that were left out takes nobody's place.
  expect((await activate(account, 'machine-newer')).status).toBe(429);
  expect(await tell()).toEqual([429, 429, 200]);
  // Which ones work is chosen by taking others off.
  const { body } = await account.call('GET', '/v1/licences');
  for (const { id } of body.data.slice(0, 2)) await account.call('DELETE', `/v1/licences/${id}`);
  expect(await tell()).toEqual([200, 401, 401]);
});

test('a tenant that is suspended gets no fresh documents', async () => {
  const account = await accountOn('STARTER');
  const { body } = await activate(account, 'machine-0008');
  await database.admin
    .sql`update tenants set status = 'suspended', status_at = now() where id = ${parseId('ten', account.tenantId)}`;
  expect((await refresh(body.document, 'machine-0008')).status).toBe(401);
});

test('computers go on where a page ends, to the last one', async () => {
  const account = await accountOn('ENTERPRISE');
  const made: string[] = [];
  for (let n = 0; n < 5; n++) made.push((await activate(account, `machine-paged-${n}`)).body.id);
  const found: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await account.call('GET', `/v1/licences?limit=2${cursor && `&cursor=${cursor}`}`);
    expect([body.data.length <= 2, body.machines]).toEqual([true, -1]);
    found.push(...body.data.map(({ id }: { id: string }) => id));
    if (body.nextCursor === null) break;
    cursor = body.nextCursor;
  }
  expect(found).toEqual(made.toReversed());
});
