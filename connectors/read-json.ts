import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';

/** Deeper than any answer that means something, far from where a recursive reader would overflow its stack. */
const MAX_DEPTH = 256;
const DROPPED = ['__proto__', 'constructor', 'prototype'] as const;

/** The JSON text of an answer as a value of the language. Fails with `bad_output`. */
export const readJson = (text: string): Json => {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    throw failure('bad_output', 'A resposta não é JSON válido.', 'The answer is not valid JSON.', { cause });
  }
  clean(value, 0);
  return value;
};

/** Drops the keys that reach a prototype; refuses what JSON's grammar lets through but is no value (1e999). */
const clean = (value: Json, depth: number): void => {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw failure('bad_output', 'Um número da resposta é grande demais.', 'A number in the answer is too large.');
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH)
    throw failure(
      'bad_output',
      `A resposta tem mais de ${MAX_DEPTH} níveis.`,
      `The answer nests deeper than ${MAX_DEPTH} levels.`,
    );
  if (Array.isArray(value)) {
    for (const one of value) clean(one, depth + 1);
    return;
  }
  for (const key of DROPPED) if (Object.hasOwn(value, key)) delete value[key];
  for (const key of Object.keys(value)) clean((value as JsonObject)[key] ?? null, depth + 1);
};
