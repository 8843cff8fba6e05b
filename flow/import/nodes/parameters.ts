import type { Json, JsonObject } from '../../json.ts';
import { type Code, member } from '../expressions/code.ts';

/** Parameters of n8n are read by path; what is not there, or is something else, is nothing. */
export const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export const at = (value: Json | undefined, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((now, key) => (isObject(now) && Object.hasOwn(now, key) ? now[key] : undefined), value);

export const text = (value: Json | undefined, fallback = ''): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : fallback;

/** The objects of a list, or of one that stands alone. */
export const objects = (value: Json | undefined): JsonObject[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(isObject);

/** `{ __rl: true, value, mode }`: what was chosen in a list, by id or by name. */
export const chosen = (value: Json | undefined): Json | undefined =>
  isObject(value) && 'value' in value ? value.value : value;

export const isExpression = (value: Json | undefined): value is string =>
  typeof value === 'string' && value.startsWith('=') && value.includes('{{');

/** `a.b[0].c` of a code. */
export const pathOf = (one: Code, path: string): Code =>
  path
    .replace(/\[["']?([^\]"']+)["']?\]/g, '.$1')
    .split('.')
    .filter((key) => key !== '')
    .reduce(member, one);

/** `a, b` → `['a', 'b']`. */
export const namesIn = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value.map((one) => text(one)) : text(value).split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');
