import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { readEnv } from '#config/env.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { createEntitlements } from '#domain/entitlements/entitlements.ts';
import { newId, parseId } from '#domain/ids.ts';
import { admit } from '#domain/runs/admit.ts';
import { FREE_SETTINGS } from '#domain/runs/admit-request.ts';
import { migrate } from '#prisma/migrate.ts';
import { createDatabase, type Database } from '#prisma/with-tenant.ts';
import { databaseUrls } from '../databases.ts';
import { startPostgres } from '../embedded/postgres.ts';

/** One thing done by many hands for a while. */
export interface Figure {
  what: string;
  perSecond: number;
  p95Ms: number;
}

/** The same by hand, and ours. */
export interface Pair {
  byHand: Figure;
  ours: Figure;
}

type Work = readonly [what: string, work: (n: number) => Promise<unknown>];

const HANDS = 16;
const TENANTS = 50;

const measure = async (what: string, seconds: number, work: (n: number) => Promise<unknown>): Promise<Figure> => {
  const times: number[] = [];
  let n = 0;
  const until = performance.now() + seconds * 1_000;
  const hand = async (): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now();
      await work(n++);
      times.push(performance.now() - began);
      // A check that is only remembered gives nobody else a turn.
      if (n % 200 === 0) await new Promise((done) => setImmediate(done));
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: HANDS }, hand));
  const took = (performance.now() - began) / 1_000;
  times.sort((a, b) => a - b);
  return { what, perSecond: times.length / took, p95Ms: times[Math.floor(times.length * 0.95)] ?? 0 };
};

const tenantOf = async ({ admin, withTenant }: Database, plan: string) => {
  const [tenantId, flowId] = [newId('ten'), newId('flw')];
  const [uuid, flow] = [parseId('ten', tenantId), parseId('flw', flowId)];
  await admin.sql`insert into tenants (id, slug, name, plan) values (${uuid}, ${`t${uuid}`}, 'T', ${plan})`;
  await withTenant(tenantId, async (db) => {
    await db.sql`
      insert into flows (tenant_id, id, slug, name, draft, created_by) values (${uuid}, ${flow}, 'f', 'F', '{}', 'bench')`;
    await db.sql`
      insert into flow_versions (tenant_id, flow_id, version, definition, plan, plan_hash, created_by)
      values (${uuid}, ${flow}, 1, '{}', '{}', 'h', 'bench')`;
  });
  return { tenantId, uuid, flowId };
};

const request = (flowId: string, beyondPlan: boolean) => ({
  ...{ flow: { id: flowId }, version: 1, planHash: 'h', settings: FREE_SETTINGS, test: false, answerable: false },
  trigger: { type: 'manual', data: {}, receivedAt: new Date().toISOString() },
  beyondPlan,
});

const figuresOf = async (database: Database, pool: pg.Pool, seconds: number): Promise<Pair[]> => {
  const entitlements = createEntitlements(database);
  const tenants = await Promise.all(Array.from({ length: TENANTS }, () => tenantOf(database, 'STARTER')));
  const large = await tenantOf(database, 'ENTERPRISE');
  await database.admin.sql`
    insert into entitlement_overrides (tenant_id, feature, limit_n, reason, by)
    select id, f, 100000000, 'bench', 'bench' from tenants, unnest(array['runs', 'messages']) f where plan = 'STARTER'`;
  const at = (n: number) => tenants[n % TENANTS] ?? large;
  const ask = (n: number) => pool.query("select plan_limit($1, 'searches', true) as n", [at(n).uuid]);
  const check = (n: number) => entitlements.check(at(n).tenantId, 'searches');
  const count = (n: number) =>
    database.withTenant(
      at(n).tenantId,
      (db) => db.sql`
        insert into usage_totals as t (tenant_id, feature, period, used) values (${db.tenant}, 'searches', '2020-01-01', 1)
        on conflict (tenant_id, feature, period) do update set used = t.used + 1 where t.used < 100000000 returning used`,
    );
  const use = (n: number) => ({ feature: 'messages' as const, source: 'bench', sourceId: String(n) });
  const meter = async (n: number) => {
    await entitlements.reserve(at(n).tenantId, use(n));
    await entitlements.commit(at(n).tenantId, use(n));
  };
  const start = (of: typeof large, beyondPlan: boolean) =>
    database.withTenant(of.tenantId, (db) => admit(db, request(of.flowId, beyondPlan)));
  for (let n = 0; n < 500; n++)
    await Promise.all([ask(n), check(n), count(n), meter(-1 - n), start(large, n % 2 === 0)]);
  const pair = async (byHand: Work, ours: Work): Promise<Pair> => ({
    byHand: await measure(byHand[0], seconds, byHand[1]),
    ours: await measure(ours[0], seconds, ours[1]),
  });
  return [
    await pair(['one statement', ask], ['check', check]),
    await pair(['one guarded counter', count], ['reserve and commit', meter]),
    await pair(
      ['a run beside the plan', () => start(large, true)],
      ['a run, plan without limit', () => start(large, false)],
    ),
    await pair(
      ['a run beside the plan', (n) => start(at(n), true)],
      ['a run, plan with limit', (n) => start(at(n), false)],
    ),
  ];
};

/** On a PostgreSQL of its own: what asking, counting and admitting cost, against the least that would do by hand. */
export async function entitlementFigures(seconds: number): Promise<Pair[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trama-bench-'));
  const onLost = (reason: string): never => {
    throw new Error(reason);
  };
  const postgres = await startPostgres({ folder, port: 0, log: () => {}, onLost });
  const urls = await databaseUrls(readEnv({}), postgres.superuserUrl, postgres.password);
  await migrate(urls.owner);
  const database = createDatabase({
    ...{ appUrl: urls.app, adminUrl: urls.admin, poolMax: HANDS, secret: 'a secret of the bench, 32 characters' },
  });
  const pool = new pg.Pool({ connectionString: postgres.superuserUrl, max: HANDS });
  try {
    await seedPlans(database);
    return await figuresOf(database, pool, seconds);
  } finally {
    await pool.end();
    await database.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
