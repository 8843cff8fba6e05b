import type { Json } from '../json.ts';

/** 4 MB a value, 16 MB a run's live state (`flow-language` §5). */
export const MAX_VALUE = 4 * 1024 * 1024;
export const MAX_STATE = 16 * 1024 * 1024;

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** Bytes of a text in UTF-8. */
export function textBytes(text: string): number {
  let bytes = text.length;
  // Looking for the first by a pattern takes a quarter of the time that looking at each takes: texts may be large.
  const first = text.search(BEYOND_ASCII);
  for (let i = first < 0 ? bytes : first; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    // A pair of surrogates is four bytes: two units that count two each.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** Deeper values would overflow whoever walks them (`flow-language` §5 allows expressions no more either). */
const MAX_DEPTH = 200;

/**
 * About the bytes of a value's JSON; gives up beyond `limit`, where the exact number does not matter any more. A value that
 * is nested too deeply counts as endlessly large.
 */
export function sizeOf(value: Json, limit: number = MAX_STATE, depth = 0): number {
  if (typeof value === 'string') return textBytes(value) + 2;
  if (value === null || typeof value !== 'object') return 8;
  if (depth > MAX_DEPTH) return Number.POSITIVE_INFINITY;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const item of value) {
      bytes += sizeOf(item, limit - bytes, depth + 1) + 1;
      if (bytes > limit) return bytes;
    }
    return bytes;
  }
  for (const key of Object.keys(value)) {
    bytes += key.length + 4 + sizeOf(value[key] as Json, limit - bytes, depth + 1);
    if (bytes > limit) return bytes;
  }
  return bytes;
}
