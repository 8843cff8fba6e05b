import { expect, test } from 'vitest';
import { type Account, deploy, twoAccounts } from './api-fixture.ts';

const { one, other } = await twoAccounts();

let names = 0;
const COLUMNS = [
  { name: 'email', type: 'text', unique: true, required: true },
  { name: 'nome', type: 'text' },
  { name: 'idade', type: 'number', indexed: true },
  { name: 'ativo', type: 'boolean', default: true },
  { name: 'desde', type: 'date' },
  { name: 'visto', type: 'dateTime', indexed: true },
  { name: 'fase', type: 'choice', choices: ['novo', 'cliente'] },
  { name: 'mais', type: 'json' },
];
/** Makes a table; gives its answer. */
const made = async (columns: unknown[] = COLUMNS, account: Account = one) => {
  const answer = await account.call('POST', '/v1/data-tables', { name: `Contatos ${names++}`, columns });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.body;
};
const rowsOf = (table: { id: string }, query: Record<string, unknown> = {}, account: Account = one) => {
  const text = Object.entries(query).map(
    ([key, value]) => `${key}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`,
  );
  return account.call('GET', `/v1/data-tables/${table.id}/rows?${text.join('&')}`);
};
const add = (table: { id: string }, values: unknown, more: object = {}, headers: Record<string, string> = {}) =>
  one.call('POST', `/v1/data-tables/${table.id}/rows`, { values, ...more }, headers);

test('a table is made, found by id and by name, listed, renamed and deleted with its rows', async () => {
  const table = await made();
  expect(table.columns[0]).toEqual({
    id: 'c1',
    name: 'email',
    type: 'text',
    required: true,
    unique: true,
    indexed: false,
    default: null,
    choices: [],
  });
  const read = await one.call('GET', `/v1/data-tables/${encodeURIComponent(table.name)}`);
  expect([read.status, read.body, read.headers.get('etag')]).toEqual([200, table, '"1"']);
  expect((await one.call('GET', '/v1/data-tables')).body.data[0].id).toBe(table.id);
  const renamed = await one.call('PATCH', `/v1/data-tables/${table.id}`, { name: 'Pessoas' }, { 'if-match': '"1"' });
  expect([renamed.status, renamed.body.name, renamed.headers.get('etag')]).toEqual([200, 'Pessoas', '"2"']);
  expect((await one.call('PATCH', `/v1/data-tables/${table.id}`, { name: 'X' }, { 'if-match': '"1"' })).status).toBe(
    412,
  );
  expect((await one.call('POST', '/v1/data-tables', { name: 'Pessoas', columns: COLUMNS })).status).toBe(409);
  await add(table, { email: 'a@b.c' });
  expect((await one.call('DELETE', `/v1/data-tables/${table.id}`)).status).toBe(204);
  expect((await one.call('GET', `/v1/data-tables/${table.id}`)).status).toBe(404);
  expect((await rowsOf(table)).status).toBe(404);
});

test.each([
  ['a reserved name', [{ name: 'createdAt', type: 'text' }], '/columns/0/name'],
  ['a name that comes twice', [COLUMNS[0], { name: 'EMAIL', type: 'text' }], '/columns/1/name'],
  ['a choice without choices', [{ name: 'a', type: 'choice' }], '/columns/0/choices'],
  ['a default of another type', [{ name: 'a', type: 'number', default: 'x' }], '/columns/0/default'],
  ['unique JSON', [{ name: 'a', type: 'json', unique: true }], '/columns/0/type'],
  ['a column of nothing', [{ name: 'a', type: 'money' }], '/columns/0/type'],
  ['a blank name', [{ name: ' a', type: 'text' }], '/columns/0/name'],
])('%s is invalid', async (_, columns, pointer) => {
  const answer = await one.call('POST', '/v1/data-tables', { name: `Ruim ${names++}`, columns });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
});

