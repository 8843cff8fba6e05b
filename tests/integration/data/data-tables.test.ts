import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Action } from '#connectors/action.ts';
import { contextFor } from '#connectors/context-for.ts';
import { dataDelete } from '#connectors/data/delete.ts';
import { dataGet } from '#connectors/data/get.ts';
import { dataInsert } from '#connectors/data/insert.ts';
import { dataQuery } from '#connectors/data/query.ts';
import { dataUpdate } from '#connectors/data/update.ts';
import { dataUpsert } from '#connectors/data/upsert.ts';
import type { ColumnInput } from '#domain/data-tables/column-rules.ts';
import { createDataTables } from '#domain/data-tables/data-tables.ts';
import { eraseTables } from '#domain/data-tables/erase-tables.ts';
import { tableNamed } from '#domain/data-tables/find-table.ts';
import { lockMatching } from '#domain/data-tables/query-rows.ts';
import { updateRows } from '#domain/data-tables/update-rows.ts';
import { createTable } from '#domain/data-tables/write-table.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db } = await oneTenant();
const tables = createDataTables(fixture.database);

let keys = 0;
/** Runs an action as an attempt does: again under the same key it is a repeat. */
const run = async (action: Action, config: JsonObject, idempotencyKey = `k${keys++}`, of = tenantId) =>
  (await action.run(config, contextFor({ tables }, { idempotencyKey, tenant: { id: of, slug: 't' } }))) as JsonObject;

const COLUMNS: ColumnInput[] = [
  { name: 'email', type: 'text', unique: true, required: true },
  { name: 'nome', type: 'text' },
  { name: 'pontos', type: 'number', indexed: true, default: 0 },
];
let names = 0;
const newTable = async (columns = COLUMNS): Promise<string> => {
  const name = `Clientes ${names++}`;
  await db((tx) => createTable(tx, { name, description: '', columns, by: 'test' }));
  return name;
};
const all = async (table: string) => (await run(dataQuery, { table })).rows as JsonObject[];
const usage = async () => {
  const [sum] = await db(
    (tx) => tx.sql<{ counted: string; there: string; bytes: string; real: string }>`
      select (select coalesce(sum(row_count), 0)::text from data_usage) as counted,
        (select count(*)::text from data_rows) as there,
        (select coalesce(sum(bytes), 0)::text from data_usage) as bytes,
        (select coalesce(sum(bytes), 0)::text from data_rows) as real`,
  );
  return sum;
};

test('a row is inserted, read by id or by a unique column, and changed', async () => {
  const table = await newTable();
  const { row, count } = await run(dataInsert, { table, values: { email: 'ana@x.y', nome: 'Ana' } });
  expect([row, count]).toEqual([
    {
      id: expect.stringMatching(/^row_/),
      email: 'ana@x.y',
      nome: 'Ana',
      pontos: 0,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    },
    1,
  ]);
  expect(await run(dataGet, { table, by: 'email', value: 'ana@x.y' })).toEqual({ found: true, row });
  expect(await run(dataGet, { table, value: (row as JsonObject).id as Json })).toEqual({ found: true, row });
  expect(await run(dataGet, { table, by: 'email', value: 'bia@x.y' })).toEqual({ found: false, row: null });
  const changed = await run(dataUpdate, { table, id: (row as JsonObject).id as Json, values: { pontos: 5 } });
  expect(changed).toMatchObject({ count: 1, row: { nome: 'Ana', pontos: 5 } });
  expect(await run(dataUpdate, { table, id: `row_${'0'.repeat(32)}`, values: { pontos: 5 } })).toMatchObject({
    count: 0,
  });
});

test('a repeated attempt writes nothing again and tells of the same rows, also when both come at once', async () => {
  const table = await newTable();
  const values = [{ email: 'a' }, { email: 'b' }];
  const answers = await Promise.all([1, 2, 3].map(() => run(dataInsert, { table, values }, 'same')));
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  expect(await all(table)).toHaveLength(2);
  const upsert = { table, key: 'email', values: { email: 'a', pontos: 1 } };
  const first = await run(dataUpsert, upsert, 'up');
  expect([first.updated, await run(dataUpsert, upsert, 'up')]).toEqual([1, first]);
  const gone = await run(dataDelete, { table, where: [{ column: 'email', operator: 'eq', value: 'b' }] }, 'del');
  await run(dataInsert, { table, values: { email: 'b' } });
  expect(await run(dataDelete, { table, where: [{ column: 'email', operator: 'eq', value: 'b' }] }, 'del')).toEqual(
    gone,
  );
  expect(await all(table)).toHaveLength(2);
  expect(await usage()).toMatchObject({ counted: (await usage())?.there, bytes: (await usage())?.real });
});

