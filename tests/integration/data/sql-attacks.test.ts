import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { parseId } from '#domain/ids.ts';
import { lock } from '#domain/locks.ts';
import { admit } from '#domain/runs/admit.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { createDatabase, type Database, type TenantDb } from '#prisma/with-tenant.ts';
import { type DataFixture, dataFixture, publishedFlow, requestFor, SECRET } from './data-fixture.ts';

let fixture: DataFixture;
let database: Database;
let victim: string;
let attacker: string;
let theirFlow: string;
let theirs: string;

const codeOf = (error: unknown): string =>
  JSON.stringify(error, Object.getOwnPropertyNames(error)).match(/42501/)?.[0] ?? String(error);

beforeAll(async () => {
  fixture = await dataFixture(4);
  ({ database } = fixture);
  [victim, attacker] = [await fixture.tenant(), await fixture.tenant()];
  theirs = parseId('ten', victim);
  for (const tenant of [attacker, victim])
    theirFlow = await database.withTenant(tenant, async (db) => {
      const flow = await publishedFlow(db);
      await admit(db, requestFor(flow));
      await createApiKey(db, { name: 'k', scopes: [], by: 'test' });
      return flow;
    });
});
afterAll(() => fixture.close());

const entries = (tenant: string) =>
  database.withTenant(tenant, (db) => db.sql<{ key: string }>`select key from state_entries order by key`);
const put = (db: TenantDb, tenant: string, key: string) =>
  db.sql`insert into state_entries (tenant_id, scope, key, value) values (${tenant}, 'tenant', ${key}, '1')`;

interface Delegate {
  findMany(args: object): Promise<unknown[]>;
  count(args: object): Promise<number>;
  updateMany(args: object): Promise<{ count: number }>;
  deleteMany(args: object): Promise<{ count: number }>;
}

describe('through every Prisma model', () => {
  // Erasure: models are walked by name, which the types of each know nothing of.
  const delegates = (db: TenantDb) => db.models as unknown as Record<string, Delegate | undefined>;
  const names = Object.values(Prisma.ModelName).map((name) => name.charAt(0).toLowerCase() + name.slice(1));
  const other = () => ({ where: { tenantId: theirs } });
  const verbs: [string, (model: Delegate) => Promise<unknown>, unknown][] = [
    ['reading', (model) => model.findMany(other()), []],
    ['counting', (model) => model.count(other()), 0],
    ['changing', (model) => model.updateMany({ ...other(), data: { tenantId: theirs } }), { count: 0 }],
    ['deleting', (model) => model.deleteMany(other()), { count: 0 }],
    ['deleting all but', (model) => model.findMany({ where: { NOT: { tenantId: parseId('ten', attacker) } } }), []],
  ];

  test.each(verbs)("%s the other's rows finds none, or is no right of the role", async (_, attempt, nothing) => {
    let tried = 0;
    for (const name of names) {
      const outcome = await database
        .withTenant(attacker, async (db) => {
          const model = delegates(db)[name];
          if (!model) throw new Error(`no model ${name}`);
          return attempt(model);
        })
        .catch((error: unknown) => (/Unknown arg/.test(String(error)) ? 'of no tenant' : codeOf(error)));
      if (outcome === 'of no tenant') continue;
      tried++;
      expect([name, outcome === '42501' ? nothing : outcome]).toEqual([name, nothing]);
    }
    expect(tried).toBeGreaterThan(40);
  });

  test('no row of its own moves to the other, none is made there', async () => {
    const attempts: ((db: TenantDb) => Promise<unknown>)[] = [
      (db) => db.models.flow.updateMany({ data: { tenantId: theirs } }),
      (db) => db.models.run.updateMany({ data: { tenantId: theirs } }),
      (db) => put(db, theirs, 'planted'),
      (db: TenantDb) =>
        db.sql`insert into state_entries (tenant_id, scope, key, value) values (${theirs}, 'tenant', 'k', '1')
          on conflict (tenant_id, scope, key) do update set value = '2'`,
    ];
    for (const attempt of attempts) expect(await database.withTenant(attacker, attempt).catch(codeOf)).toBe('42501');
    expect(await entries(victim)).toEqual([]);
  });

  test("a row under the other's id is one's own: no unique key tells that the id is taken", async () => {
    const id = parseId('flw', theirFlow);
    await database.withTenant(attacker, async (db) => {
      await db.sql`insert into flows (tenant_id, id, slug, name, draft, created_by)
        values (${db.tenant}, ${id}, 'mine', 'M', '{}', 'test')`;
      await db.sql`delete from flows where id = ${id}`;
    });
    const [flow] = await database.withTenant(victim, (db) => db.sql`select name from flows where id = ${id}`);
    expect(flow).toEqual({ name: 'F' });
  });
});

