import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { seedPlans } from '../billing/catalogue/seed-plans.ts';
import { parseId } from '../ids.ts';
import { createEntitlements, type Entitlements } from './entitlements.ts';
import { mendUsage, mendUsageDaily } from './mend-usage.ts';
import { commitUse, freeExpired, releaseUse, reserveUse, type Use } from './meter.ts';

const fixture = await dataFixture();
const { database } = fixture;
const { sql } = database.admin;
beforeAll(() => seedPlans(database));
afterAll(() => fixture.close());

const tenantOf = async (plan: string): Promise<string> => {
  const id = await fixture.tenant();
  await sql`update tenants set plan = ${plan} where id = ${parseId('ten', id)}`;
  return id;
};
const override = (tenantId: string, feature: string, limit: number) => sql`
  insert into entitlement_overrides (tenant_id, feature, limit_n, reason, by)
  values (${parseId('ten', tenantId)}, ${feature}, ${limit}, 'test', 'test')
  on conflict (tenant_id, feature) do update set limit_n = excluded.limit_n`;
/** Of a feature: has it, or has it not, whatever the plan says. */
const give = (tenantId: string, feature: string, value: boolean | string) => sql`
  insert into entitlement_overrides (tenant_id, feature, value, reason, by)
  values (${parseId('ten', tenantId)}, ${feature}, ${JSON.stringify(value)}::jsonb, 'test', 'test')`;
/** A subscription of that plan, with one of the add-on beside it. */
const buy = (tenantId: string, tier: string, addOn: string) =>
  database.withTenant(tenantId, async (db) => {
    await db.sql`
      insert into billing_subscriptions (tenant_id, plan_version_id)
      select ${db.tenant}, id from plan_versions where tier = ${tier} limit 1`;
    await db.sql`
      insert into subscription_items (tenant_id, key, name, quantity, unit)
      values (${db.tenant}, ${`addon:${addOn}`}, 'x', 1, 1)`;
  });
const totalOf = async (tenantId: string, feature: string) => {
  const [row] = await sql<{ used: bigint; held: bigint }>`
    select used, held from usage_totals where tenant_id = ${parseId('ten', tenantId)} and feature = ${feature}`;
  return row ? [Number(row.used), Number(row.held)] : null;
};
const message = (n: number | string): Use => ({ feature: 'messages', source: 'message', sourceId: String(n) });
const fresh = (): Entitlements => createEntitlements(database);

