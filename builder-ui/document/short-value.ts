import type { Json } from '#flow/json.ts';

const MOST = 48;

/** A value in a few letters: `"Ana"`, `3 itens`-like beginnings of lists and objects as JSON, cut at the end. */
export const shortValue = (value: Json, most = MOST): string => {
  // Of a long text or list only the beginning is written out.
  const head = typeof value === 'string' ? value.slice(0, most) : Array.isArray(value) ? value.slice(0, most) : value;
  const text = JSON.stringify(head);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};
