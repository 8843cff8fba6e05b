import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from '#tests/any-character.ts';
import { textBytes } from './size.ts';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

test('the bytes of a text are those of its UTF-8', () => {
  const unit = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: anyCharacter }));
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 4 }), (parts) => {
      const text = parts.join('');
      expect(textBytes(text)).toBe(bytesOf(text));
    }),
    { numRuns: 300 },
  );
  for (const text of ['\u007f', '\u0080', '\u07ff', '\u0800', '\uffff', '😀', 'não há', `${'a'.repeat(5000)}é`])
    expect(textBytes(text)).toBe(bytesOf(text));
});
