import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cataloguePage } from '#domain/privacy/view-catalogue.ts';
import { DATA_CATALOGUE } from '#prisma/data-catalogue/catalogue.ts';
import { type FreshDatabase, freshDatabase } from '#tests/fresh-database.ts';

let fresh: FreshDatabase;
let owner: pg.Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  owner = new pg.Client({ connectionString: fresh.urls.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await fresh.drop();
});

/** `table.column` of all that holds something of a tenant. */
const columns = async (): Promise<string[]> => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.table_name || '.' || c.column_name as name from information_schema.columns c
     where c.table_schema = 'public' and c.column_name <> 'tenant_id'
       and (c.table_name in ('tenants', 'users') or c.table_name in (
         select t.table_name from information_schema.columns t
         where t.table_schema = 'public' and t.column_name = 'tenant_id'))`,
  );
  return rows.map(({ name }) => name).toSorted();
};

const classified = (): string[] =>
  Object.entries(DATA_CATALOGUE)
    .flatMap(([table, entry]) =>
      Object.values(entry.columns).flatMap((names) => names.map((name) => `${table}.${name}`)),
    )
    .toSorted();

test('every column of every table with tenants is classified once (prisma/data-catalogue), and no other', async () => {
  expect(classified()).toEqual(await columns());
});

test('a column that somebody adds is missed', async () => {
  await owner.query('begin');
  await owner.query('alter table events add column born_on date');
  expect(await columns()).not.toEqual(classified());
  await owner.query('rollback');
});

test('of every table somebody may delete the rows of a tenant that goes', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
       and not has_table_privilege('trama_app', c.oid, 'delete')
       and not (has_table_privilege('trama_admin', c.oid, 'delete')
         and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'
           and has_column_privilege('trama_admin', c.oid, a.attnum, 'select')))`,
  );
  expect(rows).toEqual([]);
});

test('docs/data-catalogue.md says what the catalogue says (npx tsx scripts/write-data-catalogue.ts)', () => {
  expect(readFileSync('docs/data-catalogue.md', 'utf8')).toBe(cataloguePage());
});