test('a row is written with defaults, read, changed under its ETag, and deleted', async () => {
  const table = await made();
  const answer = await add(table, { email: 'ana@x.y', visto: '2025-06-01T09:30:00-03:00', mais: { a: [1] } });
  expect(answer.status).toBe(201);
  const [row] = answer.body.rows;
  expect(row.values).toEqual({
    email: 'ana@x.y',
    nome: null,
    idade: null,
    ativo: true,
    desde: null,
    visto: '2025-06-01T12:30:00.000Z',
    fase: null,
    mais: { a: [1] },
  });
  const path = `/v1/data-tables/${table.id}/rows/${row.id}`;
  const changed = await one.call('PATCH', path, { values: { nome: 'Ana', mais: null } }, { 'if-match': '"1"' });
  expect([changed.status, changed.body.version, changed.body.values.nome]).toEqual([200, 2, 'Ana']);
  expect(changed.body.values.mais).toBe(null);
  expect((await one.call('PATCH', path, { values: { nome: 'B' } }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await one.call('DELETE', path, undefined, { 'if-match': '"1"' })).status).toBe(412);
  expect((await one.call('GET', path)).body).toEqual(changed.body);
  expect((await one.call('DELETE', path)).status).toBe(204);
  expect((await one.call('GET', path)).status).toBe(404);
  expect((await one.call('GET', `/v1/data-tables/${table.id}`)).body).toMatchObject({ rowCount: 0, bytes: 0 });
});

test.each([
  ['a column that is not there', { email: 'x', telefone: '1' }, 'unknown_column', '/values/telefone'],
  ['a number as a text', { email: 'x', idade: '3' }, 'bad_value', '/values/idade'],
  ['a day that is none', { email: 'x', desde: '2025-02-30' }, 'bad_value', '/values/desde'],
  ['an instant without an offset', { email: 'x', visto: '2025-02-20T10:00:00' }, 'bad_value', '/values/visto'],
  ['what is no choice', { email: 'x', fase: 'velho' }, 'bad_value', '/values/fase'],
  ['a required cell that is missing', { nome: 'x' }, 'bad_value', '/values/email'],
  ['a unique text that is too long', { email: 'x'.repeat(501) }, 'bad_value', '/values/email'],
  ['a row that is too large', { email: 'x', nome: 'x'.repeat(70_000) }, 'bad_value', '/values/nome'],
])('%s is refused, and says where', async (_, values, code, pointer) => {
  const table = await made();
  const answer = await add(table, values);
  expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([422, code, pointer]);
});

test('of several rows all are written or none; an Idempotency-Key writes them once', async () => {
  const table = await made();
  const twice = await add(table, [{ email: 'a' }, { email: 'b' }, { email: 'a' }]);
  expect([twice.status, twice.body.code, twice.body.column, twice.body.index]).toEqual([409, 'conflict', 'email', 2]);
  expect((await rowsOf(table)).body.data).toEqual([]);
  const key = { 'idempotency-key': `k-${table.id}` };
  const [first, again] = [
    await add(table, [{ email: 'a' }, { email: 'b' }], {}, key),
    await add(table, [{ email: 'a' }, { email: 'b' }], {}, key),
  ];
  expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
  expect(again.body).toEqual(first.body);
  const upserted = await add(table, [{ email: 'b', nome: 'Bia' }, { email: 'c' }], { key: 'email' });
  expect(upserted.body).toMatchObject({ inserted: 1, updated: 1, rows: [{ values: { nome: 'Bia' } }, {}] });
  expect((await rowsOf(table, { total: 'true' })).body.total).toBe(3);
  const ids = upserted.body.rows.map(({ id }: { id: string }) => id);
  const gone = await one.call('POST', `/v1/data-tables/${table.id}/rows/delete`, {
    ids: [...ids, `row_${'0'.repeat(32)}`],
  });
  expect(gone.body.deleted.toSorted()).toEqual(ids.toSorted());
});

test('rows are found by filters, in order, page by page, with an index or without', async () => {
  const table = await made();
  const values = Array.from({ length: 25 }, (_, i) => ({
    email: `p${String(i).padStart(2, '0')}`,
    nome: ['São Paulo', 'sao joao', 'Rio'][i % 3],
    idade: i % 5 === 0 ? null : i - 10.5,
    ativo: i % 2 === 0,
    visto: new Date(Date.UTC(2025, 0, i + 1)).toISOString(),
  }));
  await add(table, values);
  const emails = async (query: Record<string, unknown>) => {
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { status, body } = await rowsOf(table, { ...query, limit: '4', ...(cursor && { cursor }) });
      expect([status, body.code]).toEqual([200, undefined]);
      found.push(...body.data.map((row: { values: { email: string } }) => row.values.email));
      cursor = body.nextCursor;
    }
    return found;
  };
  const expected = (keep: (row: (typeof values)[number]) => boolean) => values.filter(keep).map(({ email }) => email);
  expect(await emails({})).toEqual(expected(() => true));
  for (const column of ['idade', 'visto', 'email', 'nome', 'ativo', 'createdAt'])
    for (const descending of [false, true]) {
      const found = await emails({ sort: [{ column, descending }] });
      expect([column, [...found].toSorted()]).toEqual([column, expected(() => true)]);
    }
  const ages = await rowsOf(table, { sort: [{ column: 'idade', descending: true }], limit: '100' });
  const sorted = ages.body.data.map((row: { values: { idade: number | null } }) => row.values.idade);
  expect(sorted.slice(0, 3)).toEqual([13.5, 12.5, 11.5]);
  expect(sorted.slice(-5)).toEqual([null, null, null, null, null]);
  const where = (column: string, operator: string, value?: unknown) => [{ column, operator, value }];
  expect(await emails({ where: where('idade', 'gt', 5) })).toEqual(
    expected(({ idade }) => idade !== null && idade > 5),
  );
  expect(await emails({ where: where('idade', 'lte', -4.5) })).toEqual(
    expected(({ idade }) => idade !== null && idade <= -4.5),
  );
  expect(await emails({ where: where('idade', 'ne', 10.5) })).toEqual(expected(({ idade }) => idade !== 10.5));
  expect(await emails({ where: where('idade', 'isEmpty') })).toEqual(expected(({ idade }) => idade === null));
  expect(await emails({ where: where('nome', 'contains', 'SAO') })).toEqual(expected(({ nome }) => nome !== 'Rio'));
  expect(await emails({ where: where('nome', 'startsWith', 'S') })).toEqual(
    expected(({ nome }) => nome === 'São Paulo'),
  );
  expect(await emails({ where: where('email', 'startsWith', 'p1') })).toEqual(
    expected(({ email }) => email[1] === '1'),
  );
  expect(await emails({ where: where('email', 'in', ['p03', 'p21', 'x']) })).toEqual(['p03', 'p21']);
  expect(await emails({ where: where('ativo', 'eq', false) })).toEqual(expected(({ ativo }) => !ativo));
  expect(await emails({ where: where('visto', 'gte', '2025-01-20T00:00:00-01:00') })).toEqual(
    expected(({ visto }) => visto > '2025-01-20T01'),
  );
  const either = [...where('email', 'eq', 'p01'), ...where('nome', 'eq', 'Rio')];
  expect(await emails({ where: either, match: 'any', sort: [{ column: 'nome' }, { column: 'idade' }] })).toHaveLength(
    9,
  );
  expect(await emails({ where: where('createdAt', 'gt', '2020-01-01') })).toHaveLength(25);
});

