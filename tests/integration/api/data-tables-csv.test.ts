import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from '#tests/any-character.ts';
import { twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const COLUMNS = [
  { name: 'Código', type: 'text', unique: true },
  { name: 'nome', type: 'text' },
  { name: 'valor', type: 'number' },
  { name: 'pago', type: 'boolean' },
  { name: 'dia', type: 'date' },
  { name: 'quando', type: 'dateTime' },
  { name: 'fase', type: 'choice', choices: ['novo', 'Velho; muito'] },
  { name: 'mais', type: 'json' },
];
let names = 0;
const made = async (columns: unknown[] = COLUMNS): Promise<string> => {
  const answer = await one.call('POST', '/v1/data-tables', { name: `CSV ${names++}`, columns });
  expect(answer.status).toBe(201);
  return `/v1/data-tables/${answer.body.id}`;
};
const give = (path: string, csv: string, query = '', headers: Record<string, string> = {}) =>
  one.call('POST', `${path}/import${query}`, csv, { 'content-type': 'text/csv', 'accept-language': 'en', ...headers });
const values = async (path: string) =>
  (await one.call('GET', `${path}/rows?limit=100`)).body.data.map((row: { values: unknown }) => row.values);

test('a CSV of a Portuguese Excel is read by its header: numbers, dates, yes and no', async () => {
  const path = await made();
  const csv = [
    'CÓDIGO ;nome;valor;pago;dia;quando;fase;mais',
    'A1;"Ana; ""a boa""";1.234,56;sim;31/12/2024;31/12/2024 08:30;NOVO;"{""a"":1}"',
    'A2;;R$ 10;;;2025-01-01T10:00:00Z;;',
    '',
    "A3;'=1+1;-0,5;não;2025-01-02;01/02/2025;;",
  ].join('\r\n');
  const answer = await give(path, csv);
  expect([answer.status, answer.body]).toMatchObject([
    200,
    { read: 3, inserted: 3, updated: 0, skipped: 0, faults: [] },
  ]);
  expect(answer.body.columns[0]).toEqual({ header: 'CÓDIGO ', column: 'Código' });
  const empty = { nome: null, valor: null, pago: null, dia: null, quando: null, fase: null, mais: null };
  expect(await values(path)).toEqual([
    {
      Código: 'A1',
      nome: 'Ana; "a boa"',
      valor: 1234.56,
      pago: true,
      dia: '2024-12-31',
      quando: '2024-12-31T11:30:00.000Z',
      fase: 'novo',
      mais: { a: 1 },
    },
    { ...empty, Código: 'A2', valor: 10, quando: '2025-01-01T10:00:00.000Z' },
    {
      ...empty,
      Código: 'A3',
      nome: '=1+1',
      valor: -0.5,
      pago: false,
      dia: '2025-01-02',
      quando: '2025-02-01T03:00:00.000Z',
    },
  ]);
});

test('windows-1252 is read as what it is', async () => {
  const path = await made();
  const sent = await fetch(`${fixture.url}${path}/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${one.key}`, 'content-type': 'text/csv' },
    body: Buffer.from('C\u00f3digo;nome\nA;pre\u00e7o', 'latin1'),
  });
  expect(sent.status).toBe(200);
  expect((await values(path))[0]).toMatchObject({ nome: 'preço' });
});

test('a row that does not fit keeps all out, and each fault is told; or the others come in', async () => {
  const path = await made();
  await give(path, 'Código\nX1');
  const csv = 'Código,valor,dia\nA1,dez,2025-02-30\nA2,1,\nA2,2,\nX1,3,\nA3,4,,sobra\n';
  const all = await give(path, csv);
  expect([all.status, all.body.code, all.body.skipped, all.body.read]).toEqual([422, 'invalid', 4, 5]);
  expect(all.body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])).toEqual([
    ['/2/valor', 'number'],
    ['/2/dia', 'date'],
    ['/4/Código', 'taken'],
    ['/5/Código', 'taken'],
    ['/6/#4', 'unknown'],
  ]);
  expect(await values(path)).toHaveLength(1);
  const dry = await give(path, csv, '?dryRun=true');
  expect(dry.body).toMatchObject({ dryRun: true, inserted: 1, skipped: 4, faultCount: 5 });
  expect(await values(path)).toHaveLength(1);
  const some = await give(path, csv, '?skipInvalid=true');
  expect([some.status, some.body]).toMatchObject([200, { inserted: 1, skipped: 4 }]);
  expect((await values(path)).map((row: { Código: string }) => row.Código)).toEqual(['X1', 'A2']);
});

test('by a unique column rows are changed; the same key again does nothing', async () => {
  const path = await made([...COLUMNS, { name: 'cpf', type: 'text', unique: true }]);
  await give(path, 'Código,nome,cpf\nA,Ana,1\nB,Bia,2');
  const answer = await give(
    path,
    'Código,nome,cpf\nA,Anna,1\nB,Bia,1\nC,Caio,3\nC,Caíque,3',
    '?key=C%C3%B3digo&skipInvalid=true',
  );
  expect(answer.body).toMatchObject({ inserted: 1, updated: 1, skipped: 1, faults: [{ row: 3, column: 'cpf' }] });
  expect((await values(path)).map((row: { nome: string }) => row.nome)).toEqual(['Anna', 'Bia', 'Caíque']);
  const key = { 'idempotency-key': `i-${path}` };
  const [first, again] = [await give(path, 'nome\nX', '', key), await give(path, 'nome\nX', '', key)];
  expect([first.status, again.headers.get('idempotency-replayed'), again.body]).toEqual([200, 'true', first.body]);
  expect((await give(path, 'nome\nY', '', key)).status).toBe(422);
  expect(await values(path)).toHaveLength(4);
});

