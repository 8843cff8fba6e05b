import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { decimalMark } from './decimal-mark.ts';
import { fileName, result, resultAs, resultOf } from './result.ts';

const MAX_ROWS = 100_000;

const column = z.union([
  z.string().min(1).max(256),
  z.strictObject({
    key: field(z.string().min(1).max(256), { title: { pt: 'Campo', en: 'Field' }, examples: ['total'] }),
    header: field(z.string().max(256), {
      title: { pt: 'Título da coluna', en: 'Title of the column' },
      examples: ['Total (R$)'],
    }),
  }),
]);

export const transformCsvStringify = action({
  id: 'transform.csvStringify',
  version: 1,
  title: { pt: 'Escrever CSV', en: 'Write CSV' },
  description: {
    pt: 'Escreve uma lista como CSV que o Excel em português abre, em texto ou arquivo.',
    en: 'Writes a list as CSV that a Portuguese Excel opens, as a text or a file.',
  },
  group: 'data',
  icon: 'file-type-csv',
  config: z.strictObject({
    rows: field(z.array(anyJson()).max(MAX_ROWS), {
      title: { pt: 'Linhas', en: 'Rows' },
      help: { pt: 'Uma lista de objetos ou de listas.', en: 'A list of objects or of lists.' },
      widget: 'expression',
      examples: ['{{ steps.consulta.rows }}'],
    }),
    columns: field(z.array(column).max(1_000).optional(), {
      title: { pt: 'Colunas', en: 'Columns' },
      help: {
        pt: 'Quais, e em que ordem. Sem elas: todas, na ordem em que aparecem. Para outro título, escreva a coluna como campos.',
        en: 'Which, and in which order. Without them: all, as they come. For another title write the column as fields.',
      },
      widget: 'list',
    }),
    delimiter: field(z.string().length(1).default(';'), {
      title: { pt: 'Separador', en: 'Delimiter' },
      rare: true,
    }),
    decimal: decimalMark(),
    header: field(z.boolean().default(true), {
      title: { pt: 'Nomes na primeira linha', en: 'Names in the first line' },
      rare: true,
    }),
    escapeFormulas: field(z.boolean().default(true), {
      title: { pt: 'Desarmar fórmulas', en: 'Disarm formulas' },
      rare: true,
      help: {
        pt: 'Um texto que começa com = + - @ ganha um apóstrofo: planilhas o executariam.',
        en: 'A text that begins with = + - @ gets an apostrophe: spreadsheets would run it.',
      },
    }),
    bom: field(z.boolean().optional(), {
      title: { pt: 'Marca UTF-8 (BOM)', en: 'UTF-8 mark (BOM)' },
      rare: true,
      help: {
        pt: 'Sem escolha: só em arquivos, para os acentos no Excel.',
        en: 'Without a choice: in files only, for accents in Excel.',
      },
    }),
    as: resultAs(),
    name: fileName('pedidos.csv', { when: { as: ['file'] }, rare: false }),
  }),
  output: result(),
  effect: 'none',
  example: { text: 'nome;valor\r\nAna;12,5\r\n', file: null },
  run: async (config, context) => {
    const columns = (config.columns ?? keysOf(config.rows)).map((one) =>
      typeof one === 'string' ? { key: one, header: one } : one,
    );
    const decimal = config.decimal ?? (config.delimiter === ';' ? ',' : '.');
    const cell = (value: Json): string => cellOf(value, decimal, config.escapeFormulas);
    const lines = config.rows.map((row) => cellsOf(row, columns).map(cell));
    const head = columns.map(({ header }) => cell(header));
    const { stringify } = await import('csv-stringify/sync');
    const text = stringify(config.header && head.length > 0 ? [head, ...lines] : lines, {
      delimiter: config.delimiter,
      record_delimiter: 'windows',
    });
    const bom = config.bom ?? config.as === 'file';
    const made = {
      text: bom ? `\ufeff${text}` : text,
      name: config.name ?? 'dados.csv',
      type: 'text/csv',
      as: config.as,
    };
    return await resultOf(made, context);
  },
});

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of all rows, in the order in which they come first; none where the rows are lists. */
const keysOf = (rows: readonly Json[]): string[] => [
  ...new Set(rows.filter(isObject).flatMap((row) => Object.keys(row))),
];

const cellsOf = (row: Json, columns: readonly { key: string }[]): Json[] => {
  if (Array.isArray(row)) return row;
  if (isObject(row)) return columns.map(({ key }) => (Object.hasOwn(row, key) ? (row[key] ?? null) : null));
  throw failure('bad_config', 'Uma linha é um objeto ou uma lista.', 'A row is an object or a list.');
};

/** What spreadsheets take for the beginning of a formula, full-width signs too (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const PLAIN_NUMBER = /^[+-]?\d+([.,]\d+)?$/;

const cellOf = (value: Json, decimal: ',' | '.', disarm: boolean): string => {
  if (value === null) return '';
  if (typeof value === 'number') return decimal === ',' ? String(value).replace('.', ',') : String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return disarm && FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
};
