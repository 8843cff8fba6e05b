import { TramaError } from '#flow/errors.ts';
import { momentOf, momentText } from '#flow/expressions/dates/moments.ts';
import type { Json, JsonObject, Text } from '#flow/json.ts';
import { type Column, isKeyed } from './column.ts';
import { LIMITS } from './limits.ts';

const t = (pt: string, en: string): Text => ({ pt, en });

/** What is wrong with a cell: it names no value, which may be secret. */
export const CELL_PROBLEMS = {
  text: t('não é um texto', 'is no text'),
  number: t('não é um número', 'is no number'),
  boolean: t('não é true ou false', 'is not true or false'),
  date: t('não é uma data (AAAA-MM-DD)', 'is no date (YYYY-MM-DD)'),
  dateTime: t('não é uma data e hora ISO 8601 com fuso', 'is no ISO 8601 date and time with an offset'),
  json: t('não é JSON', 'is no JSON'),
  choice: t('não é uma das opções da coluna', 'is none of the choices of the column'),
  required: t('é obrigatória', 'is required'),
  long: t(
    `passa de ${LIMITS.keyChars} caracteres, o limite de uma coluna indexada ou única`,
    `has over ${LIMITS.keyChars} characters, the most that an indexed or unique column takes`,
  ),
} as const satisfies Record<string, Text>;
export type CellProblem = keyof typeof CELL_PROBLEMS;

export type Read = { value: Json } | { problem: CellProblem };

/** PostgreSQL's JSON takes neither NUL nor half a surrogate pair: both become U+FFFD, as readers of text do. */
const storableText = (text: string): string => text.replaceAll(/\0|\p{Surrogate}/gu, '\ufffd');

const storable = (value: Json): Json => {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [storableText(key), storable(one)]),
  ) as JsonObject;
};

const WITH_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** A day or an instant as they are kept (UTC, milliseconds); null: neither. What has no offset is of the zone. */
export const readMoment = (text: string, timezone: string): { kind: 'day' | 'instant'; text: string } | null => {
  try {
    const moment = momentOf(text, { timezone });
    return { kind: moment.kind, text: momentText(moment) };
  } catch (error) {
    if (error instanceof TramaError) return null;
    throw error;
  }
};

const momentIn = (kind: 'day' | 'instant', value: Json): string | undefined => {
  if (typeof value !== 'string' || (kind === 'instant' && !WITH_OFFSET.test(value))) return undefined;
  const moment = readMoment(value, 'UTC');
  return moment?.kind === kind ? moment.text : undefined;
};

const ofType = (column: Column, value: Json): Json | undefined => {
  switch (column.type) {
    case 'text':
      return typeof value === 'string' ? storableText(value) : undefined;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'date':
      return momentIn('day', value);
    case 'dateTime':
      return momentIn('instant', value);
    case 'choice':
      return typeof value === 'string' && column.choices.includes(value) ? value : undefined;
    case 'json':
      return storable(value);
  }
};

/** A value as its column keeps it; types are never guessed. null: the cell is empty. */
export const readValue = (column: Column, value: Json): Read => {
  if (value === null) return { value };
  const read = ofType(column, value);
  if (read === undefined) return { problem: column.type };
  if (isKeyed(column) && typeof read === 'string' && read.length > LIMITS.keyChars) return { problem: 'long' };
  return { value: read };
};