test.each([
  ['a column that is not there', [{ column: 'x', operator: 'eq', value: 1 }], 'unknown_column'],
  ['a value of another type', [{ column: 'idade', operator: 'eq', value: 'x' }], 'bad_value'],
  ['nothing to compare with', [{ column: 'nome', operator: 'eq', value: null }], 'bad_value'],
  ['an order of JSON', [{ column: 'mais', operator: 'gt', value: 1 }], 'bad_value'],
  ['text in a number', [{ column: 'idade', operator: 'contains', value: '1' }], 'bad_value'],
  ['an operator that is none', [{ column: 'idade', operator: 'like', value: '1' }], 'invalid'],
])('a filter with %s is refused', async (_, where, code) => {
  const answer = await rowsOf(await made(), { where });
  expect([answer.status, answer.body.code]).toEqual([422, code]);
});

test('a cursor is good for its own query alone', async () => {
  const table = await made();
  await add(table, [{ email: 'a' }, { email: 'b' }]);
  const { nextCursor: cursor } = (await rowsOf(table, { limit: '1' })).body;
  expect((await rowsOf(table, { limit: '1', cursor, sort: [{ column: 'nome' }] })).status).toBe(400);
});

test('a column that is renamed keeps its cells; what would be lost is asked about', async () => {
  const table = await made();
  await add(table, [
    { email: 'a', nome: '12' },
    { email: 'b', nome: 'doze' },
  ]);
  const change = (columns: unknown[], more: object = {}) =>
    one.call('PATCH', `/v1/data-tables/${table.id}`, { columns, ...more });
  const [email, nome] = table.columns;
  const renamed = await change(
    [{ ...email, name: 'mail' }, nome, { name: 'novo', type: 'number', required: true, default: 7 }],
    { confirm: true },
  );
  expect([renamed.status, renamed.body.columns.map(({ id }: { id: string }) => id)]).toEqual([200, ['c1', 'c2', 'c9']]);
  expect((await rowsOf(table)).body.data.map((row: { values: unknown }) => row.values)).toEqual([
    { mail: 'a', nome: '12', novo: 7 },
    { mail: 'b', nome: 'doze', novo: 7 },
  ]);
  const columns = renamed.body.columns;
  const asked = await change([{ ...columns[1], type: 'number' }, columns[2]]);
  expect([asked.status, asked.body]).toMatchObject([
    409,
    {
      code: 'conflict',
      confirm: true,
      losses: [
        { column: 'mail', why: 'deleted', rows: 2 },
        { column: 'nome', why: 'does_not_convert', rows: 1 },
      ],
    },
  ]);
  expect((await change([{ ...columns[1], type: 'number' }, columns[2]], { confirm: true })).status).toBe(200);
  expect((await rowsOf(table)).body.data.map((row: { values: unknown }) => row.values)).toEqual([
    { nome: 12, novo: 7 },
    { nome: null, novo: 7 },
  ]);
  const now = (await one.call('GET', `/v1/data-tables/${table.id}`)).body.columns;
  expect((await change([now[0], { ...now[1], unique: true, default: null }])).body).toMatchObject({
    code: 'conflict',
    column: 'novo',
  });
  expect((await change([{ ...now[0], required: true }, now[1]])).body).toMatchObject({
    code: 'conflict',
    missing: { nome: 1 },
  });
});

