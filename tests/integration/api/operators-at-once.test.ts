import { afterAll, expect, test } from 'vitest';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { ensurePlatform } from '#domain/platform/platform.ts';
import { apiFixture } from './api-fixture.ts';

const TOKEN = 'an-operator-token-for-tests-of-two-at-once';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
afterAll(() => fixture.close());
const { database } = fixture.deps;
await ensurePlatform(database);
await seedPlans(database);

const reason = 'as talked about';
const operate = (method: string, path: string, body?: object, seen?: number) =>
  fixture.fetch(`/v1/admin/billing${path}`, {
    method,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(seen === undefined ? {} : { 'if-match': `"${seen}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify({ ...body, reason }) }),
  });
const listed = async (path: string): Promise<{ revision: number }[]> => (await operate('GET', path)).body.data;
const statuses = async (calls: Promise<{ status: number }>[]) =>
  (await Promise.all(calls)).map(({ status }) => status).toSorted((a, b) => a - b);

test('two operators who change one add-on: the second is told so', async () => {
  const addOn = async () => {
    const [{ key, revision, ...rest }] = (await operate('GET', '/add-ons')).body.data;
    return { path: `/add-ons/${key}`, revision: revision as number, body: rest as Record<string, unknown> };
  };
  const { path, revision, body } = await addOn();
  const save = (sort: number, seen?: number) => operate('PUT', path, { ...body, sort }, seen);
  expect(await statuses([save(1, revision), save(1, revision)])).toEqual([204, 412]);
  expect((await save(1, revision)).body).toMatchObject({ code: 'stale' });
  const saved = await save(1, revision + 1);
  expect([saved.status, saved.headers.get('etag')]).toEqual([204, `"${revision + 2}"`]);
  expect((await addOn()).revision).toBe(revision + 2);
  // Whoever names none has the last word; whoever makes one does not write over another.
  expect((await save(1)).status).toBe(204);
  expect((await save(1, 0)).status).toBe(412);
  const make = () => operate('PUT', '/add-ons/made-at-once', { ...body, active: false }, 0);
  expect(await statuses([make(), make()])).toEqual([204, 412]);
});

test('two operators who end one coupon: the second is told so; that it was used meanwhile is no change', async () => {
  const ends = { maxRedemptions: 10, expiresAt: null, note: null };
  const coupon = { code: 'JUNTOS', percent: 10, amount: null, periods: 1, tiers: [], intervals: [], ...ends };
  expect((await operate('POST', '/coupons', coupon)).status).toBe(201);
  const [{ revision } = { revision: 0 }] = await listed('/coupons');
  await database.admin.sql`update coupons set redeemed = 3 where code = 'JUNTOS'`;
  const change = (active: boolean, seen: number) => operate('PATCH', '/coupons/JUNTOS', { ...ends, active }, seen);
  expect(await statuses([change(false, revision), change(false, revision)])).toEqual([204, 412]);
  expect((await change(true, revision + 1)).headers.get('etag')).toBe(`"${revision + 2}"`);
});

test('two operators who give one tenant something: the second is told so, and nothing of it was done', async () => {
  const { tenantId, call } = await fixture.account();
  const path = `/subscriptions/${tenantId}/overrides`;
  const give = (limit: number, seen?: number) =>
    operate('PUT', `${path}/machines`, { limit, value: null, expiresAt: null }, seen);
  expect(await statuses([give(5, 0), give(5, 0)])).toEqual([204, 412]);
  expect(await listed(path)).toMatchObject([{ feature: 'machines', limit: 5, revision: 1 }]);
  expect((await give(6, 1)).headers.get('etag')).toBe('"2"');
  expect((await give(7, 1)).status).toBe(412);
  expect((await operate('POST', `${path}/machines/end`, {}, 1)).status).toBe(412);
  expect((await call('GET', '/v1/licences')).body.machines).toBe(6);
  expect((await operate('POST', `${path}/machines/end`, {}, 2)).status).toBe(204);
  // It is gone: ended again it is done, and what is given next is the first.
  expect((await operate('POST', `${path}/machines/end`, {}, 2)).status).toBe(204);
  expect((await give(8, 0)).headers.get('etag')).toBe('"1"');
  const { body } = await call('GET', '/v1/audit');
  expect(body.data.map(({ action }: { action: string }) => action).slice(0, 4)).toEqual([
    ...['plan.override', 'plan.override_end', 'plan.override', 'plan.override'],
  ]);
});

test('two operators who change one plan, or its draft: the second is told so, and nothing of it was done', async () => {
  const head = { family: 'comparison', ranksAs: 'STARTER', sort: 1, public: true };
  const make = () => operate('PUT', '/plans/AT_ONCE', head, 0);
  expect(await statuses([make(), make()])).toEqual([204, 412]);
  const plan = async () =>
    (await operate('GET', '/plans')).body.data.find(({ tier }: { tier: string }) => tier === 'AT_ONCE');
  const { revision } = await plan();
  const move = (sort: number) => operate('PUT', '/plans/AT_ONCE', { ...head, sort }, revision);
  expect(await statuses([move(2), move(3)])).toEqual([204, 412]);
  const retire = (retired: boolean) => operate('POST', '/plans/AT_ONCE/retire', { retired }, revision + 1);
  expect(await statuses([retire(true), retire(true)])).toEqual([204, 412]);
  const [{ live }] = (await operate('GET', '/plans')).body.data.filter(
    (one: { tier: string }) => one.tier === 'STARTER',
  );
  const { name, description, limits, features, modules, marketplaces, usagePrices, taxNote } = live;
  const { trial, trialReminders, renewalReminders, dunning, grace, tolerance } = live;
  const terms = { trial, trialReminders, renewalReminders, dunning, grace, tolerance };
  const said = { name, description, limits, features, modules, marketplaces, usagePrices, taxNote, terms };
  const body = { plan: { ...said, prices: [{ interval: 'month', price: null }] } };
  const draft = () => operate('PUT', '/plans/AT_ONCE/draft', body, revision + 2);
  expect(await statuses([draft(), draft()])).toEqual([200, 412]);
  expect((await operate('POST', '/plans/AT_ONCE/discard', {}, revision + 2)).status).toBe(412);
  expect((await plan()).draft).not.toBeNull();
  const discarded = await operate('POST', '/plans/AT_ONCE/discard', {}, revision + 3);
  expect([discarded.status, discarded.headers.get('etag')]).toEqual([204, `"${revision + 4}"`]);
  // What was looked at has changed, though there is no draft again.
  expect((await draft()).status).toBe(412);
  expect((await operate('PUT', '/plans/AT_ONCE/draft', { ...body, seen: null })).status).toBe(422);
});

test('two operators who change one flag, or give it back: the second is told so', async () => {
  const rule = { on: true, percentage: 10, plans: [], tenants: [], except: [] };
  const save = (percentage: number, seen: number) =>
    operate('PUT', '/flags/at-once', { rule: { ...rule, percentage } }, seen);
  expect(await statuses([save(10, 0), save(20, 0)])).toEqual([200, 412]);
  expect((await save(30, 1)).headers.get('etag')).toBe('"2"');
  const back = () => operate('POST', '/flags/at-once/roll-back', { revision: 1 }, 2);
  expect(await statuses([back(), back()])).toEqual([200, 412]);
  expect((await operate('PUT', '/flags/at-once', { rule, revision: 3 })).status).toBe(422);
});

test('two operators who change the words of one notice: the second is told so', async () => {
  const path = '/notices/trial_ended/en';
  const words = { subject: 'Over', body: 'It is over.', button: 'See', short: 'Over.' };
  const save = (seen: number) => operate('PUT', path, { words }, seen);
  expect(await statuses([save(0), save(0)])).toEqual([200, 412]);
  expect((await operate('POST', `${path}/reset`, {}, 0)).status).toBe(412);
  expect((await operate('POST', `${path}/reset`, {}, 1)).headers.get('etag')).toBe('"2"');
  expect((await operate('PUT', path, { words, version: 2 })).status).toBe(422);
});
