import type { Json } from '#flow/json.ts';
import type { Column } from './column.ts';
import { type Read, readMoment, readValue } from './read-value.ts';

/** How texts of people are meant. */
export interface TextFormat {
  /** IANA name: of a date and time that says no offset. */
  timezone: string;
  decimal: ',' | '.';
  /** Of `01/02/2025`: the first of February, or the second of January. */
  dayFirst: boolean;
}

const TRUE = new Set(['true', '1', 'sim', 's', 'yes', 'y', 'verdadeiro', 'x']);
const FALSE = new Set(['false', '0', 'não', 'nao', 'n', 'no', 'falso']);

const booleanIn = (text: string): boolean | undefined => {
  const lower = text.toLowerCase();
  return TRUE.has(lower) ? true : FALSE.has(lower) ? false : undefined;
};

const GROUPED_DOTS = /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/;
const GROUPED_COMMAS = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** `1.234,56` and `1,234.56` say by themselves which mark is which; of one mark alone the format decides. */
const numberIn = (written: string, decimal: ',' | '.'): number | undefined => {
  const bare = written.replace(/^([+-]?)\s*R\$\s*/, '$1').replace(/[\s\u00a0\u202f]/g, '');
  const both = bare.includes('.') && bare.includes(',');
  const mark = both ? (bare.lastIndexOf(',') > bare.lastIndexOf('.') ? ',' : '.') : decimal;
  const grouped = mark === ',' ? GROUPED_DOTS : GROUPED_COMMAS;
  const ungrouped = grouped.test(bare) ? bare.replaceAll(mark === ',' ? '.' : ',', '') : bare;
  const plain = mark === ',' ? ungrouped.replace(',', '.') : ungrouped;
  const value = PLAIN.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
};

const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(\d{1,2}:\d{2}(?::\d{2})?))?$/;

/** `31/12/2025 14:30` as ISO 8601 has it; any other text as it is. */
const isoOf = (text: string, dayFirst: boolean): string => {
  const found = SLASHED.exec(text);
  if (!found) return text;
  const [, a = '', b = '', year = '', time] = found;
  const [day, month] = dayFirst ? [a, b] : [b, a];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return time === undefined
    ? date
    : `${date}T${time.padStart(time.length === 4 || time.length === 7 ? time.length + 1 : time.length, '0')}`;
};

const momentIn = (kind: 'day' | 'instant', text: string, { timezone, dayFirst }: TextFormat): string | undefined => {
  const iso = isoOf(text, dayFirst);
  // A day is the instant at which it begins there.
  const wanted = kind === 'instant' && /^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T00:00` : iso;
  const moment = readMoment(wanted, timezone);
  return moment?.kind === kind ? moment.text : undefined;
};

const choiceIn = (text: string, choices: readonly string[]): string | undefined => {
  if (choices.includes(text)) return text;
  const lower = text.toLowerCase();
  const alike = choices.filter((one) => one.toLowerCase() === lower);
  return alike.length === 1 ? alike[0] : undefined;
};

const jsonIn = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

const valueIn = (column: Column, text: string, format: TextFormat): Json | undefined => {
  const trimmed = text.trim();
  switch (column.type) {
    case 'text':
      return text;
    case 'number':
      return numberIn(trimmed, format.decimal);
    case 'boolean':
      return booleanIn(trimmed);
    case 'date':
      return momentIn('day', trimmed, format);
    case 'dateTime':
      return momentIn('instant', trimmed, format);
    case 'choice':
      return choiceIn(trimmed, column.choices);
    case 'json':
      return jsonIn(trimmed);
  }
};

/** What a text means in a column: a cell of a CSV, or of a column that was of another type. Blank is empty, but in a text. */
export const readText = (column: Column, text: string, format: TextFormat): Read => {
  if (column.type !== 'text' && text.trim() === '') return { value: null };
  const value = valueIn(column, text, format);
  return value === undefined ? { problem: column.type } : readValue(column, value);
};

/** A value as a text that `readText` takes back. */
export const writeText = (value: Json, decimal: ',' | '.' = '.'): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimal === ',' ? String(value).replace('.', ',') : String(value);
  return JSON.stringify(value);
};
