import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseId } from '#domain/ids.ts';
import { admit } from '#domain/runs/admit.ts';
import { createDatabase } from '#prisma/with-tenant.ts';
import { type DataFixture, dataFixture, publishedFlow, requestFor, SECRET } from './data-fixture.ts';
import { fillTenant } from './fill-tenant.ts';

let fixture: DataFixture;
let owner: pg.Client;
let app: pg.Client;
let victim: string;
let attacker: string;
let tables: string[];

beforeAll(async () => {
  fixture = await dataFixture();
  [victim, attacker] = [await fixture.tenant(), await fixture.tenant()];
  await fillTenant(fixture.database, victim);
  await fillTenant(fixture.database, attacker);
  owner = new pg.Client({ connectionString: fixture.urls.owner });
  app = new pg.Client({ connectionString: fixture.urls.app });
  await owner.connect();
  await app.connect();
  const { rows } = await owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'tenant_id' order by 1`,
  );
  tables = rows.map(({ name }) => name);
});
afterAll(async () => {
  await owner.end();
  await app.end();
  await fixture.close();
});

test('without a tenant every table is empty, to the owner too', async () => {
  for (const table of tables) {
    for (const client of [app, owner])
      expect((await client.query(`select count(*)::int as n from ${table}`)).rows, table).toEqual([{ n: 0 }]);
  }
});

describe('a tenant that attacks another', () => {
  test.each([
    ['reads', (table: string) => `select * from ${table} where tenant_id = $1`],
    ['counts', (table: string) => `select 1 from ${table} where tenant_id = $1 limit 1`],
    ['changes', (table: string) => `update ${table} set tenant_id = tenant_id where tenant_id = $1`],
    ['deletes', (table: string) => `delete from ${table} where tenant_id = $1`],
  ])('%s nothing', async (verb, statement) => {
    for (const table of tables) {
      await app.query('begin');
      await app.query(`select set_config('app.tenant_id', $1, true)`, [parseId('ten', attacker)]);
      const outcome = await app.query(statement(table), [parseId('ten', victim)]).then(
        (result) => result.rowCount,
        (error: { code: string }) => error.code,
      );
      await app.query('rollback');
      // 42501: the role has no such right on the table at all.
      expect([0, '42501'], `${verb} ${table}`).toContain(outcome);
    }
  });

  test('writes no row into it, and moves none of its own there', async () => {
    const outcomes: Record<string, string[]> = {};
    for (const table of tables) {
      // The policy is asked before the columns that must not be null are.
      for (const statement of [`insert into ${table} (tenant_id) values ($1)`, `update ${table} set tenant_id = $1`]) {
        await app.query('begin');
        await app.query(`select set_config('app.tenant_id', $1, true)`, [parseId('ten', attacker)]);
        const outcome = await app.query(statement, [parseId('ten', victim)]).then(
          ({ rowCount }) => `${rowCount} rows`,
          (error: { code: string }) => error.code,
        );
        await app.query('rollback');
        (outcomes[outcome] ??= []).push(`${statement.slice(0, 6)} ${table}`);
      }
    }
    // Nothing to move where a table is empty; its policy is read by catalogue.test.ts.
    const { '42501': refused = [], '0 rows': empty = [], ...others } = outcomes;
    expect(others).toEqual({});
    expect(empty.filter((one) => one.startsWith('insert'))).toEqual([]);
    expect(refused.length).toBeGreaterThan(60);
  });

  test('sees neither its row nor its people', async () => {
    const seen = await fixture.database.withTenant(attacker, async (db) => [
      await db.sql`select id from tenants`,
      await db.sql`select id from users`,
    ]);
    expect(seen.map((rows) => rows.length)).toEqual([1, 1]);
  });

  test('cannot let a run of its own hang on a flow of the other', async () => {
    const flowId = await fixture.database.withTenant(victim, (db) => publishedFlow(db));
    const stolen = fixture.database.withTenant(attacker, (db) => admit(db, requestFor(flowId)));
    await expect(stolen).rejects.toMatchObject({ code: '23503' });
  });

  test('gets nothing by Prisma models either', async () => {
    const rows = await fixture.database.withTenant(attacker, (db) =>
      db.models.run.findMany({ where: { tenantId: parseId('ten', victim) } }),
    );
    expect(rows).toEqual([]);
  });
});

test('history and audit cannot be rewritten by the application', async () => {
  for (const table of ['flow_versions', 'audit_entries'])
    for (const statement of [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`])
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
});

