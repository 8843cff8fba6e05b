import fc from 'fast-check';

const between = (min: number, max: number) => fc.integer({ min, max }).map((code) => String.fromCodePoint(code));

/**
 * Any character of Unicode, with as many of the plain and the accented ones as of the rest: a `unit` for `fc.string`.
 * fast-check's own unit `binary` takes half a second to set itself up.
 */
export const anyCharacter = fc.oneof(
  between(0, 0x7f),
  between(0x80, 0x7ff),
  between(0x800, 0xd7ff),
  between(0xe000, 0xffff),
  between(0x10000, 0x10ffff),
);
