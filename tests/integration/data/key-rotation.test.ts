import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { localMaster, type MasterKey } from '#config/master-key.ts';
import { masterKeys } from '#config/master-secret.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { createConnection } from '#domain/connections/write-connection.ts';
import { beginIdempotent, finishIdempotent } from '#domain/idempotency/idempotency.ts';
import { parseId } from '#domain/ids.ts';
import { carryRotation } from '#domain/keys/carry-rotation.ts';
import { tellHeld } from '#domain/keys/key-holders.ts';
import { createKeyOperations } from '#domain/keys/key-operations.ts';
import { dropRetiredKeys } from '#domain/keys/retired-keys.ts';
import { SEALED_PLACES } from '#domain/keys/sealed-places.ts';
import { keepSubscription, subscriptionsOf } from '#domain/notifications/push-subscriptions.ts';
import { createPayloadKeys } from '#domain/payloads/payload-keys.ts';
import { openRoot } from '#prisma/root-key.ts';
import { createDatabase, type Database, type TenantDb } from '#prisma/with-tenant.ts';
import { startTransitServer } from '#tests/simulators/transit-server.ts';
import { dataFixture } from './data-fixture.ts';

const [FIRST, SECOND] = ['the first master key, long enough', 'the second master key, long enough'].map(
  localMaster,
) as [MasterKey, MasterKey];
const fixture = await dataFixture();
afterAll(() => fixture.close());
const { admin } = fixture.database;
const open: Database[] = [];
afterAll(() => Promise.all(open.map((one) => one.close())));

/** A process of its own: it knows these master keys, the first one is its current one. */
const process = async (masters: MasterKey[]) => {
  const { app: appUrl, admin: adminUrl } = fixture.urls;
  const secret = await openRoot(adminUrl, masters);
  const database = createDatabase({ appUrl, adminUrl, secret, masters, poolMax: 4 });
  open.push(database);
  const owner = randomUUID();
  return {
    database,
    secret,
    operations: createKeyOperations(database, masters),
    tell: () => tellHeld(admin, owner, masters),
    batch: () => carryRotation({ database, masters, owner, batch: 5 }),
    carry: async () => {
      while (await carryRotation({ database, masters, owner, batch: 5 }));
    },
  };
};
type Process = Awaited<ReturnType<typeof process>>;

const CALL = { principal: 'key:1', route: 'POST /v1/flows', key: 'k1', bodyHash: 'h' };

/** A secret in every kind of place. */
const plant = async ({ database }: Process, connections = 3): Promise<string> => {
  const tenant = await fixture.tenant();
  await createPayloadKeys(database).newest(tenant);
  await database.withTenant(tenant, async (db) => {
    for (let n = 0; n < connections; n += 1)
      await createConnection(db, {
        ...{ connector: 'http', name: `c${n}`, config: {}, hosts: ['a.example'], by: 'test' },
        secret: { token: `secret-${tenant}-${n}` },
      });
    const user = parseId('usr', `usr_${randomUUID().replaceAll('-', '')}`);
    await admin.sql`insert into users (id, email, name) values (${user}::uuid, ${`${user}@example.com`}, 'A')`;
    await admin.sql`insert into memberships (tenant_id, user_id, role) values (${db.tenant}::uuid, ${user}::uuid, 'owner')`;
  });
  const [member] = await admin.sql<{ user_id: string }>`
    select user_id from memberships where tenant_id = ${parseId('ten', tenant)}::uuid`;
  await database.withTenant(tenant, async (db) => {
    const keys = { p256dh: 'p', auth: `auth-${tenant}` };
    await keepSubscription(db, `usr_${member?.user_id.replaceAll('-', '')}`, {
      endpoint: 'https://push.example',
      keys,
    });
    await beginIdempotent(db, CALL);
    await finishIdempotent(db, CALL, { key: `trm_${tenant}` });
  });
  return tenant;
};

/** Everything that was planted opens. */
const check = async ({ database }: Process, tenant: string, connections = 3): Promise<void> => {
  await createPayloadKeys(database).newest(tenant);
  await database.withTenant(tenant, async (db) => {
    for (let n = 0; n < connections; n += 1)
      expect((await openConnection(db, `c${n}`)).secret).toEqual({ token: `secret-${tenant}-${n}` });
    expect((await subscriptionsOf(db, ['role:owner']))[0]?.keys.auth ?? `auth-${tenant}`).toBe(`auth-${tenant}`);
    expect(await beginIdempotent(db, CALL)).toMatchObject({ kind: 'replay', answer: { key: `trm_${tenant}` } });
  });
};

const keyIds = (db: TenantDb) => db.sql<{ id: string }>`select distinct key_id as id from connections order by 1`;