test('twenty upserts of one key at once make one row, and each says what it did', async () => {
  const table = await newTable();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      run(dataUpsert, { table, key: 'email', values: { email: 'x', nome: `n${i}` } }),
    ),
  );
  expect(answers.reduce((sum, one) => sum + Number(one.inserted), 0)).toBe(1);
  expect(answers.reduce((sum, one) => sum + Number(one.updated), 0)).toBe(19);
  expect(new Set(answers.map((one) => (one.row as JsonObject).id)).size).toBe(1);
  expect(await all(table)).toHaveLength(1);
});

test('of inserts of one unique value at once one is written, the others are conflict', async () => {
  const table = await newTable();
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, () => run(dataInsert, { table, values: { email: 'x' } })),
  );
  const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(refused).toHaveLength(9);
  for (const error of refused)
    expect(error).toMatchObject({ code: 'conflict', retry: 'never', details: { column: 'email' } });
});

test('upserts of many rows in opposite order at once do not lock each other out', async () => {
  const table = await newTable();
  const values = Array.from({ length: 50 }, (_, i) => ({ email: `e${i}` }));
  await Promise.all(
    [values, values.toReversed(), values, values.toReversed()].map((given) =>
      run(dataUpsert, { table, key: 'email', values: given }),
    ),
  );
  expect(await all(table)).toHaveLength(50);
});

/** Runs an action while the rows with this e-mail change to what is given, and their change is not committed yet. */
const whileChanging = async (table: string, email: string, values: JsonObject, action: Action, config: JsonObject) => {
  const steps = new EventEmitter();
  const changed = once(steps, 'changed');
  const change = db(async (tx) => {
    const found = await tableNamed(tx, table, 'share');
    const where = [{ column: 'email', operator: 'eq' as const, value: email }];
    await updateRows(tx, found, await lockMatching(tx, found, { match: 'all', where }, 10), values);
    steps.emit('changed');
    await sleep(300);
  });
  await changed;
  const answer = await run(action, { table, ...config });
  await change;
  return answer;
};

test('who waits for a row whose key another changes writes a row of its own, and leaves that one', async () => {
  const table = await newTable();
  await run(dataInsert, { table, values: { email: 'a', nome: 'Ana' } });
  const config = { key: 'email', values: { email: 'a', nome: 'Bia' } };
  expect(await whileChanging(table, 'a', { email: 'b' }, dataUpsert, config)).toMatchObject({
    inserted: 1,
    updated: 0,
  });
  expect((await all(table)).map(({ email, nome }) => [email, nome])).toEqual([
    ['b', 'Ana'],
    ['a', 'Bia'],
  ]);
});

test.each([
  ['pontos', 'an indexed column', { pontos: 1 }, 0],
  ['nome', 'a column without an index', { nome: 'x' }, 'Ana'],
])('who waits for a row that a filter by %s (%s) means no more leaves it', async (column, _, change, value) => {
  const table = await newTable();
  await run(dataInsert, { table, values: { email: 'a', nome: 'Ana' } });
  const where = [{ column, operator: 'eq', value }];
  const config = { where, values: { email: 'c' } };
  expect(await whileChanging(table, 'a', change, dataUpdate, config)).toMatchObject({ count: 0 });
  expect(
    await whileChanging(table, 'a', { email: 'd' }, dataDelete, {
      where: [{ column: 'email', operator: 'eq', value: 'a' }],
    }),
  ).toMatchObject({ count: 0 });
  expect(await all(table)).toMatchObject([{ email: 'd', ...change }]);
});

