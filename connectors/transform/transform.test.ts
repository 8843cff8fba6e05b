import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#flow/json.ts';
import { quickest } from '#tests/quickest.ts';
import type { Action } from '../action.ts';
import { contextFor } from '../context-for.ts';
import { inMemoryFiles } from '../in-memory-files.ts';
import { transformCsvParse } from './csv-parse.ts';
import { transformCsvStringify } from './csv-stringify.ts';
import { htmlToText } from './html-to-text.ts';
import { transformJsonParse } from './json-parse.ts';
import { transformJsonStringify } from './json-stringify.ts';
import { transformText } from './text.ts';
import { transformXmlParse } from './xml-parse.ts';
import { transformXmlStringify } from './xml-stringify.ts';

const files = inMemoryFiles();
const context = contextFor({ files });
const run = (action: Action, config: JsonObject) => action.run(config, context) as Promise<JsonObject>;
const keep = async (bytes: Uint8Array, name = 'a.csv') => ({
  ...(await files.put('t1', { bytes, name, type: 'text/plain' })),
});

describe('csvParse', () => {
  test.each([
    ['semicolons', 'nome;valor\nAna;1', { nome: 'Ana', valor: '1' }],
    ['commas', 'nome,valor\r\n"Lima, Ana",1\r\n', { nome: 'Lima, Ana', valor: '1' }],
    ['tabs', 'nome\tvalor\nAna\t1', { nome: 'Ana', valor: '1' }],
    ['one column', 'nome\nAna', { nome: 'Ana' }],
    ['a mark at the start', '\ufeffnome;valor\nAna;1', { nome: 'Ana', valor: '1' }],
    ['quotes with line ends', 'nome;valor\n"A ""b""\nc";1', { nome: 'A "b"\nc', valor: '1' }],
    ['a delimiter in a quoted header', '"a,b,c";valor\n1;2', { 'a,b,c': '1', valor: '2' }],
    [
      'names that come twice or not at all',
      'v;v;;__proto__\n1;2;3;4',
      { v: '1', v_2: '2', column_3: '3', __proto___: '4' },
    ],
  ])('reads %s', async (_, input, row) => {
    expect(await run(transformCsvParse, { input })).toMatchObject({ rows: [row], count: 1 });
  });

  test('a cell is text, as it stands, unless its column says otherwise', async () => {
    const input = 'cep;valor;pago;vazio\n01001000;R$ 1.234,56;sim;\n';
    const types = { valor: 'number', pago: 'boolean', vazio: 'number' };
    expect(await run(transformCsvParse, { input, types })).toEqual({
      rows: [{ cep: '01001000', valor: 1234.56, pago: true, vazio: null }],
      columns: ['cep', 'valor', 'pago', 'vazio'],
      count: 1,
    });
  });

  test.each([
    ['1,5', ',', 1.5],
    ['-1.234.567,8', ',', -1234567.8],
    ['1.5', '.', 1.5],
    ['1,234.5', '.', 1234.5],
  ])('the number %s with the decimal mark %s', async (text, decimal, value) => {
    const config = { input: `v\t\n${text}\t`, delimiter: '\t', decimal, types: { v: 'number' } };
    expect(await run(transformCsvParse, config)).toMatchObject({ rows: [{ v: value }] });
  });

  test.each(['12a', '1,2,3', '0x10', '1.23,4.5', 'Infinity'])(
    '%s is no number, and the error says where',
    async (text) => {
      const config = { input: `n;v\nx;1\ny;${text}`, types: { v: 'number' } };
      await expect(run(transformCsvParse, config)).rejects.toMatchObject({
        code: 'bad_value',
        details: { row: 2, column: 'v' },
      });
    },
  );

  test('rows of another length fail with their line, or are evened out', async () => {
    const input = 'a;b\n1;2;3\n4';
    await expect(run(transformCsvParse, { input })).rejects.toMatchObject({ code: 'bad_value', details: { line: 2 } });
    const { rows } = await run(transformCsvParse, { input, uneven: 'allow' });
    expect(rows).toEqual([
      { a: '1', b: '2' },
      { a: '4', b: null },
    ]);
  });

  test('without a header rows are lists; a list of names is the header', async () => {
    expect(await run(transformCsvParse, { input: '1;2', headers: false })).toMatchObject({
      rows: [['1', '2']],
      columns: [],
    });
    expect(await run(transformCsvParse, { input: '1;2', headers: ['x', 'y'] })).toMatchObject({
      rows: [{ x: '1', y: '2' }],
    });
  });

  test('a file of an older system, in windows-1252, is read with its accents; a strange file is not found', async () => {
    const input = await keep(Buffer.from('pe\u00e7a;pre\u00e7o\nProte\u00e7\u00e3o \u0096 \u0080;1', 'latin1'));
    expect(await run(transformCsvParse, { input })).toMatchObject({ rows: [{ peça: 'Proteção – €', preço: '1' }] });
    const theirs = { ...(await files.put('t2', { bytes: Buffer.from('a'), name: 'a', type: 'b' })) };
    await expect(run(transformCsvParse, { input: theirs })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('what is too large is refused before it is read', async () => {
    const file = { file: 'x', name: 'x', type: 'x', size: 11 * 1024 * 1024 };
    await expect(run(transformCsvParse, { input: file })).rejects.toMatchObject({ code: 'too_large' });
  });
});

describe('csvStringify', () => {
  const rows: JsonObject[] = [
    { nome: 'Ana; "a"', valor: 1234.5, extra: null },
    { nome: 'João', novo: { a: 1 } },
  ];

  test('semicolons, decimal commas, the columns of all rows', async () => {
    expect(await run(transformCsvStringify, { rows })).toEqual({
      text: 'nome;valor;extra;novo\r\n"Ana; ""a""";1234,5;;\r\nJoão;;;"{""a"":1}"\r\n',
      file: null,
    });
  });

  test('chosen columns under headers of their own, with commas and points', async () => {
    const columns = ['valor', { key: 'nome', header: 'Nome' }];
    const { text } = await run(transformCsvStringify, { rows, columns, delimiter: ',' });
    expect(text).toBe('valor,Nome\r\n1234.5,"Ana; ""a"""\r\n,João\r\n');
  });

  test.each(['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', '＝1'])('%j comes out disarmed', async (text) => {
    const made = await run(transformCsvStringify, { rows: [[text]] });
    expect(made.text).toContain(`'${text}`);
    expect((await run(transformCsvStringify, { rows: [[text]], escapeFormulas: false })).text).not.toContain("'");
  });

  test('negative numbers stay numbers', async () => {
    expect((await run(transformCsvStringify, { rows: [[-5.5, '-5,5']], delimiter: '|', decimal: ',' })).text).toBe(
      '-5,5|-5,5\r\n',
    );
  });

  test('a file has the mark that spreadsheets want, and is read back as it was', async () => {
    const { file } = await run(transformCsvStringify, { rows: [{ a: 'ç', b: 1.5 }], as: 'file', name: '../a.csv' });
    expect(file).toMatchObject({ name: '.._a.csv', type: 'text/csv' });
    const back = await run(transformCsvParse, { input: file ?? null, types: { b: 'number' } });
    expect(back.rows).toEqual([{ a: 'ç', b: 1.5 }]);
  });
});

describe('xmlParse', () => {
  test('attributes, texts, lists, entities; all values are text', async () => {
    const input =
      '<?xml version="1.0"?><n:nota xmlns:n="u" id="07"><det>1</det><v>&lt;&amp;&#233;</v><i><![CDATA[<b>]]></i><vazio/></n:nota>';
    expect(await run(transformXmlParse, { input, lists: ['det'], removePrefixes: true })).toEqual({
      value: { nota: { '@id': '07', det: ['1'], v: '<&é', i: '<b>', vazio: '' } },
    });
  });

  test.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an unclosed element', '<a><b></a>'],
    ['plain text', 'oi'],
    ['too many levels', '<a>'.repeat(500) + '</a>'.repeat(500)],
  ])('%s is bad_value', async (_, input) => {
    await expect(run(transformXmlParse, { input })).rejects.toMatchObject({ code: 'bad_value' });
  });

  test.each(['__proto__', 'constructor'])('a name that would reach a prototype is refused: %s', async (name) => {
    const input = `<a><${name}><x>1</x></${name}></a>`;
    await expect(run(transformXmlParse, { input })).rejects.toMatchObject({ code: 'bad_value' });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('many entities are as good as few', async () => {
    const { value } = await run(transformXmlParse, { input: `<a>${'&amp;&#233;'.repeat(30_000)}</a>` });
    expect((value as { a: string }).a).toHaveLength(60_000);
  });
});

describe('xmlStringify', () => {
  test('gives back what was read', async () => {
    const value: Json = { nota: { '@id': '7"&', det: ['1', '2'], v: '<&é>', '#text': 'oi' } };
    const { text } = await run(transformXmlStringify, { value });
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?><nota id="7&quot;&amp;">/);
    expect(await run(transformXmlParse, { input: String(text) })).toEqual({ value });
  });

  test.each([
    ['a key that is markup', { a: { 'b><script>': 1 } }],
    ['an attribute that is markup', { a: { '@b="" c': 1 } }],
    ['a character that XML lacks', { a: 'x\u0000' }],
    ['two roots', { a: 1, b: 2 }],
    ['a list as root', { a: [1, 2] }],
    ['a text', 'a'],
  ])('%s is refused', async (_, value) => {
    await expect(run(transformXmlStringify, { value: value as Json })).rejects.toMatchObject({
      code: /^bad_(config|value)$/,
    });
  });
});

describe('JSON', () => {
  test('lines go in and out', async () => {
    const { text } = await run(transformJsonStringify, { value: [{ a: 1 }, null], lines: true });
    expect(text).toBe('{"a":1}\nnull\n');
    expect(await run(transformJsonParse, { input: String(text), lines: true })).toEqual({ value: [{ a: 1 }, null] });
  });

  test('from a file, indented into a file', async () => {
    const { file } = await run(transformJsonStringify, { value: { a: 'ç' }, pretty: true, as: 'file' });
    expect(await run(transformJsonParse, { input: file ?? null })).toEqual({ value: { a: 'ç' } });
    expect(file).toMatchObject({ name: 'dados.json', size: 15 });
  });

  test('what is no JSON says in which line, and does not repeat the text', async () => {
    const config = { input: '{"a":1}\n{"cpf": 111.222', lines: true };
    const error = await run(transformJsonParse, config).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'bad_value', details: { line: 2 } });
    expect(String(error)).not.toContain('111.222');
  });
});

