import type { Json, JsonObject } from '../json.ts';
import type { BinaryOperator, Expression } from './ast.ts';
import type { Budget } from './budget.ts';
import { described } from './described.ts';
import { badValue } from './evaluation-error.ts';
import { compare, equal, finite, isForbiddenKey, isObject, typeName } from './value.ts';

export type Operation = (a: Json, b: Json, budget: Budget) => Json;

const wrongOperands = (operator: string, a: Json, b: Json): never =>
  badValue(
    `${operator} não aceita ${typeName(a)[0]} e ${typeName(b)[0]}`,
    `${operator} does not take ${typeName(a)[1]} and ${typeName(b)[1]}`,
  );

const joins = (value: Json): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** `+`: two numbers, or a string with a string, number or boolean. */
const add: Operation = (a, b, budget) => {
  if (typeof a === 'number' && typeof b === 'number') return finite(a + b);
  if ((typeof a !== 'string' && typeof b !== 'string') || !joins(a) || !joins(b)) return wrongOperands('+', a, b);
  const [left, right] = [String(a), String(b)];
  budget.checkText(left.length + right.length);
  // The engine shares the longer side, so appending piece by piece costs the pieces and not their square.
  budget.scanText(Math.min(left.length, right.length));
  return left + right;
};

const arithmetic =
  (operator: BinaryOperator, compute: (a: number, b: number) => number): Operation =>
  (a, b) =>
    typeof a === 'number' && typeof b === 'number' ? finite(compute(a, b)) : wrongOperands(operator, a, b);

const ordering =
  (operator: BinaryOperator, holds: (order: number) => boolean): Operation =>
  (a, b, budget) => {
    if (typeof a === 'number' && typeof b === 'number') return holds(a - b);
    if (typeof a !== 'string' || typeof b !== 'string') return wrongOperands(operator, a, b);
    return holds(compare(a, b, budget));
  };

export const OPERATIONS: Record<BinaryOperator, Operation> = {
  '+': add,
  '-': arithmetic('-', (a, b) => a - b),
  '*': arithmetic('*', (a, b) => a * b),
  '/': arithmetic('/', (a, b) => a / b),
  '%': arithmetic('%', (a, b) => a % b),
  '<': ordering('<', (order) => order < 0),
  '<=': ordering('<=', (order) => order <= 0),
  '>': ordering('>', (order) => order > 0),
  '>=': ordering('>=', (order) => order >= 0),
  '==': (a, b, budget) => equal(a, b, budget),
  '!=': (a, b, budget) => !equal(a, b, budget),
};

/** `-x`. */
export const negated = (value: Json): number =>
  typeof value === 'number'
    ? finite(-value)
    : badValue(`- não aceita ${typeName(value)[0]}`, `- does not take ${typeName(value)[1]}`);

const unknownMember = (value: Json, key: string, source: string): never =>
  badValue(
    `“${key}” não existe em ${typeName(value)[0]} (${source})`,
    `“${key}” does not exist in ${typeName(value)[1]} (${source})`,
  );

/** What reading `key` of null says; `source` is the text of what is null. */
export const memberOfNull = (key: string, source: string): never =>
  badValue(`${source} é null: não há “${key}” para ler`, `${source} is null: there is no “${key}” to read`);

/** `value.key` with a key that is written out; `node` is what gave the value, for messages. */
export const readMember = (value: Json, key: string, node: Expression): Json => {
  if (isObject(value)) return Object.hasOwn(value, key) ? ((value as JsonObject)[key] ?? null) : null;
  if (value === null) return memberOfNull(key, described(node));
  if (key === 'length' && (typeof value === 'string' || Array.isArray(value))) return value.length;
  return unknownMember(value, key, described(node));
};

/** `value[key]`: own keys of objects; of lists and texts the element or character there, null beyond the ends. */
export const readIndex = (value: Json, key: Json, node: Expression): Json => {
  if (typeof key === 'string') return isForbiddenKey(key) ? null : readMember(value, key, node);
  if (typeof key !== 'number') {
    return badValue(`Índice inválido: ${typeName(key)[0]}`, `Bad index: ${typeName(key)[1]}`);
  }
  if (Array.isArray(value) || typeof value === 'string') return value[key] ?? null;
  return readMember(value, String(key), node);
};