test.each([
  ['a header that is not there', 'Código,cep\nA,1', '', 422, 'unknown_column'],
  ['a column twice', 'nome,NOME\nA,1', '', 422, 'bad_value'],
  ['nothing at all', '', '', 422, 'bad_value'],
  ['a quote that is open', 'nome\n"a', '', 422, 'bad_value'],
  ['a key that is not unique', 'nome\nA', '?key=nome', 422, 'bad_config'],
])('%s is refused', async (_, csv, query, status, code) => {
  const path = await made();
  const answer = await give(path, csv, query);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await values(path)).toEqual([]);
});

test('what is no CSV, and what is too large, is refused before it is read', async () => {
  const path = await made();
  expect((await give(path, '{}', '', { 'content-type': 'application/json' })).status).toBe(415);
  expect((await give(path, `nome\n${'x'.repeat(20 * 1024 * 1024)}`)).status).toBe(413);
});

test('thousands of rows come in and go out in pieces, in their order, and are deleted with their table', async () => {
  const path = await made();
  const lines = Array.from({ length: 5_000 }, (_, i) => `${i},nome ${i},${i / 4}`);
  const answer = await give(path, ['Código,nome,valor', ...lines].join('\n'));
  expect(answer.body).toMatchObject({ inserted: 5_000, skipped: 0 });
  expect((await one.call('GET', path)).body.rowCount).toBe(5_000);
  const out = await one.call('GET', `${path}/export`);
  expect(out.headers.get('content-disposition')).toContain('attachment');
  expect(out.headers.get('content-type')).toContain('text/csv');
  expect(out.text.split('\r\n').slice(1, -1)).toEqual(lines.map((line) => `${line},,,,,`));
  expect((await one.call('DELETE', path)).status).toBe(204);
  const left = await fixture.data.database.withTenant(
    one.tenantId,
    (db) => db.sql`select 1 from data_keys where table_id not in (select id from data_tables)`,
  );
  expect(left).toEqual([]);
});

test('an export for Excel has a mark and semicolons, and nothing that it would run', async () => {
  const path = await made();
  await one.call('POST', `${path}/rows`, {
    values: { Código: '=cmd()', nome: '-5', valor: -1.5, fase: 'Velho; muito' },
  });
  const { text } = await one.call('GET', `${path}/export?delimiter=%3B&bom=true`);
  // fetch takes the mark away.
  expect(text.replace('\ufeff', '')).toBe(
    'Código;nome;valor;pago;dia;quando;fase;mais\r\n\'=cmd();-5;-1,5;;;;"Velho; muito";\r\n',
  );
  const filtered = await one.call(
    'GET',
    `${path}/export?where=${encodeURIComponent('[{"column":"valor","operator":"gt","value":0}]')}&system=true`,
  );
  expect(filtered.text).toBe('id,Código,nome,valor,pago,dia,quando,fase,mais,createdAt,updatedAt\r\n');
});

const text = fc.string({ unit: anyCharacter, maxLength: 20 }).filter((one) => !one.includes('\0'));
const anyRow = fc.record({
  nome: fc.option(text),
  valor: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)),
  pago: fc.option(fc.boolean()),
  dia: fc.option(fc.constantFrom('2024-02-29', '0001-01-01', '9999-12-31')),
  quando: fc.option(
    fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((at) => at.toISOString()),
  ),
  fase: fc.option(fc.constantFrom('novo', 'Velho; muito')),
  mais: fc.option(fc.oneof(fc.integer(), text, fc.array(text), fc.dictionary(fc.constantFrom('a', 'b'), text))),
});

test.each([
  ['commas', ',', '.'],
  ['semicolons', ';', ','],
])('what is exported with %s comes back as it was', async (_, delimiter) => {
  const [from, to] = [await made(), await made()];
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (rows) => {
      const ids = (await one.call('GET', `${from}/rows?limit=100`)).body.data.map((row: { id: string }) => row.id);
      if (ids.length > 0) await one.call('POST', `${from}/rows/delete`, { ids });
      expect((await one.call('POST', `${from}/rows`, { values: rows })).status).toBe(201);
      const { text: csv } = await one.call('GET', `${from}/export?delimiter=${encodeURIComponent(delimiter)}`);
      const before = (await one.call('GET', `${to}/rows?limit=100`)).body.data.map((row: { id: string }) => row.id);
      if (before.length > 0) await one.call('POST', `${to}/rows/delete`, { ids: before });
      const answer = await give(to, csv, `?delimiter=${encodeURIComponent(delimiter)}`);
      expect([answer.status, answer.body.faults]).toEqual([200, []]);
      expect(await values(to)).toEqual(await values(from));
    }),
    { numRuns: 25 },
  );
});

test('another tenant can neither bring nor take', async () => {
  const path = await made();
  for (const answer of [
    await other.call('POST', `${path}/import`, 'nome\nx', { 'content-type': 'text/csv' }),
    await other.call('GET', `${path}/export`),
  ])
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
});