test('nothing of another tenant is there, whatever is asked of it', async () => {
  const table = await made();
  const [row] = (await add(table, { email: 'a' })).body.rows;
  const path = `/v1/data-tables/${table.id}`;
  const calls: [string, string, unknown?][] = [
    ['GET', path],
    ['GET', `/v1/data-tables/${encodeURIComponent(table.name)}`],
    ['PATCH', path, { name: 'minha' }],
    ['DELETE', path],
    ['GET', `${path}/rows`],
    ['POST', `${path}/rows`, { values: { email: 'x' } }],
    ['POST', `${path}/rows/delete`, { ids: [row.id] }],
    ['GET', `${path}/rows/${row.id}`],
    ['PATCH', `${path}/rows/${row.id}`, { values: { nome: 'x' } }],
    ['DELETE', `${path}/rows/${row.id}`],
  ];
  for (const [method, address, body] of calls) {
    const answer = await other.call(method, address, body);
    expect([method, address, answer.status, answer.body.code]).toEqual([method, address, 404, 'not_found']);
  }
  const theirs = await made(COLUMNS, other);
  const stolen = `/v1/data-tables/${theirs.id}/rows/${row.id}`;
  expect((await other.call('GET', stolen)).status).toBe(404);
  expect((await other.call('PATCH', stolen, { values: { nome: 'x' } })).status).toBe(404);
  expect(
    (await other.call('POST', `/v1/data-tables/${theirs.id}/rows/delete`, { ids: [row.id] })).body.deleted,
  ).toEqual([]);
  expect((await other.call('GET', '/v1/data-tables')).body.data.map(({ id }: { id: string }) => id)).toEqual([
    theirs.id,
  ]);
  expect((await one.call('GET', `${path}/rows/${row.id}`)).body.version).toBe(1);
});