test('the master key changes while everything runs, a process dies in the middle, and the old key is needed no more', async () => {
  const old = await process([FIRST]);
  const tenants = await Promise.all(Array.from({ length: 12 }, () => plant(old, 1)));
  const [next, other] = [await process([SECOND, FIRST]), await process([SECOND, FIRST])];
  await Promise.all([old.tell(), next.tell()]);
  await expect(next.operations.dropMaster('operator:test', FIRST.id)).rejects.toMatchObject({ code: 'conflict' });

  await next.operations.rotateMaster('operator:test');
  await expect(next.operations.rotateMaster('operator:test')).rejects.toMatchObject({ code: 'conflict' });
  expect(await next.batch()).toBe(true);
  // It dies here, with its lease; a process that has the old key alone meanwhile makes a tenant and reads what there is.
  tenants.push(await plant(old, 1));
  for (const one of tenants.slice(0, 3)) await Promise.all([check(old, one, 1), check(next, one, 1)]);
  expect((await next.operations.view()).rotation).toMatchObject({ done: 5, total: 12, endedAt: null });
  await admin.sql`update key_rotations set lease_until = now() - interval '1 second' where ended_at is null`;
  await other.carry();
  expect((await other.operations.view()).rotation).toMatchObject({ done: 13, total: 13, error: null });
  expect((await other.operations.view()).rotation?.endedAt).not.toBeNull();

  // A process that has the old key alone still runs: nothing is dropped over its head.
  await expect(next.operations.dropMaster('operator:test', FIRST.id)).rejects.toThrow(SECOND.id);
  await admin.sql`delete from key_holders where not (${SECOND.id} = any (master_ids))`;
  const after = await next.operations.dropMaster('operator:test', FIRST.id);
  expect(after.masters).toEqual([{ id: SECOND.id, current: true, here: true, keys: 13, alone: 13 }]);
  // One that still has it in its settings closes nothing with it.
  const fresh = await plant(next, 1);
  expect((await next.operations.view()).masters).toHaveLength(1);
  const without = await process([SECOND]);
  expect(without.secret).toBe(old.secret);
  for (const one of [...tenants, fresh]) await check(without, one, 1);
  await expect(process([FIRST])).rejects.toThrow(`the master key ${SECOND.id}`);
}, 60_000);

test('tenants get new data keys under load, over the death of a process; the old ones go when nothing needs them', async () => {
  const [one, two] = [await process([SECOND]), await process([SECOND])];
  const tenant = await plant(one, 12);
  const workflowKey = await one.database.withTenant(tenant, async (db) => db.key('run-key').bytes.toString('hex'));
  let [writing, written] = [true, 0];
  // Another process, which does not know of it, reads and writes all along.
  const load = (async () => {
    while (writing) {
      await two.database.withTenant(tenant, (db) =>
        createConnection(db, {
          ...{ connector: 'http', name: `w${written}`, config: {}, hosts: [], by: 'test' },
          secret: { n: written },
        }),
      );
      written += 1;
      await check(two, tenant, 12);
    }
  })();
  await one.operations.rotateTenants('operator:test');
  const total = (await one.batch(), (await one.operations.view()).rotation?.total);
  expect(total).toBeGreaterThan(12);
  for (let n = 0; n < 45; n += 1) await one.batch();
  await admin.sql`update key_rotations set lease_until = now() - interval '1 second' where ended_at is null`;
  await two.carry();
  writing = false;
  await load;
  expect((await two.operations.view()).rotation).toMatchObject({ kind: 'tenants', done: total, error: null });
  await two.database.withTenant(tenant, async (db) => {
    for (let n = 0; n < written; n += 1) expect((await openConnection(db, `w${n}`)).secret).toEqual({ n });
    expect(db.key('run-key').bytes.toString('hex')).toBe(workflowKey);
  });
  await check(one, tenant, 12);
  expect(await dropRetiredKeys(one.database)).toBe(0);
  const numbers = () => admin.sql<{ number: number }>`
    select number from tenant_keys where tenant_id = ${parseId('ten', tenant)}::uuid and dropped_at is null order by number`;
  while ((await dropRetiredKeys(one.database, 0)) > 0);
  expect((await numbers()).map(({ number }) => `d${number}`)).toEqual(['d2']);
  for (const other of [one, two, await process([SECOND])]) await check(other, tenant, 12);
}, 60_000);

test('what does not open stays as it is, is counted, and keeps nothing else closed', async () => {
  const one = await process([SECOND]);
  const tenant = await plant(one, 2);
  await one.database.withTenant(tenant, (db) => db.sql`update connections set hosts = '{b.example}' where name = 'c0'`);
  await one.operations.rotateTenants('operator:test');
  await one.carry();
  expect((await one.operations.view()).rotation?.error).toBe(`${tenant}: 1`);
  await one.database.withTenant(tenant, async (db) => {
    expect((await keyIds(db)).map(({ id }) => id)).toEqual(['d1', 'd2']);
    await expect(openConnection(db, 'c0')).rejects.toMatchObject({ code: 'internal', retry: 'operator' });
  });
});

