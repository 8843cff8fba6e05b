import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { winAnsi } from '#flow/contracts/win-ansi.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { textsOfPdf } from '#tests/texts-of-pdf.ts';
import { contextFor } from '../context-for.ts';
import { inMemoryFiles } from '../in-memory-files.ts';
import { pdfRender } from './render.ts';

const files = inMemoryFiles();
const run = { id: 'run_0197fd1f0c007abc8def0123456789ab', test: false };
const context = () => contextFor({ files }, { run });

const render = async (content: Json, more: JsonObject = {}) => {
  const made = (await pdfRender.run({ content, ...more }, context())) as {
    file: { file: string; name: string };
    pages: number;
  };
  const bytes = Buffer.from(await files.read('t1', made.file.file));
  return { ...made, bytes, texts: textsOfPdf(bytes) };
};

const chunk = (name: string, data: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
};
/** A PNG with transparency, which is unpacked to be written. */
const png = (pixels: Uint8Array, width = 2, height = 2): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
};
const pixels = Buffer.from([0, 255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 0, 255, 255, 9, 9, 9, 0]);
const image = async (bytes: Uint8Array) => ({
  type: 'image',
  file: { ...(await files.put('t1', { bytes, name: 'logo.png', type: 'image/png' })) },
});

test('text, lists, fields and tables are on the page, with their accents', async () => {
  const { bytes, texts, pages, file } = await render(
    [
      { type: 'heading', text: 'Orçamento nº 7' },
      { type: 'paragraph', text: 'Válido até amanhã – “sem compromisso”, R$\u00a01.234,56 (€ 200).' },
      { type: 'list', items: ['Proteção', 'Revisão'], ordered: true },
      { type: 'fields', values: { Cliente: 'João Conceição', Placa: null } },
      {
        type: 'table',
        columns: [{ header: 'Peça' }, { header: 'Preço', key: 'p', align: 'right' }],
        rows: [{ Peça: 'Vela', p: 12.5 }, ['Óleo', '40,00']],
        totals: ['Total', '52,50'],
      },
      { type: 'line' },
      { type: 'space' },
    ],
    { title: 'Orçamento', header: 'Oficina São José', footer: 'CNPJ 00', name: 'a/b.pdf' },
  );
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  for (const text of [
    'Orçamento nº 7',
    'Válido até amanhã – “sem',
    '€ 200',
    '1.',
    'Revisão',
    'João Conceição',
    'Peça',
    'Vela',
    'Óleo',
    'Total',
    'Oficina São José',
    'CNPJ 00',
    '1 / 1',
  ])
    expect(texts).toContain(text);
  expect([pages, file.name]).toEqual([1, 'a_b.pdf']);
});

test('the same input in the same run gives the same bytes; its date is the run’s', async () => {
  const content = [{ type: 'paragraph', text: 'x' }, await image(png(deflateSync(pixels)))];
  const [first, again] = [await render(content), await render(content)];
  expect(first.bytes.equals(again.bytes)).toBe(true);
  expect(first.bytes.toString('latin1')).toContain(
    `(D:${new Date(0x0197fd1f0c00).toISOString().slice(0, 19).replace(/[-T:]/g, '')}`,
  );
});

test('a long table repeats its header on each page and loses no row', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => [`linha ${i}`, 'x'.repeat(i % 90)]);
  const { texts, pages } = await render([{ type: 'table', columns: [{ header: 'CABEÇALHO' }, { header: 'B' }], rows }]);
  expect(pages).toBeGreaterThan(5);
  expect(texts.match(/CABEÇALHO/g)).toHaveLength(pages);
  expect(texts.match(/linha \d+/g)).toEqual(rows.map(([first]) => first));
  expect(texts).toContain(`${pages} / ${pages}`);
});

test('page breaks, sizes and pages without numbers', async () => {
  const content: JsonObject[] = [
    { type: 'paragraph', text: 'a' },
    { type: 'pageBreak' },
    { type: 'paragraph', text: 'b' },
  ];
  const { texts, pages, bytes } = await render(content, { page: 'A4-landscape', pageNumbers: false });
  expect([pages, texts]).toEqual([2, 'a\nb']);
  expect(bytes.toString('latin1')).toContain('[0 0 841.89 595.28]');
});

test('nothing at all is one empty page', async () => {
  expect((await render([])).pages).toBe(1);
});

describe('images', () => {
  test('of kept files, with transparency, never larger than the page', async () => {
    const { bytes } = await render([{ ...(await image(png(deflateSync(pixels)))), width: 1_000, align: 'center' }]);
    expect(bytes.toString('latin1')).toContain('/SMask');
  });

  test.each([
    ['no image', Buffer.from('GIF89a…')],
    ['a cut PNG', png(deflateSync(pixels)).subarray(0, 60)],
    ['a PNG whose pixels are no data', png(Buffer.from('não é zlib'))],
    ['a PNG with pixels missing', png(deflateSync(pixels.subarray(0, 9)))],
    ['a PNG with an unknown filter', png(deflateSync(Buffer.from([9, ...pixels.subarray(1)])))],
    ['a PNG that unpacks to gigabytes', png(deflateSync(Buffer.alloc(1_000)), 60_000, 60_000)],
    ['a cut JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4])],
  ])('%s is bad_value, and nothing else breaks', async (_, bytes) => {
    await expect(render([await image(bytes)])).rejects.toMatchObject({ code: 'bad_value' });
  });

  test('another tenant’s are not found', async () => {
    const file = { ...(await files.put('t2', { bytes: png(deflateSync(pixels)), name: 'a', type: 'b' })), file: 'x' };
    await expect(render([{ type: 'image', file }])).rejects.toMatchObject({ code: 'not_found' });
  });
});

test.each([
  ['Ação, “já” — €', 'Ação, “já” — €'],
  ['a\u0301', 'á'],
  ['→ 日本 😀', '-> ?? ?'],
  ['a\u200bb\tc\r\n', 'ab    c\n'],
])('of %j the fonts show %j', (text, shown) => {
  expect(winAnsi(text)).toBe(shown);
});

test('a cancelled run stops drawing', async () => {
  const signal = AbortSignal.abort(new Error('cancelled'));
  const made = pdfRender.run({ content: [{ type: 'space' }] }, { ...context(), signal });
  await expect(made).rejects.toThrow('cancelled');
});
