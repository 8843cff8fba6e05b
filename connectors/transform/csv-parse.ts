import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { decimalMark } from './decimal-mark.ts';
import { encoding, input, inputText } from './input-text.ts';
import { type CellType, cellReader } from './read-cell.ts';

const MAX_ROWS = 100_000;
const CANDIDATES = [';', ',', '\t', '|'] as const;
const DROPPED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export const transformCsvParse = action({
  id: 'transform.csvParse',
  version: 1,
  title: { pt: 'Ler CSV', en: 'Read CSV' },
  description: {
    pt: 'Lê as linhas de um CSV, de texto ou arquivo: separador descoberto, números com vírgula.',
    en: 'Reads the rows of a CSV, from a text or a file: finds the delimiter, takes decimal commas.',
  },
  group: 'data',
  icon: 'file-type-csv',
  config: z.strictObject({
    input: input(),
    delimiter: field(z.union([z.literal('auto'), z.string().length(1)]).default('auto'), {
      title: { pt: 'Separador', en: 'Delimiter' },
      help: {
        pt: 'Um sinal, como ; ou |. Em auto: o que a primeira linha mais usa.',
        en: 'One sign, like ; or |. With auto: the one that the first line uses most.',
      },
      rare: true,
      examples: ['auto'],
    }),
    headers: field(
      z
        .union([
          field(z.boolean(), { title: { pt: 'Na primeira linha', en: 'In the first line' } }),
          field(z.array(z.string().min(1).max(256)).max(1_000), { title: { pt: 'Nomes meus', en: 'Names of mine' } }),
        ])
        .default(true),
      {
        title: { pt: 'Nomes das colunas', en: 'Names of the columns' },
        help: {
          pt: 'De onde vêm os nomes das colunas. Sem nomes na primeira linha, cada linha do resultado é uma lista.',
          en: 'Where the names of the columns come from. Without names in the first line, each row of the result is a list.',
        },
        widget: 'json',
      },
    ),
    types: field(
      z
        .record(
          z.string(),
          field(z.enum(['text', 'number', 'boolean']), {
            title: { pt: 'Tipo', en: 'Type' },
            labels: {
              text: { pt: 'Texto', en: 'Text' },
              number: { pt: 'Número', en: 'Number' },
              boolean: { pt: 'Sim ou não', en: 'Yes or no' },
            },
          }),
        )
        .optional(),
      {
        title: { pt: 'Tipos das colunas', en: 'Types of the columns' },
        help: {
          pt: 'Diga só as de números e de sim ou não. O resto é texto, como está: um CEP não perde o zero.',
          en: 'Name those of numbers, and of yes or no. The rest is text, as it is: a postcode keeps its zero.',
        },
        widget: 'keyvalue',
      },
    ),
    decimal: decimalMark(),
    uneven: field(z.enum(['fail', 'allow']).default('fail'), {
      title: { pt: 'Linhas com células a mais ou a menos', en: 'Rows with cells too many or too few' },
      help: {
        pt: 'Aceitando, o que falta fica vazio e o que sobra é ignorado.',
        en: 'Where accepted, what lacks is empty and what is over is ignored.',
      },
      widget: 'select',
      labels: { fail: { pt: 'Falhar', en: 'Fail' }, allow: { pt: 'Aceitar', en: 'Accept' } },
    }),
    encoding: encoding(),
  }),
  output: z.object({ rows: z.array(anyJson()), columns: z.array(z.string()), count: z.int() }),
  effect: 'none',
  example: { rows: [{ nome: 'Ana', valor: 12.5 }], columns: ['nome', 'valor'], count: 1 },
  run: async (config, context) => {
    const text = await inputText(config.input, config.encoding, context);
    const delimiter = config.delimiter === 'auto' ? delimiterOf(text) : config.delimiter;
    const lines = await recordsOf(text, delimiter, config.uneven === 'allow');
    const named = Array.isArray(config.headers) ? config.headers : config.headers ? (lines.shift() ?? []) : [];
    if (lines.length > MAX_ROWS)
      throw failure(
        'too_large',
        `São ${lines.length} linhas; o limite é ${MAX_ROWS}.`,
        `There are ${lines.length} rows; the limit is ${MAX_ROWS}.`,
      );
    const columns = unique(named);
    const decimal = config.decimal ?? (delimiter === ';' ? ',' : '.');
    const types = columns.map(
      (name): CellType => (Object.hasOwn(config.types ?? {}, name) ? config.types?.[name] : undefined) ?? 'text',
    );
    const read = cellReader(columns, types, decimal);
    const rows = lines.map((line, i): Json => {
      const cells = columns.length === 0 ? line : columns.map((_, column) => line[column] ?? null);
      const values = cells.map((cell, column) => read(cell, i, column));
      return columns.length === 0
        ? values
        : Object.fromEntries(columns.map((name, column) => [name, values[column] ?? null]));
    });
    return { rows, columns, count: rows.length };
  },
});

const recordsOf = async (text: string, delimiter: string, uneven: boolean): Promise<string[][]> => {
  const { parse, CsvError } = await import('csv-parse/sync');
  try {
    return parse(text, { delimiter, skip_empty_lines: true, relax_column_count: uneven, max_record_size: 1_000_000 });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines ?? 0);
    throw failure(
      'bad_value',
      `Linha ${line}: não é CSV (${error.code}).`,
      `Line ${line} is not CSV (${error.code}).`,
      {
        details: { line, reason: error.code },
      },
    );
  }
};

/** The one that the first line has most of, outside of quotes; `;` before `,` where both come as often. */
const delimiterOf = (text: string): string => {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const letter of text.slice(0, 64 * 1024)) {
    if (letter === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (letter === '\n' || letter === '\r') break;
    else counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const found = CANDIDATES.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0];
  return found !== undefined && counts.has(found) ? found : ',';
};

/** Names in their order, each once: a second `valor` is `valor_2`; one without a name is `column_3`. */
const unique = (names: readonly string[]): string[] => {
  const seen = new Set<string>();
  return names.map((written, i) => {
    const name = written.trim() || `column_${i + 1}`;
    const base = DROPPED.has(name) ? `${name}_` : name;
    let free = base;
    for (let n = 2; seen.has(free); n++) free = `${base}_${n}`;
    seen.add(free);
    return free;
  });
};
