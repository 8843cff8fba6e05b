import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#prisma/with-tenant.ts';
import { type DataFixture, dataFixture } from '#tests/integration/data/data-fixture.ts';
import { newId, parseId } from '../ids.ts';
import { blockUser, resumeTenant, suspendTenant, unblockUser } from './block.ts';

let fixture: DataFixture;
beforeAll(async () => {
  fixture = await dataFixture();
});
afterAll(() => fixture.close());

const deed = { by: 'operator:test', reason: 'abuse' };

/** A database in which a tenant is between two places. */
const without = (away: string): Database => ({
  ...fixture.database,
  withTenant: (tenantId, work, options) =>
    tenantId === away
      ? Promise.reject(new Error('it is being moved'))
      : fixture.database.withTenant(tenantId, work, options),
});

const said = async (tenantId: string): Promise<string[]> => {
  const rows = await fixture.database.withTenant(
    tenantId,
    (db) => db.sql<{ action: string }>`select action from audit_entries order by seq`,
  );
  return rows.map(({ action }) => action);
};

test('a tenant that could not be told keeps no other from being told; asked again it is told, and nobody twice', async () => {
  const { admin } = fixture.database;
  const [moving, still] = [await fixture.tenant(), await fixture.tenant()].toSorted();
  const user = newId('usr');
  await admin.sql`insert into users (id, email, name) values (${parseId('usr', user)}, 'eva@example.com', 'Eva')`;
  for (const tenantId of [moving, still])
    await admin.sql`insert into memberships (tenant_id, user_id, role)
      values (${parseId('ten', tenantId ?? '')}, ${parseId('usr', user)}, 'editor')`;
  const saidIn = async () => [await said(moving ?? ''), await said(still ?? '')];
  await expect(blockUser(without(moving ?? ''), user, deed)).rejects.toThrow('moved');
  expect(await saidIn()).toEqual([[], ['member.block']]);
  await blockUser(fixture.database, user, deed);
  await blockUser(fixture.database, user, deed);
  expect(await saidIn()).toEqual([['member.block'], ['member.block']]);
  await unblockUser(fixture.database, user, deed);
  await unblockUser(fixture.database, user, deed);
  expect(await saidIn()).toEqual([
    ['member.block', 'member.unblock'],
    ['member.block', 'member.unblock'],
  ]);
});

test('a status that the tenant was not told of is told where it is asked for again', async () => {
  const tenantId = await fixture.tenant();
  await resumeTenant(fixture.database, tenantId, deed);
  expect(await said(tenantId)).toEqual([]);
  await expect(suspendTenant(without(tenantId), tenantId, deed)).rejects.toThrow('moved');
  await suspendTenant(fixture.database, tenantId, deed);
  await suspendTenant(fixture.database, tenantId, deed);
  expect(await said(tenantId)).toEqual(['tenant.suspend']);
});
