import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#prisma/migrate.ts';
import { scanTenancy } from '#prisma/scan-tenancy.ts';
import { type FreshDatabase, freshDatabase } from '#tests/fresh-database.ts';
import { superuserOf } from './superuser.ts';

const PRISMA = path.resolve(import.meta.dirname, '../../../prisma');

let fresh: FreshDatabase;
let folder: string;
let owner: pg.Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'trama-migrations-'));
  await cp(path.join(PRISMA, 'migrations'), folder, { recursive: true });
  owner = new pg.Client({ connectionString: fresh.urls.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await rm(folder, { recursive: true, force: true });
  await fresh.drop();
});

const addMigration = async (name: string, sql: string): Promise<void> => {
  await cp(path.join(PRISMA, 'migrations/20250601000000_init'), path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, 'migration.sql'), sql);
};

test('a second run applies nothing', async () => {
  expect(await migrate(fresh.urls.owner)).toEqual([]);
});

test('many starts at once apply a new migration once, recorded as Prisma records it', async () => {
  await addMigration('20990101000000_add', 'create table added (id int)');
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(fresh.urls.owner, { folder })));
  expect(applied.flat()).toEqual(['20990101000000_add']);
  const { rows } = await owner.query(
    `select checksum, applied_steps_count, finished_at is not null as finished, logs, rolled_back_at
     from _prisma_migrations where migration_name = '20990101000000_add'`,
  );
  expect(rows).toMatchObject([{ applied_steps_count: 1, finished: true, logs: null, rolled_back_at: null }]);
  expect(rows[0].checksum).toMatch(/^[0-9a-f]{64}$/);
});

test('a migration that fails leaves nothing behind, and says which it was', async () => {
  await addMigration('20990102000000_broken', 'create table half (id int); select no_such_function()');
  await expect(migrate(fresh.urls.owner, { folder })).rejects.toThrow('20990102000000_broken');
  expect((await owner.query(`select to_regclass('half') as half`)).rows).toEqual([{ half: null }]);
  await rm(path.join(folder, '20990102000000_broken'), { recursive: true });
});

test('a migration that was changed after it was applied is refused', async () => {
  await writeFile(path.join(folder, '20990101000000_add', 'migration.sql'), 'create table added (id bigint)');
  await expect(migrate(fresh.urls.owner, { folder })).rejects.toThrow('was changed after it was applied');
});

test('a database that has a text of before of a migration is taken along: what it did otherwise comes behind', async () => {
  const text = (checksum: string) =>
    owner.query(
      `update _prisma_migrations set checksum = $1 where migration_name = '20250711000000_placement' returning 1`,
      [checksum],
    );
  const { rows } = await owner.query<{ checksum: string }>(
    `select checksum from _prisma_migrations where migration_name = '20250711000000_placement'`,
  );
  await text('55a7295c4abca3c0dafc68b30321e483bc76f1b91883ea2efd7673510e873c2f');
  expect(await migrate(fresh.urls.owner)).toEqual([]);
  await text('0'.repeat(64));
  await expect(migrate(fresh.urls.owner)).rejects.toThrow('20250711000000_placement was changed');
  await text(rows[0]?.checksum ?? '');
});

test('schema.prisma names every table and column that the migrations made, and no other', async () => {
  const schema = await readFile(path.join(PRISMA, 'schema.prisma'), 'utf8');
  const declared = [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    const fields = [...body.matchAll(/^ {2}(\w+) +(\w+)(\[\]|\?)?(.*)$/gm)];
    return fields.map(([, name = '', , mark, rest = '']) => {
      const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name;
      return `${table}.${column}${mark === '?' ? '?' : ''}`;
    });
  });
  const { rows } = await owner.query<{ name: string }>(
    `select c.table_name || '.' || c.column_name || case c.is_nullable when 'YES' then '?' else '' end as name
     from information_schema.columns c where c.table_schema = 'public' and c.table_name not in ('_prisma_migrations', 'added')`,
  );
  expect(declared.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});

test('a database with rows of before places keeps them: they lie in "shared", and the parents find them', async () => {
  const old = await freshDatabase();
  const before = await mkdtemp(path.join(tmpdir(), 'trama-migrations-'));
  const root = await superuserOf(old.urls.owner);
  try {
    await root.query('drop schema public, shared, identity cascade; create schema public authorization trama_owner');
    await root.query('grant usage on schema public to public');
    await cp(path.join(PRISMA, 'migrations'), before, { recursive: true });
    for (const name of await readdir(before))
      if (/^\d+_/.test(name) && name >= '20250711') await rm(path.join(before, name), { recursive: true });
    await migrate(old.urls.owner, { folder: before });
    await root.query(`insert into tenants (id, slug, name) select gen_random_uuid(), 't' || n, 'T' from generate_series(1, 3) n;
      insert into state_entries (tenant_id, scope, key, value)
        select id, 'tenant', 'k' || n, '{"a": [1]}' from tenants, generate_series(1, 50) n`);
    const sums = async (table: string) =>
      (
        await root.query(
          `select count(*)::int as n, md5(string_agg(md5(r::text), '' order by md5(r::text))) as sum from ${table} r`,
        )
      ).rows;
    const were = await sums('state_entries');
    expect((await migrate(old.urls.owner))[0]).toBe('20250711000000_placement');
    expect(await sums('public.state_entries')).toEqual(were);
    expect(await sums('shared.state_entries')).toEqual(were);
    expect(await scanTenancy(root)).toEqual([]);
  } finally {
    await root.end();
    await old.drop();
    await rm(before, { recursive: true });
  }
});
