import { beforeAll, expect, test } from 'vitest';
import { FIRST_PLANS } from '#domain/billing/catalogue/first-plans.ts';
import { PlanBody } from '#domain/billing/catalogue/plan-body.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { publishPlan, savePlanDraft } from '#domain/billing/catalogue/write-plan.ts';
import { settleFrozen } from '#domain/entitlements/freeze.ts';
import { commitUse } from '#domain/entitlements/meter.ts';
import { saveFlag } from '#domain/flags/flag-rows.ts';
import { parseId } from '#domain/ids.ts';
import { createEndpoint } from '#domain/outbound/write-endpoint.ts';
import { type Account, deploy, twoAccounts } from './api-fixture.ts';

const brl = (amount: number) => ({ amount, currency: 'BRL' });

const { fixture, one, other } = await twoAccounts();
const { database, entitlements } = fixture.deps;
const { sql } = database.admin;
beforeAll(() => seedPlans(database));

/** The plan that a tenant has from now on. */
const become = async (account: Account, plan: string): Promise<void> => {
  await sql`update tenants set plan = ${plan} where id = ${parseId('ten', account.tenantId)}`;
  fixture.deps.sentKeys?.forget({ tenantId: account.tenantId });
  entitlements.forget(account.tenantId);
};
const limit = async (account: Account, feature: string, n: number): Promise<void> => {
  await sql`
    insert into entitlement_overrides (tenant_id, feature, limit_n, reason, by)
    values (${parseId('ten', account.tenantId)}, ${feature}, ${n}, 'test', 'test')
    on conflict (tenant_id, feature) do update set limit_n = ${n}`;
  entitlements.forget(account.tenantId);
};
/** The row of a subscription whose payment is late. */
const access = async (account: Account, how: 'full' | 'read_only'): Promise<void> => {
  await database.withTenant(account.tenantId, async (db) => {
    await db.sql`
      insert into billing_subscriptions (tenant_id, plan_version_id, access)
      select ${db.tenant}, id, ${how} from plan_versions where tier = 'BUSINESS'
      on conflict (tenant_id) do update set access = ${how}`;
  });
  entitlements.forget(account.tenantId);
};
/** A plan has a part less from now on. */
const withoutModule = async (tier: string, module: string): Promise<void> => {
  const seed = FIRST_PLANS.find((one) => one.tier === tier);
  if (!seed) throw new Error('No plan');
  const { tier: _tier, family: _family, ranksAs: _ranksAs, sort: _sort, public: _public, ...body } = seed;
  const modules = body.modules.filter((one) => one !== module);
  await database.admin.transaction(async (own) => {
    await savePlanDraft(own, tier, PlanBody.parse({ ...body, modules }), { by: 'test' });
    await publishPlan(own, tier);
  });
};
const flowOf = (name: string) => ({
  definition: {
    ...{ language: 'trama/1', name, trigger: { type: 'manual', config: {} } },
    nodes: [{ id: 'a', type: 'set', config: { values: {} } }],
    edges: [{ from: 'trigger', to: 'a' }],
  },
});

test('plans are shown with their prices, the one that somebody keeps among them', async () => {
  await become(one, 'STARTER');
  const { body, status } = await one.call('GET', '/v1/subscription/plans');
  expect(status).toBe(200);
  expect(body.data.map(({ tier }: { tier: string }) => tier)).toEqual([
    ...['FREE', 'STARTER', 'BUSINESS', 'ENTERPRISE'],
    ...['MESSAGING_START', 'MESSAGING_TEAM', 'MESSAGING_BUSINESS', 'MESSAGING_SCALE'],
  ]);
  expect(body.data[1]).toMatchObject({
    prices: [
      { interval: 'month', price: brl(9_700), onRequest: false },
      { interval: 'year', price: brl(97_000), onRequest: false },
    ],
    trial: 'P14D',
  });
  expect(body.addOns.length).toBeGreaterThan(5);
  await become(one, 'MESSAGING_USAGE');
  const { body: kept } = await one.call('GET', '/v1/subscription/plans');
  expect(kept.data.at(-1)).toMatchObject({ tier: 'MESSAGING_USAGE', public: false });
  await become(one, 'STARTER');
});

