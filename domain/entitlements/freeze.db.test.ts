import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFixture, publishedFlow, requestFor } from '#tests/integration/data/data-fixture.ts';
import { rateUsage } from '../billing/catalogue/rate-usage.ts';
import { seedPlans } from '../billing/catalogue/seed-plans.ts';
import { parseId } from '../ids.ts';
import { admit } from '../runs/admit.ts';
import { countRuns } from './count-runs.ts';
import { type Keep, previewFreeze, settleFrozen } from './freeze.ts';
import { chooseMarketplaces, viewMarketplaces } from './marketplaces.ts';
import { commitUse } from './meter.ts';
import { pruneUsage } from './prune-usage.ts';
import { requireRoom } from './require-room.ts';
import { tellWarnings } from './tell-warnings.ts';

const fixture = await dataFixture();
const { database } = fixture;
const { withTenant } = database;
const { sql } = database.admin;
beforeAll(() => seedPlans(database));
afterAll(() => fixture.close());

const tenantOf = async (plan: string): Promise<string> => {
  const id = await fixture.tenant();
  await sql`update tenants set plan = ${plan} where id = ${parseId('ten', id)}`;
  return id;
};
const limitFlows = async (tenantId: string, limit: number): Promise<void> => {
  await sql`
    insert into entitlement_overrides (tenant_id, feature, limit_n, reason, by)
    values (${parseId('ten', tenantId)}, 'flows', ${limit}, 'test', 'test')
    on conflict (tenant_id, feature) do update set limit_n = excluded.limit_n`;
};
const flowsOf = async (tenantId: string, n: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let i = 0; i < n; i++) ids.push(await withTenant(tenantId, (db) => publishedFlow(db)));
  return ids;
};

test('what is over the limits stands still and comes back with them; the owner’s choice goes before age', async () => {
  const tenantId = await tenantOf('FREE');
  const [a = '', b = '', c = '', d = ''] = await flowsOf(tenantId, 4);
  const start = (flow: string) => withTenant(tenantId, (db) => admit(db, requestFor(flow)));
  const preview = await withTenant(tenantId, (db) => previewFreeze(db, { flows: 2 }, []));
  expect(preview).toEqual([
    {
      ...{ feature: 'flows', limit: 2 },
      items: expect.arrayContaining([
        { id: a, name: 'F', keeps: true },
        { id: d, name: 'F', keeps: false },
      ]),
    },
  ]);
  const settle = async (limit: number, keep: Keep = {}) => {
    await limitFlows(tenantId, limit);
    return await withTenant(tenantId, (db) => settleFrozen(db, keep));
  };
  expect(await settle(2, { flows: [d] })).toMatchObject({ frozen: 2 });
  await start(d);
  await start(a);
  await expect(start(b)).rejects.toMatchObject({ code: 'flow_frozen' });
  // Again, without the choice: what works goes on to work.
  expect(await settle(2)).toMatchObject({ frozen: 2 });
  await start(d);
  expect(await settle(3)).toMatchObject({ frozen: 1 });
  await start(b);
  await expect(start(c)).rejects.toMatchObject({ code: 'flow_frozen' });
  expect(await settle(-1)).toMatchObject({ frozen: 0 });
  await start(c);
});

test('of ten who take the last three places at once, three get them', async () => {
  const tenantId = await tenantOf('FREE');
  const publish = () =>
    withTenant(tenantId, async (db) => {
      await requireRoom(db, 'flows');
      return publishedFlow(db);
    });
  const results = await Promise.allSettled(Array.from({ length: 10 }, publish));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  const refused = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({ code: 'limit_exceeded', details: { limit: 3, current: 3, resetsAt: null } });
});

test('marketplaces of one’s choice: as many as the plan has, and each for thirty days', async () => {
  const tenantId = await tenantOf('STARTER');
  const choose = (...wanted: Parameters<typeof chooseMarketplaces>[1]) =>
    withTenant(tenantId, (db) => chooseMarketplaces(db, wanted, { by: 'test', seen: null }));
  expect(await choose('amazon', 'shopee')).toMatchObject({ choose: 3, changesAt: null });
  await expect(choose('amazon', 'shopee', 'hotmart', 'aliexpress')).rejects.toMatchObject({ code: 'invalid' });
  const full = await choose('amazon', 'shopee', 'hotmart');
  expect(full.chosen.toSorted()).toEqual(['amazon', 'hotmart', 'shopee']);
  expect(Date.parse(full.changesAt ?? '')).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  await expect(choose('amazon', 'shopee', 'aliexpress')).rejects.toMatchObject({ code: 'conflict' });
  await withTenant(
    tenantId,
    (db) => db.sql`update marketplace_choices set chosen_at = now() - interval '31 days' where marketplace = 'hotmart'`,
  );
  expect((await choose('amazon', 'shopee', 'aliexpress')).chosen.toSorted()).toEqual([
    'aliexpress',
    'amazon',
    'shopee',
  ]);
  const other = await tenantOf('STARTER');
  expect((await withTenant(other, viewMarketplaces)).chosen).toEqual([]);
});