describe('a statement that would step out of its tenant', () => {
  test.each([
    ['sets the setting', (db: TenantDb) => db.sql`select set_config('app.tenant_id', ${theirs}, true)`],
    [
      'sets it by another spelling',
      (db: TenantDb) => db.sql`select pg_catalog.SET_CONFIG ('app.tenant_id', ${theirs}, true)`,
    ],
    ['sets it locally', (db: TenantDb) => db.sql`set local app.tenant_id = 'x'`],
    ['resets', (db: TenantDb) => db.sql`reset all`],
    ['discards', (db: TenantDb) => db.sql`discard all`],
    ['takes another role', (db: TenantDb) => db.sql` set role trama_admin`],
    ['ends the transaction', (db: TenantDb) => db.sql`commit`],
    ['rolls back', (db: TenantDb) => db.sql`rollback`],
    ['runs a program', (db: TenantDb) => db.sql`do $$ begin perform 1; end $$`],
    ['copies', (db: TenantDb) => db.sql`copy runs to stdout`],
    [
      'goes by Prisma',
      (db: TenantDb) =>
        (db.models as unknown as { $queryRawUnsafe(text: string): Promise<unknown> }).$queryRawUnsafe(
          `select set_config('app.tenant_id', '${theirs}', true)`,
        ),
    ],
  ])('is refused: it %s', async (_, attempt) => {
    await expect(database.withTenant(attacker, attempt)).rejects.toThrow('A statement that only withTenant may make');
  });

  test('is one statement: a second one behind a semicolon is a mistake', async () => {
    await expect(database.withTenant(attacker, (db) => db.sql`select 1; select 2`)).rejects.toMatchObject({
      code: '42601',
    });
  });

  // Text that is run by the server itself, where nobody reads it before.
  const hidden = (db: TenantDb, tenant: string, local: boolean) => {
    const inner = `select set_config('app.tenant_id', '${tenant}', ${local})`;
    return db.sql`select query_to_xml(${inner}, true, true, '')::text`;
  };

  test('that nobody saw ends in nothing: what it read is not given, what it wrote is not kept', async () => {
    const stolen = database.withTenant(attacker, async (db) => {
      await hidden(db, theirs, true);
      await put(db, theirs, 'hidden');
      return db.sql`select * from runs`;
    });
    await expect(stolen).rejects.toThrow('A transaction changed its tenant');
    expect(await entries(victim)).toEqual([]);
  });

  test('that leaves its tenant on the connection costs the connection, and nobody meets it', async () => {
    const single = createDatabase({
      appUrl: fixture.urls.app,
      adminUrl: fixture.urls.admin,
      secret: SECRET,
      poolMax: 1,
    });
    const backend = (db: TenantDb) => db.sql<{ pid: number }>`select pg_backend_pid() as pid`;
    const [before] = await single.withTenant(attacker, async (db) => {
      await hidden(db, db.tenant, false);
      return backend(db);
    });
    const [after] = await single.withTenant(victim, backend);
    expect(after?.pid).not.toBe(before?.pid);
    expect(await single.withTenant(victim, (db) => db.sql`select tenant_id from runs`)).toEqual([
      { tenant_id: theirs },
    ]);
    await single.close();
  });

  test('does not follow from an error that somebody swallowed: the work fails as a whole', async () => {
    const swallowing = database.withTenant(attacker, async (db) => {
      await put(db, db.tenant, 'before');
      await db.sql`select 1 / 0`.catch(() => []);
      return 'done';
    });
    await expect(swallowing).rejects.toMatchObject({ code: '25P02' });
    expect(await entries(attacker)).toEqual([]);
  });

  test('a savepoint keeps the tenant', async () => {
    const seen = await database.withTenant(attacker, async (db) => {
      await db.sql`savepoint a`;
      await db.sql`select 1 / 0`.catch(() => []);
      await db.sql`rollback to savepoint a`;
      return db.sql`select distinct tenant_id from runs`;
    });
    expect(seen).toEqual([{ tenant_id: parseId('ten', attacker) }]);
  });

  test('a prepared statement answers each tenant with its own rows, on one connection', async () => {
    const single = createDatabase({
      appUrl: fixture.urls.app,
      adminUrl: fixture.urls.admin,
      secret: SECRET,
      poolMax: 1,
    });
    for (const tenant of [victim, attacker, victim, attacker, victim, attacker, victim])
      expect(await single.withTenant(tenant, (db) => db.sql`select tenant_id from runs /* once */`)).toEqual([
        { tenant_id: parseId('ten', tenant) },
      ]);
    await single.close();
  });
});

describe('a handle', () => {
  test("does nothing inside another tenant's transaction, nor beside it", async () => {
    let caught: TenantDb | undefined;
    const holding = database.withTenant(victim, async (db) => {
      caught = db;
      await sleep(300);
    });
    while (!caught) await sleep(5);
    const db = caught;
    await expect(database.withTenant(attacker, () => db.sql`select 1`)).rejects.toThrow('outside its transaction');
    await expect(db.sql`select 1`).rejects.toThrow('outside its transaction');
    // Models are not of a handle: they are of the transaction around them.
    const flows = await database.withTenant(attacker, () => db.models.flow.findMany({ select: { tenantId: true } }));
    expect(new Set(flows.map(({ tenantId }) => tenantId))).toEqual(new Set([parseId('ten', attacker)]));
    await holding;
  });

  test('is dead in what goes on after its transaction', async () => {
    let late: Promise<unknown> = Promise.resolve();
    await database.withTenant(victim, async (db) => {
      late = sleep(100).then(() => Promise.allSettled([db.sql`select 1`, db.models.run.findFirst()]));
    });
    expect(await late).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  });

  test('waits for no lock of another tenant under the same name', async () => {
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    let has = false;
    const holding = database.withTenant(victim, async (db) => {
      await lock(db, ['same']);
      has = true;
      await held;
    });
    while (!has) await sleep(5);
    await database.withTenant(attacker, (db) => lock(db, ['same']));
    release();
    await holding;
  });
});
