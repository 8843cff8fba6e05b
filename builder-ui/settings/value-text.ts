import type { Json } from '#flow/json.ts';

/** What a person wrote: numbers, true, false, null, lists and objects as JSON has them; anything else is a text. */
export const readValue = (text: string): Json => {
  const trimmed = text.trim();
  if (!/^(-?\d|true$|false$|null$|["[{])/.test(trimmed)) return text;
  try {
    return JSON.parse(trimmed) as Json;
  } catch {
    return text;
  }
};

/** The same the other way: a text stands in quotes only where it would be read as something else. */
export const writeValue = (value: Json): string => {
  if (typeof value !== 'string') return JSON.stringify(value);
  return readValue(value) === value ? value : JSON.stringify(value);
};