test('a warning reaches the tenant’s flows once, also where several processes tell it at once', async () => {
  const tenantId = await tenantOf('FREE');
  await withTenant(tenantId, (db) => commitUse(db, { feature: 'messages', source: 'message', sourceId: 'x', n: 85 }));
  const told = await Promise.all([tellWarnings(database), tellWarnings(database), tellWarnings(database)]);
  expect(told.flatMap(({ failed }) => failed)).toEqual([]);
  const events = await withTenant(
    tenantId,
    (db) => db.sql`select name, key, data from events where tenant_id = ${db.tenant}`,
  );
  expect(events).toMatchObject([
    { name: 'trama.usage.warning', key: 'messages', data: { percentage: 80, current: 85, limit: 100 } },
  ]);
});

test('runs of a plan without a limit come into the ledger by the hour, and into the price once', async () => {
  const tenantId = await tenantOf('MESSAGING_USAGE');
  const flow = (await flowsOf(tenantId, 1))[0] ?? '';
  for (let n = 0; n < 3; n++) await withTenant(tenantId, (db) => admit(db, requestFor(flow)));
  await withTenant(tenantId, (db) => admit(db, requestFor(flow, {}, { test: true })));
  await withTenant(tenantId, async (db) => {
    expect(await countRuns(db)).toBe(0);
    // Two hours ago; the id sorts before it.
    await db.sql`update runs set accepted_at = accepted_at - interval '2 hours' where tenant_id = ${db.tenant}`;
  });
  const count = () => withTenant(tenantId, countRuns);
  expect([await count(), await count()]).toEqual([3, 0]);
  const months = await withTenant(
    tenantId,
    (db) => db.sql<{ used: bigint }>`select used from usage_totals where tenant_id = ${db.tenant} and feature = 'runs'`,
  );
  expect(months.reduce((sum, { used }) => sum + Number(used), 0)).toBe(3);
});

test('runs that cost money beyond what is included are warned of as they come near it', async () => {
  const tenantId = await tenantOf('MESSAGING_USAGE');
  const flow = (await flowsOf(tenantId, 1))[0] ?? '';
  // Where it is no month's first hours: two hours ago was in this month, too.
  const zone = new Date().getUTCHours() < 12 ? 'Etc/GMT-10' : 'UTC';
  await database.admin.sql`update tenants set timezone = ${zone} where id = ${parseId('ten', tenantId)}`;
  for (let n = 0; n < 9; n++) await withTenant(tenantId, (db) => admit(db, requestFor(flow)));
  const levels = () =>
    withTenant(tenantId, async (db) => {
      await db.sql`update runs set accepted_at = now() - interval '2 hours' where tenant_id = ${db.tenant}`;
      await countRuns(db);
      return db.sql`select level, used, limit_n from usage_warnings where tenant_id = ${db.tenant} order by level`;
    });
  // 1,000 are included: what was counted before stands at 795.
  await withTenant(
    tenantId,
    (db) => db.sql`
      insert into usage_totals (tenant_id, feature, period, used)
      select id, 'runs', date_trunc('month', now() at time zone timezone)::date, 795 from tenants where id = ${db.tenant}`,
  );
  expect(await levels()).toEqual([{ level: 80, used: 804n, limit_n: 1_000n }]);
  expect(await levels()).toHaveLength(1);
});

test('a month that is over is rated once, whatever comes into it later', async () => {
  const tenantId = await tenantOf('MESSAGING_USAGE');
  const use = (sourceId: string, n: number) =>
    withTenant(tenantId, (db) => commitUse(db, { feature: 'messages', source: 'message', sourceId, n }));
  await use('a', 1_250);
  const [row] = await withTenant(
    tenantId,
    (db) => db.sql<{ month: string; last: string }>`
      select period::text as month, (period - interval '1 month')::date::text as last
      from usage_entries where tenant_id = ${db.tenant}`,
  );
  const { month = '', last = '' } = row ?? {};
  await expect(withTenant(tenantId, (db) => rateUsage(db, month))).rejects.toMatchObject({ code: 'conflict' });
  await withTenant(
    tenantId,
    (db) => db.sql`update usage_entries set period = ${last}::date where tenant_id = ${db.tenant}`,
  );
  const rated = () => withTenant(tenantId, (db) => rateUsage(db, last));
  const lines = [{ feature: 'messages', used: 1_250, included: 1_000, quantity: 250, amount: 1_250 }];
  expect(await Promise.all([rated(), rated()])).toEqual([lines, lines]);
  await withTenant(tenantId, (db) => db.sql`update usage_entries set n = 9000 where tenant_id = ${db.tenant}`);
  expect(await rated()).toEqual(lines);
});

test('the ledger of months that are long over goes, and its totals stay', async () => {
  const tenantId = await tenantOf('BUSINESS');
  await withTenant(tenantId, (db) => commitUse(db, { feature: 'messages', source: 'message', sourceId: 'x' }));
  await withTenant(
    tenantId,
    (db) => db.sql`update usage_entries set at = now() - interval '101 days' where tenant_id = ${db.tenant}`,
  );
  expect(await withTenant(tenantId, (db) => pruneUsage(db))).toBe(1);
  expect(await sql`select used from usage_totals where tenant_id = ${parseId('ten', tenantId)}`).toEqual([
    { used: 1n },
  ]);
});
