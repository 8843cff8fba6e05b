import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTrigger } from '#flow/admission.ts';
import type { TramaError } from '#flow/errors.ts';
import { dataFixture, planOf, publishedFlow, requestFor, runsOf } from '#tests/integration/data/data-fixture.ts';
import { seedPlans } from '../billing/catalogue/seed-plans.ts';
import { newId, parseId } from '../ids.ts';
import { admit } from '../runs/admit.ts';
import { admitReading } from '../runs/admit-reading.ts';
import { recordFailedRun } from '../runs/record-failed-run.ts';

const fixture = await dataFixture();
const { database } = fixture;
const { sql } = database.admin;
beforeAll(() => seedPlans(database));
afterAll(() => fixture.close());

/** A tenant of a plan with so many runs, and a flow of its. */
const tenantOf = async (limit: number | null, plan = 'FREE') => {
  const tenantId = await fixture.tenant();
  const uuid = parseId('ten', tenantId);
  await sql`update tenants set plan = ${plan} where id = ${uuid}`;
  if (limit !== null)
    await sql`
      insert into entitlement_overrides (tenant_id, feature, limit_n, reason, by)
      values (${uuid}, 'runs', ${limit}, 'test', 'test')`;
  const flowId = await database.withTenant(tenantId, (db) => publishedFlow(db));
  return { tenantId, flowId };
};
const used = async (tenantId: string): Promise<number> => {
  const [row] = await sql<{ used: bigint }>`
    select used from usage_totals where tenant_id = ${parseId('ten', tenantId)} and feature = 'runs'`;
  return Number(row?.used ?? 0);
};

test('of forty runs that are asked for at once, as many begin as the plan has, and no row is there of the others', async () => {
  const { tenantId, flowId } = await tenantOf(15);
  const start = () => database.withTenant(tenantId, (db) => admit(db, requestFor(flowId)));
  const results = await Promise.allSettled(Array.from({ length: 40 }, start));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(15);
  const refused = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({
    code: 'limit_exceeded',
    details: { feature: 'runs', limit: 15, current: 15 },
  });
  expect(await used(tenantId)).toBe(15);
  expect(await database.withTenant(tenantId, (db) => runsOf(db, flowId))).toHaveLength(15);
});

test('a call that is tried again, also twice at once, is counted once', async () => {
  const { tenantId, flowId } = await tenantOf(10);
  const runId = newId('run');
  const start = () => database.withTenant(tenantId, (db) => admit(db, requestFor(flowId, {}, { runId })));
  await Promise.all([start(), start(), start()]);
  await start();
  expect(await used(tenantId)).toBe(1);
  const entries = await database.withTenant(
    tenantId,
    (db) => db.sql`select source_id from usage_entries where tenant_id = ${db.tenant}`,
  );
  expect(entries).toEqual([{ source_id: parseId('run', runId) }]);
  const test = newId('run');
  const again = () =>
    database.withTenant(tenantId, (db) => admit(db, requestFor(flowId, {}, { runId: test, test: true })));
  await Promise.all([again(), again()]);
  const [row] = await sql<{ used: bigint }>`
    select used from usage_totals where tenant_id = ${parseId('ten', tenantId)} and feature = 'test_runs'`;
  expect(Number(row?.used)).toBe(1);
});

test('tests, runs of runs, and what takes the place of a run are not counted; queued ones are', async () => {
  const { tenantId, flowId } = await tenantOf(2);
  const start = (settings = {}, more = {}) =>
    database.withTenant(tenantId, (db) => admit(db, requestFor(flowId, settings, more)));
  const first = await start({ key: 'k' });
  await start({ key: 'k' });
  expect(await used(tenantId)).toBe(2);
  await start({}, { test: true });
  await start({}, { beyondPlan: true });
  await start(
    {},
    {
      parent: {
        ...{ runId: first.runId, workflowId: first.workflowId, call: 1, depth: 0, rootRunId: first.runId, wait: false },
      },
    },
  );
  await start({ key: 'k', whenBusy: 'skip' });
  expect(await used(tenantId)).toBe(2);
  await expect(start()).rejects.toMatchObject({ code: 'limit_exceeded' });
});

test('tests have an end that is the same for every plan, so that they are no runs for nothing; what is simulated has none', async () => {
  for (const [limit, plan] of [
    [2, 'FREE'],
    [null, 'ENTERPRISE'],
  ] as const) {
    const { tenantId, flowId } = await tenantOf(limit, plan);
    const start = (more = {}) => database.withTenant(tenantId, (db) => admit(db, requestFor(flowId, {}, more)));
    await start({ test: true });
    await database.withTenant(
      tenantId,
      (db) => db.sql`update usage_totals set used = 9998 where tenant_id = ${db.tenant} and feature = 'test_runs'`,
    );
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => start({ test: true })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const refused = await start({ test: true }).catch((error: unknown) => error);
    // It is no plan's limit: nobody is sent to buy another one.
    expect(refused).toMatchObject({ code: 'rate_limited', waitUntil: expect.any(Number) });
    expect((refused as TramaError).details).toEqual({
      rateLimit: expect.stringMatching(/^"test_runs";r=0;t=\d+$/),
      rateLimitPolicy: '"test_runs";q=10000;w=2678400',
    });
    await start({ test: true, simulate: true });
    await start();
    expect(await used(tenantId)).toBe(limit === null ? 0 : 1);
  }
});

test('where nobody waits for an answer, what the plan refused stands among the runs, and no other flow runs for it', async () => {
  const { tenantId, flowId } = await tenantOf(0);
  const plan = planOf({ onFailure: flowId });
  const arrived = await database.withTenant(tenantId, (db) =>
    admitReading(
      db,
      {
        flow: { flowId, slug: 'f', name: 'F', version: 1, plan },
        trigger: { type: 'event', data: {}, receivedAt: '2025-06-01T12:00:00.000Z' },
        idempotencyKey: 'k',
      },
      readTrigger,
      (request, error) => recordFailedRun(db, request, error, readTrigger),
    ),
  );
  expect(arrived).toMatchObject({ kind: 'failed', outbox: [] });
  expect(await database.withTenant(tenantId, (db) => runsOf(db, flowId))).toMatchObject([
    { status: 'failed', error: { code: 'plan_required' } },
  ]);
});

test('a frozen flow does not begin, but for tests; others of its tenant do', async () => {
  const { tenantId, flowId } = await tenantOf(null);
  await database.withTenant(
    tenantId,
    (db) => db.sql`
      insert into frozen_items (tenant_id, kind, item_id) values (${db.tenant}, 'flow', ${parseId('flw', flowId)})`,
  );
  const start = (more = {}) => database.withTenant(tenantId, (db) => admit(db, requestFor(flowId, {}, more)));
  await expect(start()).rejects.toMatchObject({ code: 'flow_frozen' });
  await start({ test: true });
  const other = await database.withTenant(tenantId, (db) => publishedFlow(db));
  await database.withTenant(tenantId, (db) => admit(db, requestFor(other)));
  expect(await used(tenantId)).toBe(1);
});

test('a plan without a limit of runs counts nothing at admission', async () => {
  const { tenantId, flowId } = await tenantOf(null, 'ENTERPRISE');
  await database.withTenant(tenantId, (db) => admit(db, requestFor(flowId)));
  expect(await sql`select 1 from usage_totals where tenant_id = ${parseId('ten', tenantId)}`).toEqual([]);
});