test('an add-on is offered beside plans that have more by it, by what an operator gave, too', async () => {
  const offered = async (path: string, key: string): Promise<string[] | undefined> =>
    (await one.call('GET', path)).body.addOns.find((addOn: { key: string }) => addOn.key === key)?.tiers;
  const own = '/v1/subscription/plans';
  for (const path of [own, '/v1/plans']) {
    expect(await offered(path, 'messages-5000')).toEqual(['STARTER', 'MESSAGING_START', 'MESSAGING_TEAM']);
    expect(await offered(path, 'users-5')).toContain('BUSINESS');
    // A brand of one's own is sold when there is one.
    expect(await offered(path, 'white-label')).toBeUndefined();
  }
  await limit(one, 'messages', 10);
  expect(await offered(own, 'messages-5000')).toContain('BUSINESS');
  await limit(one, 'messages', -1);
  expect(await offered(own, 'messages-5000')).toBeUndefined();
  expect(await offered('/v1/plans', 'messages-5000')).toContain('STARTER');
  await sql`delete from entitlement_overrides where tenant_id = ${parseId('ten', one.tenantId)}`;
  entitlements.forget(one.tenantId);
});

test('use and what may be used are one’s own', async () => {
  await become(other, 'STARTER');
  await database.withTenant(one.tenantId, (db) =>
    commitUse(db, { feature: 'messages', source: 'message', sourceId: 'x', n: 850 }),
  );
  const usage = async (account: Account) => {
    const { body } = await account.call('GET', '/v1/subscription/usage');
    return body.data.find(({ feature }: { feature: string }) => feature === 'messages');
  };
  expect(await usage(one)).toMatchObject({ current: 850, limit: 1_000, percentage: 85, warning: 'near' });
  expect(await usage(other)).toMatchObject({ current: 0, limit: 1_000, percentage: 0, warning: 'none' });
  const may = async (account: Account, feature: string) =>
    (await account.call('GET', `/v1/subscription/can-use/${feature}`)).body;
  expect(await may(one, 'messages?n=200')).toMatchObject({
    ...{ allowed: false, reason: 'limit_exceeded', limit: 1_000, current: 850, requiredPlan: 'BUSINESS' },
    upgradeUrl: expect.stringMatching(/^http:\/\/[^/]+\/plan\?choose=BUSINESS$/),
  });
  expect(await may(other, 'messages?n=200')).toMatchObject({ allowed: true, current: 0 });
  expect(await may(one, 'white_label')).toMatchObject({ allowed: false, reason: 'plan_required', limit: null });
  expect(await may(one, 'shopee')).toMatchObject({ allowed: false, reason: 'marketplace_not_allowed' });
  expect((await one.call('GET', '/v1/subscription/can-use/teapots')).status).toBe(404);
});

test('what use beyond the included comes to is seen by whose it is', async () => {
  await become(one, 'MESSAGING_USAGE');
  await database.withTenant(one.tenantId, (db) =>
    commitUse(db, { feature: 'messages', source: 'message', sourceId: 'beyond', n: 400 }),
  );
  const charges = async (account: Account) => (await account.call('GET', '/v1/subscription/usage-charges')).body;
  expect(await charges(one)).toMatchObject({
    data: [],
    running: { amount: brl(1_250), lines: [{ feature: 'messages', used: 1_250, quantity: 250 }, { feature: 'runs' }] },
  });
  expect(await charges(other)).toEqual({ data: [], nextCursor: null, running: null });
  await become(one, 'STARTER');
});

test('marketplaces are chosen for one’s own tenant alone', async () => {
  const put = await one.call('PUT', '/v1/subscription/marketplaces', { chosen: ['shopee', 'amazon'] });
  expect(put).toMatchObject({ status: 200, body: { choose: 3, chosen: expect.arrayContaining(['shopee']) } });
  expect((await one.call('GET', '/v1/subscription/can-use/shopee')).body).toMatchObject({ allowed: true });
  expect((await other.call('GET', '/v1/subscription/marketplaces')).body).toMatchObject({ chosen: [] });
  expect((await other.call('GET', '/v1/subscription/can-use/shopee')).body).toMatchObject({ allowed: false });
  const back = await one.call('PUT', '/v1/subscription/marketplaces', { chosen: [] });
  expect(back).toMatchObject({ status: 409, body: { code: 'conflict', changesAt: expect.any(String) } });
});

test('a plan without programs refuses keys, and says which plan takes them', async () => {
  await become(other, 'FREE');
  const { status, body } = await other.call('GET', '/v1/flows');
  expect([status, body.code]).toEqual([402, 'plan_required']);
  expect(body).toMatchObject({
    requiredPlan: 'STARTER',
    currentPlan: 'FREE',
    upgradeUrl: expect.stringMatching(/^http:\/\/[^/]+\/plan\?choose=STARTER$/),
  });
  await become(other, 'STARTER');
  expect((await other.call('GET', '/v1/flows')).status).toBe(200);
});