test('of 200 that reserve at once, as many get room as the plan has: exactly', async () => {
  const tenantId = await tenantOf('FREE');
  await override(tenantId, 'messages', 50);
  const reserve = (n: number) => database.withTenant(tenantId, (db) => reserveUse(db, message(n)));
  const results = await Promise.allSettled(Array.from({ length: 200 }, (_, n) => reserve(n)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
  expect(await totalOf(tenantId, 'messages')).toEqual([0, 50]);
  const refused = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({
    code: 'limit_exceeded',
    details: { feature: 'messages', limit: 50, current: 50, upgradeUrl: '/plan?choose=STARTER', currentPlan: 'FREE' },
  });
  expect(Date.parse(refused.reason.details.resetsAt)).toBeGreaterThan(Date.now());
});

test('one use that is told ten times at once counts once, whatever order its parts come in', async () => {
  const tenantId = await tenantOf('FREE');
  const within = (work: typeof reserveUse) => database.withTenant(tenantId, (db) => work(db, message('a')));
  await Promise.all(Array.from({ length: 10 }, () => within(reserveUse)));
  expect(await totalOf(tenantId, 'messages')).toEqual([0, 1]);
  await Promise.all(Array.from({ length: 10 }, () => within(commitUse)));
  expect(await totalOf(tenantId, 'messages')).toEqual([1, 0]);
  await within(releaseUse);
  await within(reserveUse);
  expect(await totalOf(tenantId, 'messages')).toEqual([1, 0]);
});

test('what is released makes room, and so does what nobody said anything of for an hour', async () => {
  const tenantId = await tenantOf('FREE');
  await override(tenantId, 'messages', 1);
  const reserve = (n: number) => database.withTenant(tenantId, (db) => reserveUse(db, message(n)));
  await reserve(1);
  await expect(reserve(2)).rejects.toMatchObject({ code: 'limit_exceeded' });
  await database.withTenant(tenantId, (db) => releaseUse(db, message(1)));
  await reserve(2);
  await database.withTenant(
    tenantId,
    (db) =>
      db.sql`update usage_reservations set expires_at = now() - interval '1 second' where tenant_id = ${db.tenant}`,
  );
  await reserve(3);
  expect(await totalOf(tenantId, 'messages')).toEqual([0, 1]);
  expect(await database.withTenant(tenantId, (db) => freeExpired(db))).toBe(0);
});

test('totals are what the ledger says, also after somebody broke them', async () => {
  const tenantId = await tenantOf('BUSINESS');
  await database.withTenant(tenantId, async (db) => {
    for (const n of [1, 2, 3]) await commitUse(db, { ...message(n), n: 10 });
    await reserveUse(db, message(4));
    await db.sql`update usage_totals set used = 7, held = 9 where tenant_id = ${db.tenant}`;
  });
  const failures: unknown[] = [];
  // A day of passes: each tenant has its turn once.
  for (let hour = 0; hour < 24; hour++)
    await mendUsageDaily(database, tenantId, Date.now() + hour * 3_600_000).catch((error) => failures.push(error));
  expect(failures).toHaveLength(1);
  expect(String(failures[0])).toMatch(/messages of \d{4}-\d\d-01: used 7, held 9; by the ledger 30 and 1/);
  expect(await totalOf(tenantId, 'messages')).toEqual([30, 1]);
});

test('a counter that is mended while it is used says what happened, also where its row was lost', async () => {
  const tenantId = await tenantOf('BUSINESS');
  const within = <T>(work: Parameters<typeof database.withTenant<T>>[1]) => database.withTenant(tenantId, work);
  const use = async (n: number) => {
    if (n % 2 === 0) await within((db) => reserveUse(db, message(n)));
    if (n % 5 !== 0) await within((db) => commitUse(db, message(n)));
    else await within((db) => releaseUse(db, message(n)));
  };
  const spoil = () =>
    within((db) => db.sql`delete from usage_totals where tenant_id = ${db.tenant}`).then(() => within(mendUsage));
  const uses = Array.from({ length: 60 }, (_, n) => n + 1);
  await Promise.all([...uses.map(use), ...[1, 2, 3].map(spoil), ...uses.slice(0, 20).map(() => within(mendUsage))]);
  await within(mendUsage);
  expect(await totalOf(tenantId, 'messages')).toEqual([48, 0]);
  expect(await within(mendUsage)).toEqual([]);
});

test('a share of the limit is told once a month, at 80 and at 100 percent', async () => {
  const tenantId = await tenantOf('FREE');
  await override(tenantId, 'messages', 10);
  for (let n = 1; n <= 10; n++) await database.withTenant(tenantId, (db) => commitUse(db, message(n)));
  await database.withTenant(tenantId, (db) => commitUse(db, { ...message('late'), n: 5 }));
  const levels = await database.withTenant(
    tenantId,
    (db) => db.sql`select level, used from usage_warnings where tenant_id = ${db.tenant} order by level`,
  );
  expect(levels).toEqual([
    { level: 80, used: 8n },
    { level: 100, used: 10n },
  ]);
});

test('a plan has what it says, in words that every part of the product asks with', async () => {
  const tenantId = await tenantOf('STARTER');
  const entitlements = fresh();
  expect(await entitlements.check(tenantId, 'searches')).toMatchObject({ allowed: true, limit: 500, used: 0 });
  expect(await entitlements.check(tenantId, 'favorites')).toMatchObject({ allowed: true, limit: -1 });
  expect(await entitlements.check(tenantId, 'api')).toMatchObject({ allowed: true, limit: null });
  const verdict = await entitlements.check(tenantId, 'white_label');
  expect(verdict).toMatchObject({ allowed: false, reason: 'plan_required' });
  expect(verdict.refusal?.details).toEqual({
    ...{ feature: 'white_label', requiredPlan: 'ENTERPRISE', currentPlan: 'STARTER' },
    upgradeUrl: '/plan?choose=ENTERPRISE',
  });
  await expect(entitlements.requireFeature(tenantId, 'execution_modes', 'local_first')).rejects.toMatchObject({
    code: 'plan_required',
    details: { requiredPlan: 'BUSINESS' },
  });
  await expect(entitlements.requireFeature(tenantId, 'execution_modes', 'hybrid')).resolves.toBeUndefined();
  expect(() => entitlements.canUse(tenantId, 'teapots')).toThrow(/teapots/);
});

test('of what a plan has none, another plan is needed; no wait would help', async () => {
  const tenantId = await tenantOf('FREE');
  const { refusal } = await fresh().check(tenantId, 'chatbot_flows');
  expect(refusal).toMatchObject({ code: 'plan_required', details: { requiredPlan: 'STARTER' } });
});

test('a part of the product comes with its feature, and goes with it: bought, given or taken', async () => {
  const tenantId = await tenantOf('STARTER');
  const modules = async () => (await fresh().snapshot(tenantId)).modules;
  expect(await modules()).not.toContain('ai');
  await buy(tenantId, 'STARTER', 'ai');
  expect(await modules()).toContain('ai');
  await give(tenantId, 'ai', false);
  expect(await modules()).not.toContain('ai');
  const given = await tenantOf('FREE');
  await give(given, 'ai', true);
  await give(given, 'analytics', 'advanced');
  expect((await fresh().snapshot(given)).modules).toEqual(expect.arrayContaining(['flows', 'ai', 'analytics']));
});

test('an add-on adds to what an operator gave as to the plan’s own number; what is without limit stays so', async () => {
  const tenantId = await tenantOf('STARTER');
  const limit = async () => (await fresh().check(tenantId, 'users')).limit;
  await buy(tenantId, 'STARTER', 'users-5');
  await override(tenantId, 'users', 3);
  expect(await limit()).toBe(8);
  await override(tenantId, 'users', -1);
  expect(await limit()).toBe(-1);
});

test('an add-on of less than the plan has takes nothing from it', async () => {
  const tenantId = await tenantOf('BUSINESS');
  await sql`
    insert into add_ons (key, name, description, adds, features, month, year, tiers, max_quantity, sort, active)
    values ('api-limited', '{}', '{}', '{}', '{"api": "limited", "execution_modes": ["web"]}', 1, 1, '{}', 1, 99, true)`;
  await buy(tenantId, 'BUSINESS', 'api-limited');
  expect((await fresh().snapshot(tenantId)).features).toMatchObject({
    api: 'full',
    execution_modes: ['web', 'hybrid', 'local_first'],
  });
});

test('an add-on adds to the plan, an operator’s word stands over both, and a subscription over the tenant’s own plan', async () => {
  const tenantId = await tenantOf('FREE');
  const uuid = parseId('ten', tenantId);
  const [starter] = await sql<{ id: string }>`select id from plan_versions where tier = 'STARTER'`;
  const limit = async () => (await fresh().check(tenantId, 'users')).limit;
  expect(await limit()).toBe(2);
  await database.withTenant(tenantId, async (db) => {
    await db.sql`insert into billing_subscriptions (tenant_id, plan_version_id) values (${uuid}, ${starter?.id})`;
    await db.sql`
      insert into subscription_items (tenant_id, key, name, quantity, unit) values
        (${uuid}, 'addon:users-5', 'x', 2, 3900), (${uuid}, 'addon:ai', 'x', 1, 7900)`;
  });
  expect(await limit()).toBe(15);
  expect(await fresh().check(tenantId, 'ai')).toMatchObject({ allowed: true });
  await override(tenantId, 'users', -1);
  expect(await limit()).toBe(-1);
  await sql`update entitlement_overrides set expires_at = now() - interval '1 second' where tenant_id = ${uuid}`;
  expect(await limit()).toBe(15);
});

test('use that is paid for is never refused, and shows what is included', async () => {
  const tenantId = await tenantOf('FREE');
  await sql`update tenants set plan = 'MESSAGING_USAGE' where id = ${parseId('ten', tenantId)}`;
  await database.withTenant(tenantId, (db) => commitUse(db, { ...message('many'), n: 5_000 }));
  expect(await fresh().check(tenantId, 'messages')).toMatchObject({
    ...{ allowed: true, limit: 1_000, used: 5_000, hard: false },
  });
  await database.withTenant(tenantId, (db) => reserveUse(db, message('more')));
});

test('in a pause that nothing paid for covers, what is said of a limit is what is refused', async () => {
  for (const [tier, included] of [
    ['BUSINESS', -1],
    ['STARTER', 1_000],
    ['MESSAGING_USAGE', 1_000],
  ] as const) {
    const tenantId = await tenantOf(tier);
    const state = (state: string, access: string) =>
      database.withTenant(
        tenantId,
        (db) => db.sql`
          insert into billing_subscriptions (tenant_id, plan_version_id, state, access)
          select ${db.tenant}, id, ${state}, ${access} from plan_versions where tier = ${tier} limit 1
          on conflict (tenant_id) do update set state = excluded.state, access = excluded.access`,
      );
    const said = async () => {
      const { limit } = await fresh().check(tenantId, 'messages');
      const line = (await fresh().usage(tenantId)).find(({ feature }) => feature === 'messages');
      return [limit, line?.limit];
    };
    await state('active', 'full');
    expect(await said()).toEqual([included, included]);
    await state('paused', 'read_only');
    await database.withTenant(tenantId, (db) => commitUse(db, { ...message('many'), n: 100 }));
    await expect(database.withTenant(tenantId, (db) => reserveUse(db, message('one')))).rejects.toMatchObject({
      message: expect.stringContaining('paused'),
      // Going on helps, and no larger plan does.
      details: {
        limit: 100,
        current: 100,
        state: 'paused',
        requiredPlan: null,
        currentPlan: tier,
        upgradeUrl: '/plan',
      },
    });
    expect(await said()).toEqual([100, 100]);
    expect(await fresh().check(tenantId, 'messages')).toMatchObject({ allowed: false, hard: true, used: 100 });
    const line = (await fresh().usage(tenantId)).find(({ feature }) => feature === 'messages');
    expect(line).toMatchObject({ percentage: 100, warning: 'full' });
  }
});

test('a computer whose grace is over has given its place up, in the use as in activating', async () => {
  const tenantId = await tenantOf('STARTER');
  const machine = (until: string) =>
    database.withTenant(
      tenantId,
      (db) => db.sql`
        insert into licences (tenant_id, id, name, app, machine, holder, issued_at, expires_at, grace_until)
        values (${db.tenant}, gen_random_uuid(), 'x', 'cli', sha256(${until}::bytea), 'user:1', now() - interval '90 days',
          now() - interval '60 days', now() + ${until}::interval)`,
    );
  await machine('-1 day');
  const current = async () => (await fresh().usage(tenantId)).find(({ feature }) => feature === 'machines')?.current;
  expect(await current()).toBe(0);
  await machine('1 day');
  expect(await current()).toBe(1);
});

test('where there are no plans nothing is limited', async () => {
  const other = await dataFixture(4);
  try {
    const tenantId = await other.tenant();
    const entitlements = createEntitlements(other.database);
    expect(await entitlements.check(tenantId, 'white_label')).toMatchObject({ allowed: true });
    expect(await entitlements.check(tenantId, 'chatbot_flows', 1_000)).toMatchObject({ allowed: true, limit: -1 });
    expect(await entitlements.checkMarketplace(tenantId, 'amazon')).toMatchObject({ allowed: true });
  } finally {
    await other.close();
  }
});

test('nothing of one tenant counts for another', async () => {
  const [one, two] = [await tenantOf('FREE'), await tenantOf('FREE')];
  await database.withTenant(one, (db) => commitUse(db, { ...message('x'), n: 100 }));
  const entitlements = fresh();
  expect(await entitlements.check(one, 'messages')).toMatchObject({ allowed: false, used: 100 });
  expect(await entitlements.check(two, 'messages')).toMatchObject({ allowed: true, used: 0 });
  const lines = await entitlements.usage(two);
  expect(lines.find(({ feature }) => feature === 'messages')).toMatchObject({ current: 0, percentage: 0 });
});
