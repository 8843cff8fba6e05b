import type { Json, Locale } from '#flow/json.ts';
import type { Column } from './table-types.ts';

type Kind = Pick<Column, 'type' | 'choices'>;

/** A cell as it is read. Days are days of no zone; instants are told in the zone of who looks. */
export const showCell = ({ type }: Kind, value: Json | undefined, locale: Locale): string => {
  if (value === null || value === undefined) return '';
  switch (type) {
    case 'number':
      return typeof value === 'number'
        ? new Intl.NumberFormat(locale, { maximumFractionDigits: 15 }).format(value)
        : '';
    case 'boolean':
      return value === true ? '✓' : '';
    case 'date':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' }).format(
        new Date(`${String(value)}T12:00:00Z`),
      );
    case 'dateTime':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(
        new Date(String(value)),
      );
    case 'json':
      return JSON.stringify(value);
    default:
      return String(value);
  }
};

const two = (n: number): string => String(n).padStart(2, '0');

/** An instant as `<input type="datetime-local">` has it, in the zone of who looks. */
const localMoment = (iso: string): string => {
  const at = new Date(iso);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}${at.getSeconds() ? `:${two(at.getSeconds())}` : ''}`;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${clock}`;
};

/** A cell as the field that edits it begins with. */
export const editText = ({ type }: Kind, value: Json | undefined, locale: Locale): string => {
  if (value === null || value === undefined) return '';
  if (type === 'number') return locale === 'pt-BR' ? String(value).replace('.', ',') : String(value);
  if (type === 'dateTime') return localMoment(String(value));
  if (type === 'json') return JSON.stringify(value, null, 2);
  return String(value);
};

export type ReadCell = { value: Json } | { problem: 'number' | 'boolean' | 'date' | 'dateTime' | 'choice' | 'json' };

/** `1.234,56` and `R$ 10,00` in pt-BR, `1,234.56` in English; with both marks the last one is the decimal's. */
const numberIn = (text: string, locale: Locale): number | null => {
  const bare = text.replace(/^([+-]?)\s*(?:R\$|US\$|\$)\s*/, '$1').replace(/[\s\u00a0]/g, '');
  const both = bare.includes(',') && bare.includes('.');
  const comma = both ? bare.lastIndexOf(',') > bare.lastIndexOf('.') : locale === 'pt-BR';
  const grouped = comma ? /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/ : /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
  const whole = grouped.test(bare) ? bare.replaceAll(comma ? '.' : ',', '') : bare;
  const plain = comma ? whole.replace(',', '.') : whole;
  const read = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(read) ? read : null;
};

const YES = new Set(['true', '1', 'sim', 's', 'yes', 'y', 'x', '✓']);
const NO = new Set(['false', '0', 'não', 'nao', 'n', 'no']);

const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
};

/** `31/12/2026` in pt-BR, `12/31/2026` in English, and `2026-12-31`. */
const dayIn = (text: string, locale: Locale): string | null => {
  const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const [, a = '', b = '', year = ''] = found ?? [];
  const [day, month] = locale === 'pt-BR' ? [a, b] : [b, a];
  const iso = found ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && isDay(iso) ? iso : null;
};

const instantIn = (text: string, locale: Locale): string | null => {
  const [first = '', ...rest] = text.split(/[ ,]+/);
  const day = dayIn(first, locale);
  const at = new Date(day === null ? text : `${day}T${rest[0] ?? '00:00'}`);
  return /\d/.test(text) && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
};

const jsonIn = (text: string): ReadCell => {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { problem: 'json' };
  }
};

const orProblem = (
  value: Json | undefined,
  problem: 'number' | 'boolean' | 'date' | 'dateTime' | 'choice',
): ReadCell => (value === null || value === undefined ? { problem } : { value });

/** What somebody wrote or pasted, as the column keeps it; nothing written is an empty cell. */
export const readCell = ({ type, choices }: Kind, written: string, locale: Locale): ReadCell => {
  const text = written.trim();
  if (text === '') return { value: null };
  const lower = text.toLowerCase();
  switch (type) {
    case 'number':
      return orProblem(numberIn(text, locale), type);
    case 'boolean':
      return orProblem(YES.has(lower) ? true : NO.has(lower) ? false : null, type);
    case 'date':
      return orProblem(dayIn(text, locale), type);
    case 'dateTime':
      return orProblem(instantIn(text, locale), type);
    case 'choice':
      return orProblem(choices.find((one) => one === text) ?? choices.find((one) => one.toLowerCase() === lower), type);
    case 'json':
      return jsonIn(text);
    default:
      return { value: written };
  }
};