test('what a plan lacks is not made by it; what there is is read, and goes on', async () => {
  const gives = (feature: string, value: string | boolean) => sql`
    insert into entitlement_overrides (tenant_id, feature, value, reason, by)
    values (${parseId('ten', other.tenantId)}, ${feature}, ${JSON.stringify(value)}::jsonb, 'test', 'test')`;
  const url = 'https://example.com/told';
  const given = {
    ...{ description: '', eventTypes: [], flowIds: [], inOrder: false, ratePerMinute: null },
    headers: {},
  };
  const { endpoint } = await database.withTenant(other.tenantId, (db) =>
    createEndpoint(db, { ...given, url, secretHeaders: {}, signature: 'hmac', by: 'test' }),
  );
  await become(other, 'FREE');
  await withoutModule('FREE', 'webhooks');
  entitlements.forget(other.tenantId);
  await gives('api', 'full');
  const refused = await other.call('POST', '/v1/webhook-endpoints', { url });
  expect(refused).toMatchObject({
    status: 402,
    body: { code: 'plan_required', feature: 'module:webhooks', requiredPlan: 'STARTER', currentPlan: 'FREE' },
  });
  const at = `/v1/webhook-endpoints/${endpoint.id}`;
  expect((await other.call('GET', at)).body).toMatchObject({ enabled: true });
  expect((await other.call('POST', `${at}/disable`, {})).status).toBe(200);
  // Its receiver may have been away: nobody loses it by that.
  expect((await other.call('POST', `${at}/enable`, {})).status).not.toBe(402);
  expect((await other.call('DELETE', at)).status).toBe(204);
  await become(other, 'STARTER');
  const fields = [{ name: 'a', type: 'text' }];
  const { body: table } = await other.call('POST', '/v1/data-tables', { name: 'Pedidos', columns: fields });
  for (const path of [`/v1/data-tables/${table.id}/export`, '/v1/audit/export'])
    expect(await other.call('GET', path)).toMatchObject({
      status: 402,
      body: { code: 'plan_required', feature: 'export', requiredPlan: 'BUSINESS' },
    });
  expect((await other.call('GET', `/v1/data-tables/${table.id}/rows`)).status).toBe(200);
  expect((await other.call('POST', '/v1/exports', {})).status).not.toBe(402);
  await gives('export', true);
  entitlements.forget(other.tenantId);
  expect((await other.call('GET', `/v1/data-tables/${table.id}/export`)).status).toBe(200);
  await sql`delete from entitlement_overrides where tenant_id = ${parseId('ten', other.tenantId)}`;
  await become(other, 'STARTER');
});

