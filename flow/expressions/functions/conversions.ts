import type { Json } from '../../json.ts';
import type { Budget } from '../budget.ts';
import { any, type Builtin, fn, method, optional, position, string } from '../builtin.ts';
import { badValue } from '../evaluation-error.ts';
import { checkNesting, isForbiddenKey, jsonText, printed, truth } from '../value.ts';

const JSON_NUMBER = /^[ \t\r\n]*-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?[ \t\r\n]*$/;

/** JSON number text as a number, null if it is none; a number is itself. */
const toNumber = (value: Json, budget: Budget): number | null => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  budget.scanText(value.length);
  if (!JSON_NUMBER.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number + 0 : null;
};

/** Brackets that are open at once, without building anything: a bound of how deep the parsed value nests. */
const nestingOf = (text: string): number => {
  let [depth, deepest, quoted] = [0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text[index];
    if (quoted) {
      if (unit === '\\') index += 1;
      else if (unit === '"') quoted = false;
    } else if (unit === '"') quoted = true;
    else if (unit === '{' || unit === '[') deepest = Math.max(deepest, ++depth);
    else if (unit === '}' || unit === ']') depth -= 1;
  }
  return deepest;
};

const withoutForbiddenKeys = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutForbiddenKeys);
  const kept = Object.entries(value).filter(([key]) => !isForbiddenKey(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutForbiddenKeys(member)]));
};

const parseJson = (text: string, budget: Budget): Json => {
  budget.buildText(text.length);
  if (nestingOf(text) > 200) badValue('O JSON está aninhado demais', 'The JSON is nested too deeply');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return badValue('O texto não é JSON', 'The text is not JSON');
  }
  checkNesting(value, budget);
  return withoutForbiddenKeys(value);
};

export const CONVERSIONS: Builtin[] = [
  fn(
    'number',
    {
      params: [any('x')],
      returns: 'number | null',
      help: {
        pt: 'Lê um número em texto de JSON (“12.5”); null se não é',
        en: 'Reads a number in JSON text (“12.5”); null if it is none',
      },
      example: ["number('12.5')", 12.5],
    },
    ([x], { budget }) => toNumber(x, budget),
  ),
  fn(
    'string',
    {
      params: [any('x')],
      returns: 'string',
      help: {
        pt: 'O valor como texto, como num modelo: null é vazio, objetos são JSON',
        en: 'The value as a text, as in a template: null is empty, objects are JSON',
      },
      example: ['string(12)', '12'],
    },
    ([x], { budget }) => printed(x, budget),
  ),
  fn(
    'bool',
    {
      params: [any('x')],
      returns: 'boolean',
      help: {
        pt: 'Falso de 0, "", null e false; verdadeiro do resto',
        en: 'False of 0, "", null and false; true of the rest',
      },
      example: ['bool(0)', false],
    },
    ([x]) => truth(x),
  ),
  fn(
    'json',
    {
      params: [any('x')],
      returns: 'string',
      help: { pt: 'O valor em texto JSON', en: 'The value as JSON text' },
      example: ['json({ a: [1] })', '{"a":[1]}'],
    },
    ([x], { budget }) => jsonText(x, budget),
  ),
  fn(
    'parseJson',
    {
      params: [string('s')],
      returns: 'any',
      help: {
        pt: 'O valor de um texto JSON; falha se não é JSON',
        en: 'The value of a JSON text; fails if it is not JSON',
      },
      example: ['parseJson(\'{"a":[1]}\').a[0]', 1],
    },
    ([s], { budget }) => parseJson(s, budget),
  ),
];

export const NUMBER_METHODS: Builtin[] = [
  method(
    'number',
    'toFixed',
    {
      params: [optional(position('digits'))],
      returns: 'string',
      help: { pt: 'Texto com tantas casas decimais (0 a 100)', en: 'Text with so many decimal places (0 to 100)' },
      example: ['(1234.5).toFixed(2)', '1234.50'],
    },
    (self, [digits = 0]) => {
      if (digits < 0 || digits > 100) badValue('toFixed: de 0 a 100 casas', 'toFixed: 0 to 100 digits');
      return self.toFixed(digits);
    },
  ),
];
