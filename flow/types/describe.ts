import type { Locale, Text } from '../json.ts';
import { type ObjectType, type StringType, type Type, t, withoutNull } from './type.ts';

const WORDS = {
  'pt-BR': {
    unknown: 'qualquer valor',
    never: 'nenhum valor',
    null: 'nulo',
    boolean: 'verdadeiro/falso',
    number: 'número',
    string: 'texto',
    instant: 'instante',
    day: 'dia',
    list: 'lista',
    of: ' de ',
    object: 'objeto',
    or: ' ou ',
  },
  en: {
    unknown: 'any value',
    never: 'no value',
    null: 'null',
    boolean: 'true/false',
    number: 'number',
    string: 'text',
    instant: 'instant',
    day: 'day',
    list: 'list',
    of: ' of ',
    object: 'object',
    or: ' or ',
  },
} as const;

const MAX_NAMES = 6;
const MAX_VALUES = 4;
const MAX_VALUE_LENGTH = 24;

/** The type in words, on one line, for messages and hovers: `lista de objeto { id, nome }`. */
export const describe = (type: Type, locale: Locale): string => {
  const words = WORDS[locale];
  switch (type.kind) {
    case 'string':
      return describeString(type, locale);
    case 'list':
      return type.of.kind === 'unknown' || type.of.kind === 'never'
        ? words.list
        : `${words.list}${words.of}${type.of.kind === 'union' ? `(${describe(type.of, locale)})` : describe(type.of, locale)}`;
    case 'object':
      return describeObject(type, locale);
    case 'union': {
      // Null last: "número ou nulo" is how people say it.
      const some = withoutNull(type);
      const members = some.kind === 'union' ? some.of : [some];
      const all = members.length + (some === type ? 0 : 1) > members.length ? [...members, t.null] : members;
      return all.map((member) => describe(member, locale)).join(words.or);
    }
    default:
      return words[type.kind];
  }
};

/** The type in both languages, to stand inside a message. */
export const describeIn = (type: Type): Text => ({ pt: describe(type, 'pt-BR'), en: describe(type, 'en') });

const describeString = (type: StringType, locale: Locale): string => {
  const short = type.values?.every((value) => value.length <= MAX_VALUE_LENGTH) ?? false;
  if (type.values && short && type.values.length <= MAX_VALUES) return type.values.map((one) => `"${one}"`).join(' | ');
  return WORDS[locale][type.format ?? 'string'];
};

const describeObject = (type: ObjectType, locale: Locale): string => {
  const names = Object.keys(type.props);
  const word = WORDS[locale].object;
  if (!names.length) return type.rest === null ? `${word} { }` : word;
  const shown = names.slice(0, MAX_NAMES);
  if (names.length > MAX_NAMES || type.rest !== null) shown.push('…');
  return `${word} { ${shown.join(', ')} }`;
};