test('a program has so many calls a minute as its plan says', async () => {
  await limit(other, 'api_per_minute', 3);
  const calls = [];
  for (let n = 0; n < 4; n++) calls.push(await other.call('GET', '/v1/flows'));
  expect(calls.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(calls[3]?.body.code).toBe('rate_limited');
  expect(calls[3]?.headers.get('ratelimit-policy')).toBe('"plan";q=3;w=60');
  await limit(other, 'api_per_minute', -1);
});

test('one flow or run more than the plan has is 429, with what it would take', async () => {
  await limit(one, 'flows', 1);
  const slug = await deploy(one, flowOf('Um').definition);
  const { body: made } = await one.call('POST', '/v1/flows', flowOf('Dois'));
  const { status, body } = await one.call('POST', `/v1/flows/${made.id}/publish`, {});
  expect([status, body.code, body.feature, body.limit, body.current]).toEqual([429, 'limit_exceeded', 'flows', 1, 1]);
  // What headers say stands in no body.
  expect(Object.keys(body).filter((name) => name.startsWith('rateLimit'))).toEqual([]);
  await limit(one, 'runs', 1);
  const run = () => one.call('POST', `/v1/flows/${slug}/runs`, { data: {} });
  expect((await run()).status).toBe(202);
  const refused = await run();
  expect(refused).toMatchObject({
    status: 429,
    body: { code: 'limit_exceeded', feature: 'runs', limit: 1, current: 1 },
  });
  expect(Date.parse(refused.body.resetsAt)).toBeGreaterThan(Date.now());
  const wait = Number(refused.headers.get('retry-after'));
  expect(Math.abs(Date.now() + wait * 1_000 - Date.parse(refused.body.resetsAt))).toBeLessThan(60_000);
  expect(refused.headers.get('ratelimit')).toMatch(/^"runs";r=0;t=\d+$/);
  expect(refused.headers.get('ratelimit-policy')).toMatch(/^"runs";q=1;w=\d+$/);
  expect((await one.call('POST', `/v1/flows/${slug}/runs`, { data: {}, test: true })).status).toBe(202);
});

test('what stands still says so, in lists and where it is started', async () => {
  await limit(one, 'runs', -1);
  const { body: before } = await one.call('GET', '/v1/flows');
  const flow = before.data.find(
    ({ publishedVersion }: { publishedVersion: number | null }) => publishedVersion !== null,
  );
  expect(flow.frozen).toBe(false);
  await limit(one, 'flows', 0);
  await database.withTenant(one.tenantId, (db) => settleFrozen(db));
  expect((await one.call('GET', `/v1/flows/${flow.id}`)).body).toMatchObject({ frozen: true });
  const { status, body } = await one.call('POST', `/v1/flows/${flow.id}/runs`, { data: {} });
  expect([status, body.code, body.upgradeUrl]).toEqual([402, 'flow_frozen', expect.stringMatching(/^http:.*\/plan$/)]);
  // An operator keeps it, and no plan would help.
  expect([body.requiredPlan, body.currentPlan]).toEqual([null, 'STARTER']);
  await sql`delete from entitlement_overrides where tenant_id = ${parseId('ten', one.tenantId)} and feature = 'flows'`;
  await database.withTenant(one.tenantId, (db) => settleFrozen(db));
});

test('an owner chooses what works within the plan, of what is their own', async () => {
  const slug = await deploy(other, flowOf('Alheio').definition);
  const { body: theirs } = await other.call('GET', `/v1/flows/${slug}`);
  const { body: made } = await one.call('POST', '/v1/flows', flowOf('Mais um'));
  await limit(one, 'flows', -1);
  expect((await one.call('POST', `/v1/flows/${made.id}/publish`, {})).status).toBe(200);
  await limit(one, 'flows', 1);
  const keep = { flows: [theirs.id, made.id] };
  const { status, body } = await one.call('PUT', '/v1/subscription/frozen', { keep });
  expect(status).toBe(200);
  expect(body.data[0].items.filter(({ keeps }: { keeps: boolean }) => keeps)).toEqual([
    { id: made.id, name: 'Mais um', keeps: true },
  ]);
  expect((await one.call('GET', '/v1/subscription/frozen')).body).toEqual(body);
  expect((await other.call('GET', '/v1/subscription/frozen')).body).toEqual({ data: [] });
  expect((await other.call('GET', `/v1/flows/${theirs.id}`)).body).toMatchObject({ frozen: false });
  await limit(one, 'flows', -1);
  await one.call('PUT', '/v1/subscription/frozen', { keep: {} });
});

test('while a payment is missing nothing is written; looking, deleting and what leads to paying go on', async () => {
  const { body: made } = await one.call('POST', '/v1/flows', flowOf('Tres'));
  await access(one, 'read_only');
  const refused = await one.call('POST', '/v1/flows', flowOf('Quatro'));
  const page = expect.stringMatching(/^http:.*\/plan$/);
  expect([refused.status, refused.body.code, refused.body.upgradeUrl]).toEqual([402, 'payment_due', page]);
  expect(refused.body).toMatchObject({ requiredPlan: null, currentPlan: 'BUSINESS' });
  expect((await one.call('GET', '/v1/flows')).status).toBe(200);
  expect((await one.call('DELETE', `/v1/flows/${made.id}`)).status).toBe(200);
  expect((await one.call('PUT', '/v1/subscription/marketplaces', { chosen: [] })).status).not.toBe(402);
  const bulk = (action: string) => one.call('POST', '/v1/runs/bulk', { action, filter: { status: 'failed' } });
  expect([(await bulk('retry')).status, (await bulk('resume')).status, (await bulk('cancel')).status]).toEqual([
    ...[402, 402, 202],
  ]);
  expect((await other.call('POST', '/v1/flows', flowOf('Cinco'))).status).toBe(201);
  await access(one, 'full');
  expect((await one.call('POST', '/v1/flows', flowOf('Quatro'))).status).toBe(201);
});

test('who calls hears what their tenant has, and what is being rolled out to it', async () => {
  const rule = { on: true, percentage: 0, plans: [], tenants: [one.tenantId], except: [] };
  await saveFlag(database.admin, { key: 'new-canvas', rule, by: 'test', reason: 'test' });
  fixture.deps.flags.forget();
  const { body } = await one.call('GET', '/v1/me');
  expect(body.entitled).toMatchObject({
    plan: 'BUSINESS',
    access: 'full',
    features: { ai: true },
    limits: { users: 20 },
  });
  expect(body.flags).toEqual({ 'new-canvas': true });
  expect((await other.call('GET', '/v1/me')).body).toMatchObject({
    ...{ entitled: { plan: 'STARTER', features: { ai: false } }, flags: { 'new-canvas': false } },
  });
});
