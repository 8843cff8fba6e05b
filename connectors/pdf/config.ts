import { z } from 'zod';
import { anyJson, field } from '../form-field.ts';
import { fileValue } from '../read-file-value.ts';
import { fileName } from '../transform/result.ts';

const text = () => z.string().max(100_000);
const align = () => z.enum(['left', 'center', 'right', 'justify']).default('left');
const cell = () => z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

const column = z.strictObject({
  header: z.string().max(256),
  /** Of rows that are objects; the header where it says none. */
  key: z.string().min(1).max(256).optional(),
  align: z.enum(['left', 'center', 'right']).default('left'),
  /** A share of the width, against those of the other columns. */
  width: z.number().positive().max(100).default(1),
});
export type Column = z.output<typeof column>;

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('heading'), text: text(), level: z.int().min(1).max(3).default(1) }),
  z.strictObject({
    type: z.literal('paragraph'),
    text: text(),
    bold: z.boolean().default(false),
    size: z.number().min(6).max(48).default(10.5),
    align: align(),
  }),
  z.strictObject({
    type: z.literal('list'),
    items: z.array(text()).max(1_000),
    ordered: z.boolean().default(false),
  }),
  z.strictObject({
    type: z.literal('fields'),
    /** In order: what stands before each, and its value. */
    values: z.record(z.string().max(256), cell()),
  }),
  z.strictObject({
    type: z.literal('table'),
    columns: z.array(column).min(1).max(20),
    /** Objects, or lists in the order of the columns. */
    rows: z.array(anyJson()).max(10_000),
    /** A last row, set off. */
    totals: z.array(cell()).max(20).optional(),
  }),
  z.strictObject({
    type: z.literal('image'),
    file: fileValue(),
    /** Points, at most the page's width; 72 are an inch. */
    width: z.number().min(8).max(1_000).optional(),
    align: z.enum(['left', 'center', 'right']).default('left'),
  }),
  z.strictObject({ type: z.literal('space'), size: z.number().min(1).max(500).default(12) }),
  z.strictObject({ type: z.literal('line') }),
  z.strictObject({ type: z.literal('pageBreak') }),
]);
export type Block = z.output<typeof block>;

/** Config of `pdf.render`, after its expressions were read. Sizes are points. */
export const pdfConfig = z.strictObject({
  content: field(z.array(block).max(2_000), {
    title: { pt: 'Conteúdo', en: 'Content' },
    help: {
      pt: 'Blocos em ordem: heading, paragraph, list, fields, table, image, space, line, pageBreak.',
      en: 'Blocks in order: heading, paragraph, list, fields, table, image, space, line, pageBreak.',
    },
    widget: 'json',
  }),
  title: field(z.string().max(256).optional(), {
    title: { pt: 'Título do documento', en: 'Title of the document' },
    help: {
      pt: 'Mostrado pela janela do leitor, não na página.',
      en: 'Shown by the reader’s window, not on the page.',
    },
  }),
  page: field(z.enum(['A4', 'A4-landscape', 'A5', 'letter']).default('A4'), {
    title: { pt: 'Folha', en: 'Page' },
    widget: 'select',
    labels: {
      A4: { pt: 'A4', en: 'A4' },
      'A4-landscape': { pt: 'A4 deitada', en: 'A4 landscape' },
      A5: { pt: 'A5', en: 'A5' },
      letter: { pt: 'Carta', en: 'Letter' },
    },
  }),
  header: field(z.string().max(500).optional(), { title: { pt: 'Topo de cada página', en: 'Top of each page' } }),
  footer: field(z.string().max(500).optional(), { title: { pt: 'Pé de cada página', en: 'Foot of each page' } }),
  pageNumbers: field(z.boolean().default(true), { title: { pt: 'Numerar páginas', en: 'Page numbers' } }),
  name: fileName('orcamento-7.pdf'),
});
export type PdfConfig = z.output<typeof pdfConfig>;
