import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { localMaster, type MasterKey } from '#config/master-key.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { createConnection } from '#domain/connections/write-connection.ts';
import { parseId } from '#domain/ids.ts';
import { carryRotation } from '#domain/keys/carry-rotation.ts';
import { tellHeld } from '#domain/keys/key-holders.ts';
import { createKeyOperations } from '#domain/keys/key-operations.ts';
import { dropRetiredKeys } from '#domain/keys/retired-keys.ts';
import { openRoot } from '#prisma/root-key.ts';
import { createDatabase, type Database } from '#prisma/with-tenant.ts';
import { dataFixture } from './data-fixture.ts';

// What goes wrong while keys are rotated: one fault keeps nothing else from its end.
const [FIRST, SECOND, THIRD] = ['first', 'second', 'third'].map((one) => localMaster(`the ${one} master key`)) as [
  MasterKey,
  MasterKey,
  MasterKey,
];
const fixture = await dataFixture();
const { admin } = fixture.database;
const open: Database[] = [];
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  await fixture.close();
});

const process = async (masters: MasterKey[]) => {
  const { app: appUrl, admin: adminUrl } = fixture.urls;
  const secret = await openRoot(adminUrl, masters);
  const database = createDatabase({ appUrl, adminUrl, secret, masters, poolMax: 2 });
  open.push(database);
  const owner = randomUUID();
  const batch = (over: Partial<Database> = {}) =>
    carryRotation({ database: { ...database, ...over }, masters, owner, batch: 2 });
  return {
    ...{ database, batch, operations: createKeyOperations(database, masters) },
    tell: () => tellHeld(admin, owner, masters),
    carry: async () => {
      while (await batch());
    },
  };
};
type Process = Awaited<ReturnType<typeof process>>;

const plant = async ({ database }: Process, name = 'c'): Promise<string> => {
  const tenant = await fixture.tenant();
  await keep(database, tenant, name);
  return tenant;
};
const keep = (database: Database, tenant: string, name: string) =>
  database.withTenant(tenant, (db) =>
    createConnection(db, {
      ...{ connector: 'http', name, config: {}, hosts: ['a.example'], by: 'test' },
      secret: { token: tenant },
    }),
  );
const opens = async ({ database }: Process, tenant: string, name = 'c') =>
  (await database.withTenant(tenant, (db) => openConnection(db, name))).secret.token === tenant;
const numbers = async (tenant: string): Promise<number[]> =>
  (
    await admin.sql<{ number: number }>`
      select number from tenant_keys where tenant_id = ${parseId('ten', tenant)}::uuid and dropped_at is null order by 1`
  ).map(({ number }) => number);
const rotation = async ({ operations }: Process) => (await operations.view()).rotation;

test('a key that does not open is told, and keeps no other from the new master key; a key service that is away blames none', async () => {
  const old = await process([FIRST]);
  const tenants = [await plant(old), await plant(old), await plant(old), await plant(old)].toSorted();
  const [broken = ''] = tenants;
  await admin.transaction(async (sql) => {
    await sql`delete from tenant_key_wraps where tenant_id = ${parseId('ten', broken)}::uuid`;
    await sql`
      insert into tenant_key_wraps values (${parseId('ten', broken)}::uuid, 1, ${FIRST.id}, ${Buffer.alloc(60)})`;
  });
  const away = {
    ...FIRST,
    unwrap: () => Promise.reject(new Error('away')),
    wrap: () => Promise.reject(new Error('away')),
  };
  const [next, cut] = [await process([SECOND, FIRST]), await process([SECOND, FIRST])];
  await next.operations.rotateMaster('operator:test');
  // A process without the wanted key leaves it to others, and takes no lease.
  expect(await old.batch()).toBe(false);
  const lost = { database: cut.database, masters: [SECOND, away], owner: randomUUID() };
  await expect(carryRotation(lost)).rejects.toThrow('away');
  expect((await rotation(next))?.error).toBeNull();
  await admin.sql`update key_rotations set lease_until = null`;
  await next.carry();
  expect(await rotation(next)).toMatchObject({
    done: 3,
    total: 4,
    error: `${broken}: d1`,
    endedAt: expect.any(String),
  });
  const alone = createDatabase({
    ...{ appUrl: fixture.urls.app, adminUrl: fixture.urls.admin, masters: [SECOND], poolMax: 2 },
    secret: await openRoot(fixture.urls.admin, [SECOND, FIRST]),
  });
  open.push(alone);
  for (const one of tenants.slice(1))
    expect((await alone.withTenant(one, (db) => openConnection(db, 'c'))).secret).toEqual({ token: one });
  await admin.sql`delete from tenant_key_wraps where tenant_id = ${parseId('ten', broken)}::uuid`;
  await fixture.database.withTenant(
    broken,
    (db) => db.sql`
    update tenant_keys set dropped_at = now(), retired_at = now() where tenant_id = ${db.tenant}`,
  );
});

