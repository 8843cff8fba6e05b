import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { claimMessages } from '#domain/approvals/due-messages.ts';
import { holdBots, releaseBots } from '#domain/conversations/bots.ts';
import { claimDeliveries, claimHeads, claimRetries } from '#domain/outbound/claim-deliveries.ts';
import type { Place } from '#domain/placement/ask-placement.ts';
import { moveTenants } from '#domain/placement/move-tenant.ts';
import { stepDone } from '#domain/placement/placement-step.ts';
import { turnBack } from '#domain/placement/turn-back.ts';
import { claimJob, createJob } from '#domain/privacy/tenant-jobs.ts';
import { claimSweep } from '#domain/runs/sweep.ts';
import { migrate } from '#prisma/migrate.ts';
import { scanTenancy } from '#prisma/scan-tenancy.ts';
import { placementFixture, schemaOf } from './placement-fixture.ts';

const { fixture, root, ask, filled, rowsOf, stepOf, atOnce, placesOf, close } = await placementFixture();
afterAll(close);

test('whoever leases for all tenants leaves one alone that moves, and its move ends', async () => {
  const { tenantId, tenant } = await filled();
  const owner = randomUUID();
  const { admin } = fixture.database;
  await root.query("update shared.runs set sweep_at = now() - interval '1 hour' where tenant_id = $1", [tenant]);
  await fixture.database.withTenant(tenantId, (db) => createJob(db, { kind: 'export', input: {}, by: 'test' }));
  const held = async () => (await holdBots(admin, owner)).filter((bot) => bot.tenantId === tenantId).length;
  expect(await held()).toBe(1);
  const shares = { limit: 100, perTenant: 100, underWay: new Map<string, number>() };
  const mine = ({ tenantId: of }: { tenantId: string }) => of === tenantId;
  for (const place of ['own', 'shared'] as const) {
    await ask(tenantId, place);
    const seen = new Set<unknown>();
    await moveTenants(admin, async ({ step }) => {
      if (step === 'emptied' || (place === 'shared' && step === 'compared')) return;
      seen.add(await held());
      seen.add((await claimSweep(admin, { againMs: 0 })).filter(mine).length);
      seen.add((await claimMessages(admin, 100)).filter(mine).length);
      seen.add((await claimRetries(admin, 100)).filter(mine).length);
      seen.add((await claimDeliveries(admin, { ...shares, perEndpoint: 9, full: [] })).filter(mine).length);
      seen.add((await claimHeads(admin, shares)).filter(mine).length);
      seen.add([await claimJob(admin)].filter((job) => job && mine(job)).length);
      await releaseBots(admin, owner);
    });
    expect([...seen]).toEqual([0]);
    expect(await stepOf(tenant)).toBe('done');
    expect(await held()).toBe(1);
  }
});

test('a copy that is never what it was copied from is given up, and the tenant is in again', async () => {
  const { tenantId, tenant } = await filled();
  await ask(tenantId, 'own');
  let n = 0;
  const meddle = ({ step }: { step: string }) =>
    step === 'made'
      ? root.query('update shared.flows set name = $2 where tenant_id = $1', [tenant, `v${n++}`])
      : undefined;
  for (let tries = 0; tries < 9 && (await stepOf(tenant)) !== 'failed'; tries++) {
    await atOnce(tenant);
    await moveTenants(fixture.database.admin, meddle).catch(() => undefined);
  }
  expect(n).toBe(5);
  expect(Object.keys(await placesOf(tenant))).toEqual(['shared']);
  expect(await fixture.database.withTenant(tenantId, () => Promise.resolve('in'))).toBe('in');
});

test('on the way back, what was written behind it is taken out again, and it arrives', async () => {
  const { tenantId, tenant } = await filled();
  const { admin } = fixture.database;
  await ask(tenantId, 'own');
  await moveTenants(admin);
  await ask(tenantId, 'shared');
  const there = await rowsOf(tenant);
  let once = true;
  const meddle = ({ step }: { step: string }) => {
    if (step !== 'detached' || !once) return;
    once = false;
    return root.query("update shared.flows set name = 'changed' where tenant_id = $1", [tenant]);
  };
  await expect(moveTenants(admin, meddle)).rejects.toThrow(/flows: /);
  expect([await stepOf(tenant), Object.keys(await placesOf(tenant))]).toEqual(['detached', [schemaOf(tenant)]]);
  await atOnce(tenant);
  await moveTenants(admin);
  expect(await rowsOf(tenant)).toEqual(there);
  expect(Object.keys(await placesOf(tenant))).toEqual(['shared']);
});