test('rows that move to each other’s unique values, or twice to one, are refused or done as a whole', async () => {
  const table = await newTable();
  await run(dataInsert, { table, values: [{ email: 'a' }, { email: 'b' }] });
  await expect(
    run(dataUpdate, { table, where: [{ column: 'pontos', operator: 'eq', value: 0 }], values: { email: 'c' } }),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect((await all(table)).map(({ email }) => email)).toEqual(['a', 'b']);
  expect(await run(dataGet, { table, by: 'email', value: 'a' })).toMatchObject({ found: true });
});

test('a filter changes up to `max` rows; beyond it nothing, and it says so', async () => {
  const table = await newTable();
  await run(dataInsert, { table, values: Array.from({ length: 5 }, (_, i) => ({ email: `e${i}`, pontos: i })) });
  const where = [{ column: 'pontos', operator: 'gte', value: 1 }];
  const tooMany = { code: 'too_many_rows', retry: 'never', details: { max: 3 } };
  await expect(run(dataUpdate, { table, where, values: { nome: 'x' }, max: 3 })).rejects.toMatchObject(tooMany);
  await expect(run(dataDelete, { table, where, max: 3 })).rejects.toMatchObject(tooMany);
  expect((await all(table)).filter(({ nome }) => nome === 'x')).toEqual([]);
  expect(await run(dataUpdate, { table, where, values: { nome: 'x' } })).toMatchObject({ count: 4 });
  expect(await run(dataDelete, { table, where })).toMatchObject({ count: 4 });
  expect(await all(table)).toHaveLength(1);
});

test.each<[string, Action, JsonObject, string]>([
  ['no table', dataInsert, { table: 'Ninguém', values: {} }, 'missing_table'],
  ['no column', dataInsert, { values: { cep: '1' } }, 'unknown_column'],
  ['another type', dataInsert, { values: { email: 5 } }, 'bad_value'],
  ['no required cell', dataInsert, { values: { nome: 'x' } }, 'bad_value'],
  ['a key that is not unique', dataUpsert, { key: 'nome', values: { nome: 'x' } }, 'bad_config'],
  ['a row without its key', dataUpsert, { key: 'email', values: { nome: 'x' } }, 'bad_value'],
  ['neither id nor filter', dataDelete, {}, 'bad_config'],
  ['both of them', dataDelete, { id: 'x', where: [{ column: 'nome', operator: 'isEmpty' }] }, 'bad_config'],
  [
    'a filter that compares with nothing',
    dataDelete,
    { where: [{ column: 'nome', operator: 'eq', value: null }] },
    'bad_value',
  ],
  ['over a thousand rows', dataInsert, { values: Array.from({ length: 1001 }, () => ({})) }, 'bad_config'],
])('%s: the error says so, and is not tried again', async (_, action, config, code) => {
  const table = await newTable();
  await expect(run(action, { table, ...config })).rejects.toMatchObject({ code, retry: 'never' });
  expect(await all(table)).toEqual([]);
});

test('a page ends before it is larger than a run may hold, and goes on', async () => {
  const table = await newTable();
  const nome = 'x'.repeat(60_000);
  await run(dataInsert, { table, values: Array.from({ length: 60 }, (_, i) => ({ email: `e${i}`, nome })) });
  const first = await run(dataQuery, { table, limit: 1_000, count: true });
  expect([(first.rows as Json[]).length, first.total]).toEqual([52, 60]);
  const second = await run(dataQuery, { table, limit: 1_000, cursor: first.nextCursor as string });
  expect([(second.rows as Json[]).length, second.nextCursor]).toEqual([8, null]);
});

test('texts that PostgreSQL’s JSON does not take are kept as readers show them', async () => {
  const table = await newTable();
  const { row } = await run(dataInsert, { table, values: { email: 'a\0b\ud800', nome: '💡' } });
  expect(row).toMatchObject({ email: 'a\ufffdb\ufffd', nome: '💡' });
  expect(await run(dataGet, { table, by: 'email', value: 'a\0b\ud800' })).toMatchObject({ found: true });
});

test('a filter or an order by an indexed column reads its index, not the table', async () => {
  const table = await newTable();
  const rows = Array.from({ length: 1_000 }, (_, i) => ({ email: `e${i}`, pontos: i }));
  for (let i = 0; i < 5; i++)
    await run(dataInsert, { table, values: rows.map((one) => ({ ...one, email: `${i}${one.email}` })) });
  await db((tx) => tx.sql`select 1`);
  const plan = await db(async (tx) => {
    const [one] = await tx.sql<{ id: string }>`select id from data_tables where name = ${table}`;
    return tx.sql<{ 'QUERY PLAN': string }>`explain select r.id from data_keys k
      join data_rows r on r.tenant_id = k.tenant_id and r.table_id = k.table_id and r.id = k.row_id
      where k.tenant_id = ${tx.tenant} and k.table_id = ${one?.id} and k.column_id = 'c3' and k.key > 'n' order by k.key, r.id limit 10`;
  });
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('data_keys_order');
});

test('the tables of an erased tenant are gone, and nobody else’s', async () => {
  const other = await fixture.tenant();
  await fixture.database.withTenant(other, (tx) =>
    createTable(tx, { name: 'Deles', description: '', columns: COLUMNS, by: 'test' }),
  );
  await run(dataInsert, { table: 'Deles', values: { email: 'x' } }, 'e', other);
  const before = await usage();
  await eraseTables(fixture.database.withTenant, other);
  const left = await fixture.database.withTenant(
    other,
    (tx) =>
      tx.sql`select 1 from data_tables union all select 1 from data_rows union all select 1 from data_keys union all select 1 from data_usage`,
  );
  expect(left).toEqual([]);
  expect(await usage()).toEqual(before);
});
