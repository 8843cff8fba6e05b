import type { Json, JsonSchema, Text } from '../json.ts';
import { patternMatcher } from '../pattern-matcher.ts';
import { isDuration, isMoment } from './literal-texts.ts';
import { say } from './type-problem.ts';

/** Formats that this checker reads; others are taken as they come. */
const FORMATS: Readonly<Record<string, { pattern: { test(text: string): boolean }; what: Text }>> = {
  duration: {
    pattern: { test: isDuration },
    what: { pt: 'uma duração ISO 8601, como PT30S ou P1D', en: 'an ISO 8601 duration, such as PT30S or P1D' },
  },
  instant: {
    pattern: { test: isMoment },
    what: {
      pt: 'um dia ou um instante, como 2026-01-31T12:00:00Z',
      en: 'a day or an instant, such as 2026-01-31T12:00:00Z',
    },
  },
  date: {
    pattern: /^\d{4}-\d{2}-\d{2}$/,
    what: { pt: 'um dia, como 2026-01-31', en: 'a day, such as 2026-01-31' },
  },
  'date-time': {
    pattern: /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?$/,
    what: { pt: 'um instante, como 2026-01-31T12:00:00.000Z', en: 'an instant, such as 2026-01-31T12:00:00.000Z' },
  },
  uri: {
    pattern: /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/,
    what: { pt: 'um endereço completo, como https://…', en: 'a whole address, such as https://…' },
  },
  email: {
    pattern: /^[^\s@]+@[^\s@]+$/,
    what: { pt: 'um endereço de e-mail', en: 'an e-mail address' },
  },
  uuid: {
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    what: { pt: 'um UUID', en: 'a UUID' },
  },
};

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const bound = (pt: string, en: string, limit: unknown): Text => say(pt, en, String(limit));

/** What is wrong with a text by the schema's own keywords; nothing for a text that is right. */
const textFault = (text: string, schema: JsonSchema): Text | undefined => {
  const [least, most] = [numberOf(schema.minLength), numberOf(schema.maxLength)];
  const length = least === undefined && most === undefined ? 0 : Array.from(text).length;
  if (least !== undefined && length < least) {
    return least === 1
      ? say('Preencha este campo.', 'Fill in this field.')
      : bound('São ao menos $1 caracteres.', 'At least $1 characters.', least);
  }
  if (most !== undefined && length > most) {
    return bound('São no máximo $1 caracteres.', 'At most $1 characters.', most);
  }
  const format = typeof schema.format === 'string' ? schema.format : '';
  const known = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (known && !known.pattern.test(text)) return say('"$1" não é $2.', '"$1" is not $2.', shown(text), known.what);
  if (!known && typeof schema.pattern === 'string' && !matches(schema.pattern, text)) {
    return say(
      '"$1" não tem a forma esperada ($2).',
      '"$1" is not of the form expected ($2).',
      shown(text),
      schema.pattern,
    );
  }
  return undefined;
};

/** By RE2, in time linear to the text: a schema may be another author's. */
export const matches = (pattern: string, text: string): boolean => {
  try {
    return patternMatcher(pattern)(text);
  } catch {
    return true; // the schema's own fault, which no author of a flow can mend
  }
};

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

const numberFault = (value: number, schema: JsonSchema): Text | undefined => {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (schema.type === 'integer' && !Number.isInteger(value))
    return say('Use um número inteiro.', 'Use a whole number.');
  if (typeof minimum === 'number' && value < minimum) return bound('O mínimo é $1.', 'The least is $1.', minimum);
  if (typeof maximum === 'number' && value > maximum) return bound('O máximo é $1.', 'The most is $1.', maximum);
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) {
    return bound('Use um número maior que $1.', 'Use a number above $1.', exclusiveMinimum);
  }
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) {
    return bound('Use um número menor que $1.', 'Use a number below $1.', exclusiveMaximum);
  }
  if (typeof multipleOf === 'number' && multipleOf > 0) {
    const times = value / multipleOf;
    if (Math.abs(times - Math.round(times)) > 1e-9)
      return bound('Use um múltiplo de $1.', 'Use a multiple of $1.', multipleOf);
  }
  return undefined;
};

/** What is wrong with a text or a number that has the right type; nothing for every other value. */
export const leafFault = (value: Json, schema: JsonSchema): Text | undefined => {
  if (typeof value === 'string') return textFault(value, schema);
  return typeof value === 'number' ? numberFault(value, schema) : undefined;
};

/** What is wrong with the number of a list's elements or an object's members. */
export const sizeFault = (size: number, least: unknown, most: unknown): Text | undefined => {
  if (typeof least === 'number' && size < least) {
    return least === 1
      ? say('Falta ao menos um.', 'At least one is needed.')
      : bound('São ao menos $1.', 'At least $1.', least);
  }
  return typeof most === 'number' && size > most ? bound('São no máximo $1.', 'At most $1.', most) : undefined;
};

const TYPE_NAMES: Readonly<Record<string, Text>> = {
  string: { pt: 'texto', en: 'text' },
  number: { pt: 'número', en: 'number' },
  integer: { pt: 'número inteiro', en: 'whole number' },
  boolean: { pt: 'verdadeiro/falso', en: 'true/false' },
  null: { pt: 'nulo', en: 'null' },
  array: { pt: 'lista', en: 'list' },
  object: { pt: 'objeto', en: 'object' },
};

/** `texto ou número` for the names of a schema's `type`. */
export const typeNames = (names: readonly string[]): Text => ({
  pt: names.map((name) => TYPE_NAMES[name]?.pt ?? name).join(' ou '),
  en: names.map((name) => TYPE_NAMES[name]?.en ?? name).join(' or '),
});

/** If a schema's type name takes the value; a whole number is a `number` and an `integer`. */
export const isOfType = (value: Json, name: string): boolean => {
  switch (name) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    default:
      return typeof value === name;
  }
};
