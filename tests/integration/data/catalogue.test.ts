import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INDEXES_OF_ALL_TENANTS, KEYS_OF_ALL_TENANTS, scanTenancy, TABLES_OF_NO_TENANT } from '#prisma/scan-tenancy.ts';
import { wallFaults } from '#prisma/tenant-walls.ts';
import { createDatabase } from '#prisma/with-tenant.ts';
import { type DataFixture, dataFixture, SECRET } from './data-fixture.ts';
import { superuserOf } from './superuser.ts';

let fixture: DataFixture;
let owner: pg.Client;

beforeAll(async () => {
  fixture = await dataFixture(2);
  owner = new pg.Client({ connectionString: fixture.urls.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await fixture.close();
});

/** What the scan finds after some DDL, which is taken back. */
const after = async (ddl: string, look: (client: pg.Client) => Promise<string[]> = wallFaults): Promise<string[]> => {
  await owner.query('begin');
  try {
    await owner.query(ddl);
    return await look(owner);
  } finally {
    await owner.query('rollback');
  }
};

test('the catalogue has no fault, and every exception is of something that is there', async () => {
  expect(await scanTenancy(owner)).toEqual([]);
  const { rows } = await owner.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace
     union select conname::text from pg_constraint`,
  );
  const known = new Set(rows.map(({ name }) => name));
  const listed = [TABLES_OF_NO_TENANT, INDEXES_OF_ALL_TENANTS, KEYS_OF_ALL_TENANTS].flatMap((list) =>
    Object.keys(list),
  );
  expect(listed.filter((name) => !known.has(name))).toEqual([]);
});

const CONDITION = `tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid`;

test.each([
  ['a table without row-level security', 'create table leaky (tenant_id uuid)', /^leaky has no forced/],
  ['one that the owner may pass', 'alter table runs no force row level security', /^runs has no forced/],
  ['one that was switched off', 'alter table runs disable row level security', /^runs has no forced/],
  ['one without its policy', 'drop policy tenant_isolation on events', /^events has no forced/],
  [
    'a policy of another shape',
    `drop policy tenant_isolation on runs; create policy tenant_isolation on runs as restrictive for all
       using (${CONDITION} or test) with check (${CONDITION})`,
    /^runs has no forced/,
  ],
  [
    'a policy that only permits, to which another may be added',
    `drop policy tenant_isolation on runs; create policy tenant_isolation on runs for all
       using (${CONDITION}) with check (${CONDITION})`,
    /^runs has no forced/,
  ],
  [
    'a view with the rights of its owner',
    'create view peek as select * from runs; grant select on peek to trama_app',
    /^peek is a view/,
  ],
  [
    'a copy of what the owner saw',
    'create materialized view kept as select 1 as n; grant select on kept to trama_app',
    /^kept is a view/,
  ],
  [
    'a function with the rights of its owner',
    `create function peek() returns bigint language sql security definer as 'select count(*) from runs';
     grant execute on function peek() to trama_app`,
    /^peek\(\) runs with the rights/,
  ],
  ['the right to empty a table', 'grant truncate on runs to trama_app', /^runs trama_app may truncate/],
  ['the right to look by references', 'grant references on runs to trama_admin', /^runs trama_admin may references/],
])('%s is found', async (_, ddl, fault) => {
  const found = await after(ddl);
  expect(found).toEqual([expect.stringMatching(fault)]);
});

test.each([
  ['a table of no tenant', 'create table stray (id uuid primary key)', 'stray has no tenant_id'],
  ['an index over all tenants', 'create index loose on runs (status)', 'loose does not begin with tenant_id'],
  [
    'a reference by the id alone',
    'alter table outbox add constraint bare foreign key (run_id) references users (id)',
    'bare refers to a row of any tenant',
  ],
  [
    'the right to a sequence',
    'grant usage on sequence outbox_id_seq to trama_app',
    'outbox_id_seq: trama_app may use the sequence',
  ],
  [
    'the right to make tables',
    'grant create on schema public to trama_app',
    'trama_app may make objects in schema public',
  ],
])('%s is found by the whole scan', async (_, ddl, fault) => {
  const known = await scanTenancy(owner);
  expect((await after(ddl, scanTenancy)).filter((found) => !known.includes(found))).toEqual([fault]);
});

test('a view with the rights of who asks is no fault', async () => {
  const view =
    'create view fair with (security_invoker = true) as select * from runs; grant select on fair to trama_app';
  expect(await after(view)).toEqual([]);
});

test('the rights of the two roles are these and no more', async () => {
  const { rows } = await owner.query<{ line: string }>(`
    with rights as (
      select r.role, n.nspname as place, c.relname as name, w.word, c.oid
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      cross join (values ('trama_app'), ('trama_admin')) r (role)
      cross join (values ('select'), ('insert'), ('update'), ('delete')) w (word)
      where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')
        and has_schema_privilege(r.role, n.oid, 'usage')
    ), said as (
      select role, place, name, word || case
        when has_table_privilege(role, oid, word) then ''
        else ' (' || (select string_agg(a.attname, ', ' order by a.attname) from pg_attribute a
          where a.attrelid = oid and a.attnum > 0 and not a.attisdropped
            and has_column_privilege(role, oid, a.attnum, word)) || ')' end as right_of
      from rights where case word when 'delete' then has_table_privilege(role, oid, word)
        else has_table_privilege(role, oid, word) or has_any_column_privilege(role, oid, word) end
    )
    select role || ' ' || case place when 'public' then '' else place || '.' end || name || ': '
      || string_agg(right_of, '; ' order by right_of) as line
    from said group by role, place, name order by 1`);
  // One line a table: whoever adds a right changes that file too (`vitest -u`), and is seen doing so.
  await expect(`${rows.map(({ line }) => line).join('\n')}\n`).toMatchFileSnapshot('./grants.txt');
});

describe('the product does not start', () => {
  const starting = async (appUrl = fixture.urls.app, adminUrl = fixture.urls.admin) => {
    const database = createDatabase({ appUrl, adminUrl, secret: SECRET });
    try {
      await database.ready();
      return 'started';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await database.close();
    }
  };

  test('on a database whose walls have a hole, and says which', async () => {
    await owner.query('alter table runs no force row level security');
    try {
      expect(await starting()).toMatch(/walls between tenants have holes: runs has no forced/);
    } finally {
      await owner.query('alter table runs force row level security');
    }
    expect(await starting()).toBe('started');
  });

  test.each([
    ['a superuser', 'superuser', /is a superuser/],
    ['who makes roles', 'createrole', /has CREATEROLE/],
    ['who may replicate', 'replication', /has REPLICATION/],
    ['who passes by policies', 'bypassrls', /has BYPASSRLS/],
    ['a member of the owner', 'in role trama_owner', /owns .*runs/],
    ['a member of who passes by policies', 'in role trama_admin', /is a member of trama_admin/],
    ['who may read everything', 'in role pg_read_all_data', /is a member of pg_read_all_data/],
    ['who may be all that without being it', 'noinherit in role pg_read_all_data', /is a member of pg_read_all_data/],
  ])('as %s', async (_, rights, reason) => {
    const superuser = await superuserOf(fixture.urls.app);
    const name = `strong_${process.pid}_${rights.replaceAll(/\W+/g, '_')}`;
    try {
      await superuser.query(`create role ${name} login ${rights} password 'x'`);
      await superuser.query(`grant connect on database ${superuser.database} to ${name}`);
      const url = new URL(fixture.urls.app);
      url.username = name;
      url.password = 'x';
      expect(await starting(url.href)).toMatch(reason);
    } finally {
      await superuser.query(`drop owned by ${name}; drop role ${name}`);
      await superuser.end();
    }
  });
});
