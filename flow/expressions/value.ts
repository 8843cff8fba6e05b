import type { Json, JsonObject } from '../json.ts';
import { type Budget, checkDepth } from './budget.ts';
import { badValue } from './evaluation-error.ts';

/** Keys that lead to a prototype in JavaScript: dropped wherever an object is built, never found when read. */
export const isForbiddenKey = (key: string): boolean =>
  key === '__proto__' || key === 'constructor' || key === 'prototype';

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JavaScript's truth (§10): `0`, `""`, null and false are false, lists and objects true. */
export const truth = (value: Json): boolean => Boolean(value);

/** Own keys only; what is missing is null. */
export const ownMember = (object: JsonObject, key: string): Json =>
  Object.hasOwn(object, key) && !isForbiddenKey(key) ? (object[key] ?? null) : null;

/** Sets `key` unless it is forbidden. */
export const setMember = (object: JsonObject, key: string, value: Json): void => {
  if (!isForbiddenKey(key)) object[key] = value;
};

/** A name of the value's type for messages, `[pt, en]`. */
export const typeName = (value: unknown): [string, string] => {
  if (value === null) return ['null', 'null'];
  if (Array.isArray(value)) return ['lista', 'a list'];
  switch (typeof value) {
    case 'string':
      return ['texto', 'a text'];
    case 'number':
      return ['número', 'a number'];
    case 'boolean':
      return ['verdadeiro/falso', 'a boolean'];
    case 'function':
      return ['função', 'a function'];
    default:
      return ['objeto', 'an object'];
  }
};

/** `-0` is not JSON: it becomes 0. What is not finite is `bad_value`. */
export const finite = (value: number): number =>
  value - value === 0 ? value + 0 : badValue('O resultado não é um número finito', 'The result is not a finite number');

/**
 * Equality by structure: values are immutable JSON, so two lists or objects with the same content are the same value.
 * Identity could not be told apart after a snapshot. The order of keys does not count. Different types are never equal.
 */
export const equal = (a: Json, b: Json, budget: Budget, depth = 0): boolean => {
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length === b.length) budget.scanText(a.length);
    return a === b;
  }
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  checkDepth(depth);
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    budget.scanList(a.length + 1);
    return a.every((item, index) => equal(item, b[index] as Json, budget, depth + 1));
  }
  if (Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  budget.scanList(keys.length + 1);
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key] as Json, b[key] as Json, budget, depth + 1));
};

/** Orders two numbers or two strings (by code unit); anything else is `bad_value`. */
export const compare = (a: Json, b: Json, budget: Budget): number => {
  if (typeof a === 'string' && typeof b === 'string') budget.scanText(Math.min(a.length, b.length));
  else if (typeof a !== 'number' || typeof b !== 'number') {
    badValue(
      `Só dois números ou dois textos têm ordem, não ${typeName(a)[0]} e ${typeName(b)[0]}`,
      `Only two numbers or two texts have an order, not ${typeName(a)[1]} and ${typeName(b)[1]}`,
    );
  }
  if (a === b) return 0;
  return (a as number) < (b as number) ? -1 : 1;
};

/** At least the length of the value's JSON text, without building it; charges the budget for the walk. */
const jsonLength = (value: Json, budget: Budget, depth: number): number => {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 1;
  checkDepth(depth);
  const items = Array.isArray(value) ? value : Object.values(value);
  budget.scanList(items.length + 1);
  let length = 2;
  for (const item of items) length += jsonLength(item, budget, depth + 1) + 1;
  if (!Array.isArray(value)) for (const key of Object.keys(value)) length += key.length + 3;
  return length;
};

/** JSON text of a value. */
export const jsonText = (value: Json, budget: Budget): string => {
  budget.buildText(jsonLength(value, budget, 0));
  const text = JSON.stringify(value);
  budget.buildText(text.length); // again: escapes can make it six times as long
  return text;
};

/** How a value prints in a template: null as nothing, lists and objects as JSON, the rest as in JavaScript. */
export const printed = (value: Json, budget: Budget): string => {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'object') return jsonText(value, budget);
  return String(value);
};

/** Throws when a value nests deeper than values may; charges the budget for the walk. */
export const checkNesting = (value: Json, budget: Budget, depth = 0): void => {
  if (typeof value !== 'object' || value === null) return;
  checkDepth(depth);
  const items = Array.isArray(value) ? value : Object.values(value);
  budget.scanList(items.length + 1);
  for (const item of items) checkNesting(item, budget, depth + 1);
};

/** A text that two values share exactly when they are `equal`: JSON with the keys in order. */
export const canonicalText = (value: Json, budget: Budget, depth = 0): string => {
  if (typeof value === 'string') {
    budget.scanText(value.length);
    return JSON.stringify(value);
  }
  if (typeof value !== 'object' || value === null) return String(value);
  checkDepth(depth);
  if (Array.isArray(value)) {
    budget.scanList(value.length + 1);
    return `[${value.map((item) => canonicalText(item, budget, depth + 1)).join(',')}]`;
  }
  const keys = Object.keys(value).sort();
  budget.scanList(keys.length + 1);
  const members = keys.map((key) => `${JSON.stringify(key)}:${canonicalText(value[key] as Json, budget, depth + 1)}`);
  return `{${members.join(',')}}`;
};
