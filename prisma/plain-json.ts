/** In JSON that JavaScript wrote: an escape of NUL or of half a character; any other escape is left as it is. */
const ESCAPES = /\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g;
const UNREADABLE = /^\\u(?:0000|d)/;

/**
 * JSON for a column that SQL looks into (`->`), which fails on a NUL or half a character anywhere in it: as in texts, they are kept as
 * U+FFFD. Values of runs are no such columns, and are kept whole (docs/decisions/205).
 */
export const plainJson = (value: unknown): string =>
  JSON.stringify(value).replace(ESCAPES, (escape) => (UNREADABLE.test(escape) ? '\ufffd' : escape));
