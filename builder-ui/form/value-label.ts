import type { Json } from '#flow/json.ts';
import type { Texts } from '../texts/texts.ts';

/** A fixed value of a schema in words, where the dictionary has some. */
export const valueLabel = (value: Json, t: Texts): string => {
  const text = String(value);
  return Object.hasOwn(t.values, text) ? t.values[text as keyof Texts['values']] : text;
};