const flowWith = (nodes: Record<string, unknown>[]) => ({
  language: 'trama/1',
  name: 'Com tabela',
  trigger: { type: 'api', config: {} },
  nodes,
  edges: nodes.map(({ id }, i) => ({ from: nodes[i - 1]?.id ?? 'trigger', to: id })),
});

test('a flow that names a table or a column that is not there cannot be published', async () => {
  const table = await made();
  const insert = (config: unknown) => [{ id: 'a', type: 'data.insert', config }];
  const problems = async (nodes: Record<string, unknown>[], account = one) => {
    const { body } = await account.call('POST', '/v1/flows/validate', { definition: flowWith(nodes) });
    return body.problems.map((one: { code: string; field: string }) => `${one.code} ${one.field}`);
  };
  const email = '{{ trigger.data.email }}';
  expect(await problems(insert({ table: table.name, values: { email, idade: 3 } }))).toEqual([]);
  expect(await problems(insert({ table: table.id, values: [{ email }] }))).toEqual([]);
  expect(await problems(insert({ table: 'Nada', values: { email } }))).toEqual(['bad_config /config/table']);
  expect(await problems(insert({ table: table.name, values: { email } }), other)).toEqual(['bad_config /config/table']);
  expect(await problems(insert({ table: table.id, values: { 'e/mail': email, idade: 'x' } }))).toEqual([
    'bad_config /config/values/e~1mail',
    'type_mismatch /config/values/idade',
    'bad_config /config/values',
  ]);
  const query = {
    table: table.id,
    where: [{ column: 'x', operator: 'eq', value: 1 }],
    sort: [{ column: 'createdAt' }],
  };
  expect(
    await problems([
      { id: 'q', type: 'data.query', config: query },
      { id: 'u', type: 'data.upsert', config: { table: table.id, key: 'nome', values: { email } } },
      { id: 'g', type: 'data.get', config: { table: table.id, value: email } },
      { id: 'd', type: 'data.delete', config: { table: 'Nada', id: email }, disabled: true },
    ]),
  ).toEqual(['bad_config /config/where/0/column', 'bad_config /config/key']);
});

test('what a published flow uses is not deleted, nor changed without a word', async () => {
  const table = await made();
  const flow = await deploy(one, flowWith([{ id: 'q', type: 'data.query', config: { table: table.name } }]));
  const path = `/v1/data-tables/${table.id}`;
  const flows = [{ id: flow, name: 'Com tabela' }];
  expect((await one.call('GET', path)).body.flows).toEqual(flows);
  expect((await one.call('DELETE', path)).body).toMatchObject({ code: 'conflict', flows });
  expect((await one.call('PATCH', path, { name: 'Outro nome' })).body).toMatchObject({ code: 'conflict', flows });
  const columns = table.columns.map((column: { name: string }) => ({ ...column, name: `${column.name} 2` }));
  expect((await one.call('PATCH', path, { columns })).body).toMatchObject({
    code: 'conflict',
    confirm: true,
    losses: [],
    flows,
  });
  expect((await one.call('PATCH', path, { columns, confirm: true })).status).toBe(200);
  await one.call('DELETE', `/v1/flows/${flow}`);
  expect((await one.call('DELETE', path)).status).toBe(204);
});

test('without the right to it a key neither reads nor writes tables', async () => {
  const { key } = (await one.call('POST', '/v1/api-keys', { name: 'x', scopes: ['data:read'] })).body;
  const as = (method: string, path: string, body?: unknown) =>
    one.call(method, path, body, { authorization: `Bearer ${key}` });
  const table = await made();
  expect((await as('GET', `/v1/data-tables/${table.id}/rows`)).status).toBe(200);
  expect((await as('POST', `/v1/data-tables/${table.id}/rows`, { values: { email: 'x' } })).status).toBe(403);
});
