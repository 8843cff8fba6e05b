import type { Json, JsonObject } from '#flow/json.ts';
import { fail } from './fail.ts';

/** Deeper than any flow or any data that a person made; far from where a recursive reader would overflow its stack. */
export const MAX_DEPTH = 256;
const DROPPED = ['__proto__', 'constructor', 'prototype'] as const;

/** How deep JSON text nests, without reading it: brackets outside of strings. Stops counting past `limit`. */
export function depthOf(text: string, limit = MAX_DEPTH): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 91 || c === 123) {
      deepest = Math.max(deepest, ++depth);
      if (depth > limit) return depth;
    } else if (c === 93 || c === 125) depth--;
  }
  return deepest;
}

/** Drops the keys that reach a prototype, and refuses what JSON's grammar lets through but no value is (1e999). */
function clean(value: Json): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw fail('malformed', 'Há um número grande demais no corpo.', 'A number in the body is too large.');
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) clean(one);
    return;
  }
  for (const key of DROPPED) if (Object.hasOwn(value, key)) delete value[key];
  for (const key of Object.keys(value)) clean((value as JsonObject)[key] ?? null);
}

/** JSON text as a value that may enter. @throws `malformed`, with the reason. */
export function readJson(text: string): Json {
  if (depthOf(text) > MAX_DEPTH)
    throw fail(
      'malformed',
      `O corpo tem mais de ${MAX_DEPTH} níveis.`,
      `The body nests deeper than ${MAX_DEPTH} levels.`,
    );
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw fail('malformed', 'O corpo não é JSON válido.', 'The body is not valid JSON.', { cause: error });
  }
  clean(value);
  return value;
}
