import { z } from 'zod';
import { anyJson, field } from '../form-field.ts';
import { fileValue } from '../read-file-value.ts';
import { fileName } from '../transform/result.ts';

const text = () => z.string().max(100_000);
const SIDES = {
  left: { pt: 'Esquerda', en: 'Left' },
  center: { pt: 'Centro', en: 'Centre' },
  right: { pt: 'Direita', en: 'Right' },
  justify: { pt: 'Os dois lados', en: 'Both sides' },
};
const ALIGN = { title: { pt: 'Alinhar', en: 'Align' }, labels: SIDES, rare: true };
const align = () => field(z.enum(['left', 'center', 'right', 'justify']).default('left'), ALIGN);
const side = () => field(z.enum(['left', 'center', 'right']).default('left'), ALIGN);
const words = () => field(text(), { title: { pt: 'Texto', en: 'Text' }, lines: 'many' });
const cell = () => z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

const column = z.strictObject({
  header: field(z.string().max(256), { title: { pt: 'Título', en: 'Header' }, examples: ['Peça'] }),
  key: field(z.string().min(1).max(256).optional(), {
    title: { pt: 'Campo', en: 'Field' },
    help: { pt: 'Das linhas que são objetos. Vazio: o título.', en: 'Of rows that are objects. Empty: the header.' },
    examples: ['peca'],
  }),
  align: side(),
  width: field(z.number().positive().max(100).default(1), {
    title: { pt: 'Largura', en: 'Width' },
    help: { pt: 'Em partes: 2 é o dobro de 1.', en: 'In shares: 2 is twice 1.' },
    rare: true,
  }),
});
export type Column = z.output<typeof column>;

const block = z.discriminatedUnion('type', [
  field(
    z.strictObject({
      type: z.literal('heading'),
      text: field(text(), { title: { pt: 'Texto', en: 'Text' }, examples: ['Orçamento {{ trigger.data.id }}'] }),
      level: field(z.int().min(1).max(3).default(1), {
        title: { pt: 'Nível', en: 'Level' },
        help: { pt: '1 é o maior.', en: '1 is the largest.' },
        rare: true,
      }),
    }),
    { title: { pt: 'Título', en: 'Heading' } },
  ),
  field(
    z.strictObject({
      type: z.literal('paragraph'),
      text: words(),
      bold: field(z.boolean().default(false), { title: { pt: 'Negrito', en: 'Bold' }, rare: true }),
      size: field(z.number().min(6).max(48).default(10.5), {
        title: { pt: 'Tamanho da letra', en: 'Size of the letters' },
        rare: true,
      }),
      align: align(),
    }),
    { title: { pt: 'Parágrafo', en: 'Paragraph' } },
  ),
  field(
    z.strictObject({
      type: z.literal('list'),
      items: field(z.array(text()).max(1_000), { title: { pt: 'Itens', en: 'Items' } }),
      ordered: field(z.boolean().default(false), { title: { pt: 'Numerada', en: 'Numbered' }, rare: true }),
    }),
    { title: { pt: 'Lista', en: 'List' } },
  ),
  field(
    z.strictObject({
      type: z.literal('fields'),
      values: field(z.record(z.string().max(256), cell()), {
        title: { pt: 'Nomes e valores', en: 'Names and values' },
        help: { pt: 'Em ordem, um por linha: Cliente, Total.', en: 'In order, one a line: Customer, Total.' },
      }),
    }),
    { title: { pt: 'Nomes e valores', en: 'Names and values' } },
  ),
  field(
    z.strictObject({
      type: z.literal('table'),
      columns: field(z.array(column).min(1).max(20), { title: { pt: 'Colunas', en: 'Columns' } }),
      rows: field(z.array(anyJson()).max(10_000), {
        title: { pt: 'Linhas', en: 'Rows' },
        help: {
          pt: 'Uma lista de objetos, ou de listas na ordem das colunas.',
          en: 'A list of objects, or of lists in the order of the columns.',
        },
        widget: 'expression',
        examples: ['{{ trigger.data.itens }}'],
      }),
      totals: field(z.array(cell()).max(20).optional(), {
        title: { pt: 'Última linha', en: 'Last row' },
        help: { pt: 'Destacada, para somas.', en: 'Set off, for sums.' },
        rare: true,
      }),
    }),
    { title: { pt: 'Tabela', en: 'Table' } },
  ),
  field(
    z.strictObject({
      type: z.literal('image'),
      file: field(fileValue(), {
        title: { pt: 'Imagem', en: 'Picture' },
        help: { pt: 'PNG ou JPEG.', en: 'PNG or JPEG.' },
        widget: 'file',
      }),
      width: field(z.number().min(8).max(1_000).optional(), {
        title: { pt: 'Largura, em pontos', en: 'Width, in points' },
        help: {
          pt: '72 pontos são 2,5 cm. Vazio: a da imagem.',
          en: '72 points are an inch. Empty: the picture’s own.',
        },
        rare: true,
      }),
      align: side(),
    }),
    { title: { pt: 'Imagem', en: 'Picture' } },
  ),
  field(
    z.strictObject({
      type: z.literal('space'),
      size: field(z.number().min(1).max(500).default(12), {
        title: { pt: 'Altura, em pontos', en: 'Height, in points' },
      }),
    }),
    { title: { pt: 'Espaço', en: 'Space' } },
  ),
  field(z.strictObject({ type: z.literal('line') }), { title: { pt: 'Traço', en: 'Line' } }),
  field(z.strictObject({ type: z.literal('pageBreak') }), { title: { pt: 'Nova página', en: 'New page' } }),
]);
export type Block = z.output<typeof block>;

/** Config of `pdf.render`, after its expressions were read. Sizes are points. */
export const pdfConfig = z.strictObject({
  content: field(z.array(block).max(2_000), {
    title: { pt: 'Conteúdo', en: 'Content' },
    help: {
      pt: 'Títulos, textos, tabelas e imagens, na ordem em que aparecem.',
      en: 'Headings, texts, tables and pictures, in their order.',
    },
    widget: 'list',
  }),
  title: field(z.string().max(256).optional(), {
    title: { pt: 'Título do documento', en: 'Title of the document' },
    rare: true,
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
  header: field(z.string().max(500).optional(), {
    title: { pt: 'Topo de cada página', en: 'Top of each page' },
    examples: ['Oficina do Zé'],
    rare: true,
  }),
  footer: field(z.string().max(500).optional(), {
    title: { pt: 'Pé de cada página', en: 'Foot of each page' },
    rare: true,
  }),
  pageNumbers: field(z.boolean().default(true), { title: { pt: 'Numerar páginas', en: 'Page numbers' }, rare: true }),
  name: fileName('orcamento-7.pdf'),
});
export type PdfConfig = z.output<typeof pdfConfig>;