test('an operator takes a move back from any step: the tenant is in again where it was, with every row', async () => {
  const { tenantId, tenant } = await filled();
  const { admin, withTenant } = fixture.database;
  const back = async (from: Place, to: Place, at: string) => {
    await ask(tenantId, to);
    const before = await rowsOf(tenant);
    let done = false;
    await moveTenants(admin, async ({ step }) => {
      if (step !== at || done) return;
      done = true;
      await ask(tenantId, from);
    });
    expect([at, await rowsOf(tenant)]).toEqual([at, before]);
    expect(Object.keys(await placesOf(tenant))).toEqual([from === 'own' ? schemaOf(tenant) : 'shared']);
    expect(await withTenant(tenantId, () => Promise.resolve('in'))).toBe('in');
  };
  for (const at of ['asked', 'bound', 'compared']) await back('shared', 'own', at);
  await ask(tenantId, 'own');
  await moveTenants(admin);
  for (const at of ['asked', 'frozen', 'detached', 'back']) await back('own', 'shared', at);
  expect(await scanTenancy(root)).toEqual([]);
});

describe('two that move at once', () => {
  test('do one move between them: the second does nothing', async () => {
    const { tenantId, tenant } = await filled();
    await ask(tenantId, 'own');
    const steps: string[] = [];
    const note = ({ step }: { step: string }) => void steps.push(step);
    const { admin } = fixture.database;
    await Promise.all([moveTenants(admin, note), moveTenants(admin, note)]);
    expect(steps).toEqual(['asked', 'frozen', 'made', 'copied', 'bound', 'compared', 'emptied']);
    expect(await stepOf(tenant)).toBe('done');
  });

  test('and one that lags writes nothing over what the other did, and throws no only copy away', async () => {
    const { tenantId, tenant } = await filled();
    const { admin } = fixture.database;
    await ask(tenantId, 'own');
    const lag = {
      tenantId,
      tenant,
      target: 'own',
      step: 'copied',
      attempts: 4,
      cancelled: false,
      turned: false,
    } as const;
    const [died] = await Promise.allSettled([
      moveTenants(admin, async ({ step }) => {
        if (step !== 'compared') return;
        expect(await stepOf(tenant)).toBe('emptied');
        await expect(stepDone(admin.sql, lag, 'bound')).rejects.toThrow(/not at copied/);
        // Nor does a process of the release before, which knows no freeze, leave a row behind.
        const put = root.query(
          "insert into shared.state_entries (tenant_id, scope, key, value) values ($1, 'tenant', 'late', '1')",
          [tenant],
        );
        await expect(put).rejects.toMatchObject({ code: '23514' });
        await turnBack(admin, { ...lag, step: 'compared' }, 'lags').catch(() => undefined);
        throw new Error('killed');
      }),
    ]);
    expect(died.status).toBe('rejected');
    expect([await stepOf(tenant), Object.keys(await placesOf(tenant))]).toEqual(['emptied', [schemaOf(tenant)]]);
    await root.query("update tenant_placements set step = 'bound' where tenant_id = $1", [tenant]);
    await expect(admin.sql`select placement_scrap(${tenant})`).rejects.toThrow(/only rows/);
    await root.query("update tenant_placements set step = 'emptied' where tenant_id = $1", [tenant]);
    await moveTenants(admin);
    expect(await stepOf(tenant)).toBe('done');
  });

  test('a lost connection ends it: nobody goes on without the lock', async () => {
    const { tenantId, tenant } = await filled();
    await ask(tenantId, 'own');
    const moving = moveTenants(fixture.database.admin, async ({ step }) => {
      if (step !== 'made') return;
      await root.query(`select pg_terminate_backend(pid) from pg_locks
        where locktype = 'advisory' and objid = hashtext('trama/placement')::bigint & 4294967295`);
    });
    await expect(moving).rejects.toThrow();
    expect(await stepOf(tenant)).toBe('copied');
    await atOnce(tenant);
    await moveTenants(fixture.database.admin);
    expect(await stepOf(tenant)).toBe('done');
  });
});

test('no migration while a tenant is between two places; with it come the rights of each place', async () => {
  const { tenantId, tenant } = await filled();
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(new URL('../../../prisma/migrations', import.meta.url), folder, { recursive: true });
  const add = async (name: string, text: string) => {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'migration.sql'), text);
  };
  const run = () => migrate(fixture.urls.owner, { folder });
  expect(await run()).toEqual([]);
  await ask(tenantId, 'own');
  await expect(
    moveTenants(fixture.database.admin, async ({ step }) => {
      if (step !== 'made') return;
      expect(await run()).toEqual([]);
      await add(
        '29990101000000_late',
        'alter table runs add column late text; grant select (late) on runs to trama_admin',
      );
      await expect(run()).rejects.toThrow(/No migration while a tenant is moved/);
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  await expect(run()).rejects.toThrow(/No migration while a tenant is moved/);
  await moveTenants(fixture.database.admin);
  expect(await stepOf(tenant)).toBe('done');
  expect(await run()).toEqual(['29990101000000_late']);
  expect((await scanTenancy(root)).filter((fault) => fault.includes('other rights'))).toEqual([]);
  await root.query(
    "alter table runs drop column late; delete from _prisma_migrations where migration_name like '2999%'",
  );
  await rm(folder, { recursive: true });
});
