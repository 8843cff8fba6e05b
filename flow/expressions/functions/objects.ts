import type { Json, JsonObject } from '../../json.ts';
import type { Budget } from '../budget.ts';
import { type Arg, any, type Builtin, fn, object, rest, string, wrongType } from '../builtin.ts';
import { isForbiddenKey, setMember } from '../value.ts';

/** Own keys, in order of insertion. Charges for reading them. */
const ownKeys = (value: JsonObject, budget: Budget): string[] => {
  const keys = Object.keys(value).filter((key) => !isForbiddenKey(key));
  budget.buildList(keys.length);
  return keys;
};

const merged = (parts: readonly JsonObject[], budget: Budget): JsonObject => {
  const result: JsonObject = {};
  for (const part of parts) {
    for (const key of ownKeys(part, budget)) result[key] = part[key] as Json;
  }
  return result;
};

/** Keys given one by one or as a list. */
const keyNames = (args: readonly Arg[]): string[] =>
  args
    .flat()
    .map((key) => (typeof key === 'string' ? key : wrongType(key as Arg, 'nomes de campos', 'names of fields')));

const pick = (from: JsonObject, names: readonly string[]): JsonObject => {
  const result: JsonObject = {};
  for (const name of names) if (Object.hasOwn(from, name)) setMember(result, name, from[name] as Json);
  return result;
};

const omit = (from: JsonObject, names: readonly string[], budget: Budget): JsonObject => {
  const left = new Set(names);
  return pick(
    from,
    ownKeys(from, budget).filter((key) => !left.has(key)),
  );
};

export const OBJECT_FUNCTIONS: Builtin[] = [
  fn(
    'keys',
    {
      params: [object('o')],
      returns: 'string[]',
      help: { pt: 'As chaves, na ordem em que entraram', en: 'The keys, in order of insertion' },
      example: ['keys({ a: 1, b: 2 })', ['a', 'b']],
    },
    ([o], { budget }) => ownKeys(o, budget),
  ),
  fn(
    'values',
    {
      params: [object('o')],
      returns: 'list',
      help: { pt: 'Os valores, na ordem das chaves', en: 'The values, in the order of the keys' },
      example: ['values({ a: 1, b: 2 })', [1, 2]],
    },
    ([o], { budget }) => ownKeys(o, budget).map((key) => o[key] as Json),
  ),
  fn(
    'entries',
    {
      params: [object('o')],
      returns: 'list',
      help: { pt: 'Pares [chave, valor]', en: 'Pairs [key, value]' },
      example: ['entries({ a: 1 })', [['a', 1]]],
    },
    ([o], { budget }) => {
      const keys = ownKeys(o, budget);
      budget.scanList(2 * keys.length);
      return keys.map((key) => [key, o[key] as Json]);
    },
  ),
  fn(
    'has',
    {
      params: [object('o'), string('key')],
      returns: 'boolean',
      help: { pt: 'O objeto tem a chave (mesmo com null)?', en: 'Does the object have the key (even with null)?' },
      example: ["has({ a: null }, 'a')", true],
    },
    ([o, key]) => Object.hasOwn(o, key) && !isForbiddenKey(key),
  ),
  fn(
    'merge',
    {
      params: [rest(object('objects'))],
      returns: 'object',
      help: {
        pt: 'Um objeto com os campos de todos; o último vence',
        en: 'One object with the fields of all; the last wins',
      },
      example: ['merge({ a: 1, b: 1 }, { b: 2 })', { a: 1, b: 2 }],
    },
    ([objects], { budget }) => merged(objects, budget),
  ),
  fn(
    'pick',
    {
      params: [object('o'), rest(any('keys'))],
      returns: 'object',
      help: {
        pt: 'Só estes campos (lista de nomes, ou um a um)',
        en: 'These fields only (a list of names, or one by one)',
      },
      example: ["pick({ a: 1, b: 2 }, ['a'])", { a: 1 }],
    },
    ([o, keys]) => pick(o, keyNames(keys)),
  ),
  fn(
    'omit',
    {
      params: [object('o'), rest(any('keys'))],
      returns: 'object',
      help: {
        pt: 'Todos os campos menos estes (lista de nomes, ou um a um)',
        en: 'All fields but these (a list of names, or one by one)',
      },
      example: ["omit({ a: 1, b: 2 }, ['a'])", { b: 2 }],
    },
    ([o, keys], { budget }) => omit(o, keyNames(keys), budget),
  ),
];