test('the admin role reads no trigger, no output, no secret and no draft', async () => {
  const { admin } = fixture.database;
  for (const query of [
    () => admin.sql`select trigger from runs`,
    () => admin.sql`select output from runs`,
    () => admin.sql`select secret from connections`,
    () => admin.sql`select draft from flows`,
    () => admin.sql`select data from events`,
    () => admin.sql`select details from approvals`,
  ])
    await expect(query()).rejects.toMatchObject({ code: '42501' });
});

describe('the handle', () => {
  test('is dead after its transaction', async () => {
    const leaked = await fixture.database.withTenant(victim, async (db) => ({ db }));
    await expect(leaked.db.sql`select 1`).rejects.toThrow('outside its transaction');
    await expect(leaked.db.models.run.findFirst()).rejects.toThrow();
  });

  test('leaves no tenant on the connection that it gives back, whether its work succeeds or fails', async () => {
    const single = createDatabase({
      appUrl: fixture.urls.app,
      adminUrl: fixture.urls.admin,
      secret: SECRET,
      poolMax: 1,
    });
    await expect(
      single.withTenant(victim, async (db) => {
        await db.sql`select 1`;
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const [row] = await single.withTenant(attacker, (db) => db.sql`select current_setting('app.tenant_id') as id`);
    expect(row).toEqual({ id: parseId('ten', attacker) });
    await single.close();
  });

  test('rolls back all of a failed work', async () => {
    const flowId = await fixture.database.withTenant(attacker, (db) => publishedFlow(db));
    const failing = fixture.database.withTenant(attacker, async (db) => {
      await admit(db, requestFor(flowId));
      throw new Error('after');
    });
    await expect(failing).rejects.toThrow('after');
    const rows = await fixture.database.withTenant(
      attacker,
      (db) => db.sql`select 1 from runs where flow_id = ${parseId('flw', flowId)}`,
    );
    expect(rows).toEqual([]);
  });

  test('refuses one transaction inside another', async () => {
    const nested = fixture.database.withTenant(victim, () => fixture.database.withTenant(attacker, async () => 1));
    await expect(nested).rejects.toThrow('inside withTenant');
  });
});

test.each([
  ['the owner', () => ({ appUrl: fixture.urls.owner, adminUrl: fixture.urls.admin }), /owns/],
  ['a role with BYPASSRLS', () => ({ appUrl: fixture.urls.admin, adminUrl: fixture.urls.admin }), /BYPASSRLS/],
  ['an admin without it', () => ({ appUrl: fixture.urls.app, adminUrl: fixture.urls.app }), /lacks BYPASSRLS/],
])('the product does not start as %s', async (_, urls, reason) => {
  const database = createDatabase({ ...urls(), secret: SECRET });
  await expect(database.ready()).rejects.toThrow(reason);
  await expect(database.withTenant(victim, async () => 1)).rejects.toThrow(reason);
  await database.close();
});

test('a database that is away is `unavailable`', async () => {
  const url = 'postgres://trama_app:x@127.0.0.1:1/none';
  const database = createDatabase({ appUrl: url, adminUrl: url, secret: SECRET });
  await expect(database.withTenant(victim, async () => 1)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(database.admin.sql`select 1`).rejects.toMatchObject({ code: 'unavailable' });
  await database.close();
});
