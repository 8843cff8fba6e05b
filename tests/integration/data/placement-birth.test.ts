import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { createUser } from '#domain/identity/users.ts';
import { parseId } from '#domain/ids.ts';
import { moveTenants } from '#domain/placement/move-tenant.ts';
import { tellBirths } from '#domain/placement/place-at-birth.ts';
import { openMachines } from '#domain/runs/open-machines.ts';
import { createTenant, type NewTenant } from '#domain/tenants/create-tenant.ts';
import { scanTenancy } from '#prisma/scan-tenancy.ts';
import { placementFixture, schemaOf } from './placement-fixture.ts';

const { fixture, root, ask, filled, stepOf, atOnce, placesOf, close } = await placementFixture();
afterAll(close);

const owner = { email: `${randomBytes(4).toString('hex')}@example.com` };
await createUser(fixture.database.admin.sql, { ...owner, name: 'Ana', password: 'x', emailVerified: true });
const make = (more: Partial<NewTenant>): Promise<string> =>
  createTenant(fixture.database, {
    ...{ name: 'Loja', plan: 'BUSINESS', place: 'own', owner, by: 'operator:test', reason: 'contrato' },
    ...more,
  });
const audit = (tenantId: string) =>
  fixture.database.withTenant(
    tenantId,
    (db) => db.sql<{ action: string; data: object }>`select action, data from audit_entries order by seq`,
  );

test('a tenant begins in a schema of its own: dead after each step, no row of it ever lies among those of others', async () => {
  const tenantId = await make({});
  const tenant = parseId('ten', tenantId);
  await expect(fixture.database.withTenant(tenantId, () => Promise.resolve('in'))).rejects.toMatchObject({
    code: 'unavailable',
  });
  let deaths = 0;
  while ((await stepOf(tenant)) !== 'done') {
    await moveTenants(fixture.database.admin, () => {
      deaths += 1;
      throw new Error('killed');
    }).catch((error: Error) => expect(error.message).toBe('killed'));
    // Nothing to tell until there is a place to tell it in.
    if ((await stepOf(tenant)) !== 'done') await tellBirths(fixture.database);
    expect(await placesOf(tenant)).toEqual({});
  }
  expect(deaths).toBe(6);
  await Promise.all([tellBirths(fixture.database), tellBirths(fixture.database)]);
  await tellBirths(fixture.database);
  expect(await audit(tenantId)).toMatchObject([{ action: 'tenant.create', data: { place: 'own', plan: 'BUSINESS' } }]);
  expect(Object.keys(await placesOf(tenant))).toEqual([schemaOf(tenant)]);
  expect(await scanTenancy(root)).toEqual([]);
  const { rows } = await root.query(
    `select t.plan, m.role, l.action from tenants t join memberships m on m.tenant_id = t.id
      join operator_log l on l.target = $2 where t.id = $1`,
    [tenant, tenantId],
  );
  expect(rows).toEqual([{ plan: 'BUSINESS', role: 'owner', action: 'tenant.create' }]);
});

test('among all others it is in at once, and its audit has heard of it', async () => {
  const tenantId = await make({ place: 'shared' });
  expect(await audit(tenantId)).toMatchObject([{ action: 'tenant.create', data: { place: 'shared' } }]);
  expect(await ask(tenantId, 'shared')).toBe(false);
  expect(Object.keys(await placesOf(parseId('ten', tenantId)))).toEqual(['shared']);
});

test('one whose schema cannot be made is in among all others, and an operator sees why', async () => {
  const tenantId = await make({});
  const tenant = parseId('ten', tenantId);
  await root.query(`create schema ${schemaOf(tenant)} authorization trama_owner
    create table flows (tenant_id uuid); alter table ${schemaOf(tenant)}.flows owner to trama_owner`);
  for (let tries = 0; tries < 5; tries++) {
    await atOnce(tenant);
    await moveTenants(fixture.database.admin).catch(() => undefined);
  }
  expect(await stepOf(tenant)).toBe('failed');
  await tellBirths(fixture.database);
  expect(await audit(tenantId)).toHaveLength(1);
});

test('one that can go neither forth nor back stands in nobody’s way', async () => {
  const stuck = parseId('ten', await make({}));
  await root.query(`create schema ${schemaOf(stuck)}`); // A superuser's: the owner may not even drop it.
  for (let tries = 0; tries < 6; tries++) {
    await atOnce(stuck);
    await moveTenants(fixture.database.admin).catch(() => undefined);
  }
  expect(await stepOf(stuck)).toBe('frozen');
  const other = parseId('ten', await make({}));
  // On a slow machine it may be the stuck one's turn again meanwhile: that ends one look, not the next.
  for (let looks = 0; looks < 3 && (await stepOf(other)) !== 'done'; looks++)
    await moveTenants(fixture.database.admin).catch(() => undefined);
  expect(await stepOf(other)).toBe('done');
  await root.query(`drop schema ${schemaOf(stuck)}`);
  await root.query("update tenant_placements set attempts = 0, retry_at = 'infinity' where tenant_id = $1", [stuck]);
});

test('nobody is made an owner who is not here', async () => {
  await expect(make({ owner: { email: 'nobody@example.com' } })).rejects.toMatchObject({ code: 'not_found' });
});

test('what machines open runs need is known at every step of a move, there and back', async () => {
  const { tenantId, tenant } = await filled();
  await root.query('update shared.runs set machine = 7, ended_at = null where tenant_id = $1', [tenant]);
  const { admin } = fixture.database;
  const before = await openMachines(admin);
  expect(before).toContainEqual({ machine: 7, runs: expect.any(Number), releases: [] });
  const steps: string[] = [];
  for (const place of ['own', 'shared'] as const) {
    await ask(tenantId, place);
    await moveTenants(admin, async ({ step }) => {
      steps.push(step);
      expect([step, await openMachines(admin)]).toEqual([step, before]);
    });
  }
  expect(steps).toHaveLength(12);
});