describe('text', () => {
  test.each([
    [{ operation: 'slug' }, ' Olá, Mundo! Ação nº 5 ', 'ola-mundo-acao-no-5'],
    [{ operation: 'escapeHtml' }, `<a b="c">'&\``, '&#60;a b=&#34;c&#34;&#62;&#39;&#38;&#96;'],
    [{ operation: 'unescapeHtml' }, '&lt;&#233;&eacute;&nada;', '<éé&nada;'],
    [{ operation: 'base64Decode' }, 'YcOnw6Nv', 'ação'],
    [{ operation: 'urlDecode' }, 'a%C3%A7%C3%A3o+x', 'ação x'],
    [{ operation: 'hash', algorithm: 'md5' }, 'a', '0cc175b9c0f1b6a831c399e269772661'],
    [{ operation: 'replace', pattern: '\\bfoo', replacement: '$1' }, 'xfoo foo', 'xfoo $1'],
    [{ operation: 'replace', pattern: '\\s+' }, 'a  b\nc', 'abc'],
    [{ operation: 'fill', values: { nome: 'Ana {x}', x: null } }, 'Oi {nome}, {x}{falta}', 'Oi Ana {x}, {falta}'],
    [{ operation: 'read' }, 'x', 'x'],
  ])('%j of %j', async (config, input, text) => {
    expect(await run(transformText, { ...config, input } as JsonObject)).toMatchObject({ text });
  });

  test('extract gives every match with its groups', async () => {
    const config = { operation: 'extract', pattern: '(\\d+)(?:,(\\d+))?', input: 'R$ 12,50 e 3' };
    expect(await run(transformText, config)).toEqual({
      text: '12',
      matches: [
        ['12,50', '12', '50'],
        ['3', '3', null],
      ],
    });
  });

  test.each([
    [{ operation: 'extract', input: 'a' }, 'bad_config'],
    [{ operation: 'extract', input: 'a', pattern: '(' }, 'bad_config'],
    [{ operation: 'extract', input: 'a', pattern: '(?=a)' }, 'bad_config'],
    [{ operation: 'extract', input: 'ab'.repeat(1_000_000), pattern: '(a|b)*c(d|e){10}f{20}' }, 'too_large'],
    [{ operation: 'base64Decode', input: '%%' }, 'bad_value'],
    [{ operation: 'urlDecode', input: '%zz' }, 'bad_value'],
  ])('%#: %s', async (config, code) => {
    await expect(run(transformText, config as JsonObject)).rejects.toMatchObject({ code });
  });
});

describe('what a person would read of HTML', () => {
  test.each([
    ['<p>Um</p><p>Dois<br>linhas</p>', 'Um\n\nDois\nlinhas'],
    ['<ul><li>a</li><li>b</li></ul>', '- a\n- b'],
    ['<a href="https://x.example">aqui</a>', 'aqui (https://x.example)'],
    ['<a href="https://x.example">https://x.example</a>', 'https://x.example'],
    ['<a href="javascript:alert(1)">x</a>', 'x'],
    ['<style>p{}</style><script>a<b</script><!-- x --><b>vis&iacute;vel</b>', 'visível'],
    ['a < b &amp; c > d', 'a < b & c > d'],
    ['<table><tr><td>1</td><td>2</td></tr></table>', '1\t2'],
  ])('%s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test.each(['<a href="http://x">', '<', '<script>', '<!--', '&', '<a href="http://x">y</a>', ' \n'])(
    'a long text of %j takes its time only once',
    (part) => {
      const html = part.repeat(Math.ceil(300_000 / part.length));
      expect(quickest(() => void htmlToText(html))).toBeLessThan(1_000);
    },
  );
});