test('a rotation to a key that no process has is called off; a dropped master key closes nothing again', async () => {
  const one = await process([SECOND, FIRST, THIRD]);
  await one.operations.rotateMaster('operator:test', THIRD.id);
  await one.tell();
  await expect(one.operations.cancelRotation('operator:test')).rejects.toMatchObject({ code: 'conflict' });
  await expect(one.operations.dropMaster('operator:test', THIRD.id)).rejects.toMatchObject({ code: 'conflict' });
  await admin.sql`delete from key_holders`;
  expect((await one.operations.cancelRotation('operator:a')).rotation).toMatchObject({
    ...{ error: 'cancelled: operator:a', endedAt: expect.any(String) },
  });
  await one.operations.dropMaster('operator:b', FIRST.id);
  expect(await admin.sql`select dropped_by from installation_keys where dropped`).toEqual([
    { dropped_by: 'operator:b' },
  ]);
  await expect(one.operations.rotateMaster('operator:test', FIRST.id)).rejects.toMatchObject({ code: 'conflict' });
  // A process that has nothing but dropped ones makes no key that nobody could open.
  const { app: appUrl, admin: adminUrl } = fixture.urls;
  const stale = createDatabase({ appUrl, adminUrl, secret: 'any text that is long', masters: [FIRST], poolMax: 2 });
  open.push(stale);
  const tenant = await fixture.tenant();
  await expect(keep(stale, tenant, 'c')).rejects.toMatchObject({ code: 'internal', retry: 'operator' });
  expect(await numbers(tenant)).toEqual([]);
});

test('a process that counts for long keeps its lease, and gives way to one that took it', async () => {
  const one = await process([SECOND]);
  await Promise.all(Array.from({ length: 4 }, () => plant(one)));
  await one.operations.rotateTenants('operator:test');
  let asked = 0;
  const slow: Database['withTenant'] = async (...of) => {
    if ((asked += 1) === 1) await admin.sql`update key_rotations set lease_until = now() - interval '1 second'`;
    if (asked === 4)
      expect(await admin.sql`select 1 from key_rotations where ended_at is null and lease_until > now()`).toHaveLength(
        1,
      );
    return one.database.withTenant(...of);
  };
  expect(await one.batch({ withTenant: slow })).toBe(true);
  await admin.sql`update key_rotations set total = null where ended_at is null`;
  const taken: Database['withTenant'] = async (...of) => {
    await admin.sql`update key_rotations set lease_owner = ${randomUUID()}::uuid where ended_at is null`;
    return one.database.withTenant(...of);
  };
  expect(await one.batch({ withTenant: taken })).toBe(false);
  await admin.sql`update key_rotations set lease_until = null where ended_at is null`;
  await one.carry();
});

test('what was closed with an old key behind the back of a rotation is closed again before that key goes', async () => {
  const [one, late] = [await process([SECOND]), await process([SECOND])];
  const tenants = [await plant(one), await plant(one), await plant(one)];
  for (const tenant of tenants) await opens(late, tenant);
  await one.operations.rotateTenants('operator:test');
  await one.carry();
  // It has not heard of the new keys yet.
  for (const tenant of tenants) await keep(late.database, tenant, 'late');
  expect(await numbers(tenants[0] ?? '')).toEqual([1, 2]);
  expect(await dropRetiredKeys(one.database, 0, 1)).toBeGreaterThanOrEqual(3);
  for (const tenant of tenants) {
    expect(await numbers(tenant)).toEqual([2]);
    for (const name of ['c', 'late']) expect(await opens(late, tenant, name)).toBe(true);
  }
});

test('keys that were being read while another was made are not taken for the newest afterwards', async () => {
  const tenant = await plant(await process([SECOND]));
  // A key service that answers late: what is opened was read long before.
  let [held, answer] = [Promise.resolve(), () => {}];
  const asked = new Set<() => void>();
  const slow: MasterKey = {
    ...SECOND,
    unwrap: async (wrapped, context) => {
      for (const tell of asked) tell();
      await held;
      return SECOND.unwrap(wrapped, context);
    },
  };
  const { database } = await process([slow]);
  held = new Promise((done) => {
    answer = done;
  });
  const underway = new Promise<void>((done) => asked.add(done));
  const newest = () => database.withTenant(tenant, async (db) => db.sealer('connection').id);
  const reading = newest();
  await underway;
  expect(await database.dataKeys.rotate(tenant)).toBe(2);
  answer();
  await reading;
  expect(await newest()).toBe('d2');
});
