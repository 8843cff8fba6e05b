import { type Arg, type Callback } from '../../expressions/builtin.ts';
import { functionNamed, methodsNamed } from '../../expressions/catalog.ts';
import { badValue } from '../../expressions/evaluation-error.ts';
import { negated, OPERATIONS, readIndex } from '../../expressions/operators.ts';
import { isForbiddenKey, isObject, ownMember, printed, typeName } from '../../expressions/value.ts';
import type { Json, JsonObject } from '../../json.ts';
import { environment } from './environment.ts';

/** Where a value came from is not known here: messages say `value`. */
const SOURCE = { type: 'Identifier', name: 'value', start: 0, end: 0 } as const;

const spend = (steps = 1): void => environment().budget.spend(steps);

/** `value.a.b`: what is missing is null, and reading a member of null fails. */
export const get = (value: Json, ...keys: Json[]): Json => {
  let found = value;
  for (const key of keys) {
    spend();
    found = readIndex(found, key, SOURCE);
  }
  return found;
};

/** `value?.a.b`: null where the value is null. */
export const read = (value: Json, ...keys: Json[]): Json => (value === null ? null : get(value, ...keys));

/** `value?.` and what follows it: null where the value is null. */
export const maybe = (value: Json, then: (value: Json) => Json): Json => (value === null ? null : then(value));

/** A method of a value: `call(list, 'map', (item) => …)`. */
export const call = (self: Json, method: string, ...args: Arg[]): Json => {
  spend();
  const kind = Array.isArray(self) ? 'list' : typeof self;
  const table = methodsNamed(method);
  const found = kind === 'string' || kind === 'list' || kind === 'number' ? table?.[kind] : undefined;
  if (!found) {
    const [pt, en] = typeName(self);
    return badValue(`${method}(…) não existe em ${pt}`, `${method}(…) does not exist in ${en}`);
  }
  return found.call(self, args.map(counted), environment());
};

/** A function of the language. */
export const library =
  <T extends Json = Json>(name: string) =>
  (...args: Arg[]): T => {
    spend();
    const found = functionNamed(name);
    if (!found) return badValue(`Função desconhecida: ${name}`, `Unknown function: ${name}`);
    return found.call(null, args.map(counted), environment()) as T;
  };

/** A function that is given to another costs a step each time; parameters that get nothing are null. */
const counted = (arg: Arg): Arg => {
  if (typeof arg !== 'function') return arg;
  const counting: Callback = (...given) => {
    spend();
    while (given.length < arg.length) given.push(null);
    return arg(...given);
  };
  return counting;
};

const operation =
  (operator: keyof typeof OPERATIONS) =>
  (a: Json, b: Json): Json => {
    spend();
    return OPERATIONS[operator](a, b, environment().budget);
  };

const arithmetic = (operator: '-' | '*' | '/' | '%') => operation(operator) as (a: Json, b: Json) => number;
const comparison = (operator: '<' | '<=' | '>' | '>=' | '==' | '!=') =>
  operation(operator) as (a: Json, b: Json) => boolean;

/** Two numbers, or a text with a text, number or boolean. */
export const add = operation('+');
export const subtract = arithmetic('-');
export const multiply = arithmetic('*');
export const divide = arithmetic('/');
export const modulo = arithmetic('%');
export const negative = (value: Json): number => negated(value);
/** Two numbers, or two texts (by code unit). */
export const less = comparison('<');
export const lessOrEqual = comparison('<=');
export const greater = comparison('>');
export const greaterOrEqual = comparison('>=');
/** By content: two lists or objects with the same content are equal. */
export const equal = comparison('==');
export const unequal = comparison('!=');

/** text`Olá ${name}`: null prints as nothing, lists and objects as JSON. */
export const text = (texts: TemplateStringsArray, ...values: Json[]): string => {
  const { budget } = environment();
  return texts.reduce((all, part, i) => {
    const more = printed(values[i - 1] ?? null, budget) + part;
    budget.growText(all.length, more.length);
    return all + more;
  });
};

/** A list to be spread. */
export const items = (value: Json): Json[] => {
  if (!Array.isArray(value)) badValue(`… não abre ${typeName(value)[0]}`, `... does not open ${typeName(value)[1]}`);
  environment().budget.buildList((value as Json[]).length);
  return value as Json[];
};

/** An object to be spread; null adds nothing. */
export const members = (value: Json): JsonObject => {
  if (value === null) return {};
  if (!isObject(value)) badValue(`… não abre ${typeName(value)[0]}`, `... does not open ${typeName(value)[1]}`);
  return Object.fromEntries(Object.entries(value as JsonObject).filter(([key]) => !isForbiddenKey(key)));
};

/** A member whose name is computed, to be spread. */
export const member = (key: Json, value: Json): JsonObject => {
  if (typeof key === 'object') badValue('A chave de um objeto é um texto', 'The key of an object is a text');
  return isForbiddenKey(String(key)) ? {} : { [String(key)]: value };
};

/** `([a, b]) => …`: an element of what must be a list. */
export const element = (value: Json, index: number): Json =>
  Array.isArray(value)
    ? (value[index] ?? null)
    : badValue(`[a, b] não abre ${typeName(value)[0]}`, `[a, b] does not open ${typeName(value)[1]}`);

/** `({ a }) => …`: a member of what must be an object. */
export const field = (value: Json, key: string): Json =>
  isObject(value)
    ? ownMember(value, key)
    : badValue(`{ ${key} } não abre ${typeName(value)[0]}`, `{ ${key} } does not open ${typeName(value)[1]}`);

/** A value as it is; keeps the type checker from knowing more of it than a reader would. */
export const value = (same: Json): Json => same;

/** One expression of several in a step: each has 100,000 steps of its own. */
export const expression = <T extends Json>(work: () => T): T => {
  environment().budget.reset();
  return work();
};

/** A value that must be an object. */
export const objectOf = (given: Json): JsonObject =>
  isObject(given) ? given : badValue('Esperava um objeto', 'Expected an object');