test('a key service closes in place of a text, with versions of its own; while it is away, what is open stays open', async () => {
  const service = await startTransitServer();
  const env = {
    TRAMA_DATA: '/nowhere',
    TRAMA_KMS_URL: service.url,
    TRAMA_KMS_KEY: 'trama',
    TRAMA_KMS_TOKEN: service.token,
  };
  const [outside] = (await masterKeys(env)) as [MasterKey];
  expect(outside.id).toBe('kms/trama#1');
  const moved = await process([outside, SECOND]);
  const tenant = await plant(moved, 1);
  await moved.operations.rotateMaster('operator:test');
  await moved.carry();
  await admin.sql`delete from key_holders`;
  await moved.operations.dropMaster('operator:test', SECOND.id);
  service.rotate();
  const again = await process((await masterKeys(env)) as MasterKey[]);
  await check(again, tenant, 1);
  await again.operations.rotateMaster('operator:test');
  await again.carry();
  expect((await again.operations.dropMaster('operator:test', 'kms/trama#1')).masters.map(({ id }) => id)).toEqual([
    'kms/trama#2',
  ]);
  service.refuse(503);
  await check(again, tenant, 1);
  await expect(masterKeys(env)).rejects.toThrow('TRAMA_KMS_URL');
  await expect(masterKeys({ ...env, TRAMA_KMS_TOKEN: 'wrong' })).rejects.toThrow('403');
  service.refuse(null);
  expect(service.asked.every((path) => /^(GET keys|POST (en|de)crypt)\/trama$/.test(path))).toBe(true);
  await service.close();
});

test('a database of the release before goes on as it was until an operator says so; then its secrets move to data keys', async () => {
  const before = await dataFixture(4);
  const secret = 'the master key of the release before';
  const { app: appUrl, admin: adminUrl } = before.urls;
  await before.database.admin.sql`update key_settings set data_keys = false`;
  const was = createDatabase({ appUrl, adminUrl, secret, poolMax: 2 });
  const tenant = await before.tenant();
  const made = { connector: 'http', config: {}, hosts: [], by: 'test', secret: { token: 'kept' } };
  await was.withTenant(tenant, (db) => createConnection(db, { ...made, name: 'c' }));
  await createPayloadKeys(was).newest(tenant);
  const id = localMaster(secret).id;
  expect(await was.withTenant(tenant, keyIds)).toEqual([{ id }]);
  await expect(openRoot(adminUrl, [SECOND])).rejects.toThrow(`the master key ${id}`);

  const masters = [SECOND, localMaster(secret)];
  expect(await openRoot(adminUrl, masters)).toBe(secret);
  const now = createDatabase({ appUrl, adminUrl, secret, masters, poolMax: 2 });
  await now.withTenant(tenant, (db) => createConnection(db, { ...made, name: 'd' }));
  // The release before reads what this one writes.
  expect((await was.withTenant(tenant, (db) => openConnection(db, 'd'))).secret).toEqual({ token: 'kept' });
  await createKeyOperations(now, masters).rotateTenants('operator:test');
  while (await carryRotation({ database: now, masters, owner: randomUUID() }))
    await now.admin.sql`update key_rotations set lease_until = now() - interval '1 second'`;
  expect(await now.withTenant(tenant, keyIds)).toEqual([{ id: 'd1' }]);
  await createKeyOperations(now, masters).dropMaster('operator:test', id);
  expect(await openRoot(adminUrl, [SECOND])).toBe(secret);
  const last = createDatabase({ appUrl, adminUrl, secret, masters: [SECOND], poolMax: 2 });
  expect((await last.withTenant(tenant, (db) => openConnection(db, 'c'))).secret).toEqual({ token: 'kept' });
  await createPayloadKeys(last).newest(tenant);
  await Promise.all([was.close(), now.close(), last.close()]);
  await before.close();
});

test('every column that names a key is of a place that is closed again, or named here with the reason', async () => {
  const lasting: Record<string, string> = {
    audit_entries: 'its seal is made with a lasting key',
    audit_anchors: 'the same',
    api_calls: 'the id of an API key',
    token_families: 'the same',
    billing_events: 'closed with a lasting key of the installation, for thirty days',
  };
  const rows = await admin.sql<{ name: string }>`
    select distinct c.relname::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind in ('r', 'p') and not a.attisdropped and a.attname in ('key_id', 'wrapped_by', 'sealed_by')
      and c.relnamespace = 'public'::regnamespace`;
  const known = new Set([...SEALED_PLACES.map(({ name }) => name), ...Object.keys(lasting)]);
  expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
});
