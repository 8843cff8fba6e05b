import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchPattern } from './fold.ts';
import { disarmed, rearmed } from './formulas.ts';
import { sortKey } from './sort-key.ts';

const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });

test('keys of numbers sort as the numbers do, and are the same only if they are', () => {
  fc.assert(
    fc.property(anyNumber, anyNumber, (a, b) => {
      const [x, y] = [sortKey(a), sortKey(b)];
      expect(x < y).toBe(a < b);
      expect(x === y).toBe(a === b);
    }),
  );
});

test('what is empty comes before everything', () => {
  for (const value of ['', 'a', false, -1e300, 0]) expect(sortKey(null) < sortKey(value)).toBe(true);
  expect([sortKey(undefined), sortKey(null)]).toEqual(['', '']);
});

test('search sees neither case nor accents, and no sign means more than itself', () => {
  const finds = (pattern: string, text: string) => new RegExp(searchPattern(pattern)).test(text);
  expect(finds('sao jose', 'Em São José')).toBe(true);
  expect(finds('SÃO', 'sao')).toBe(true);
  expect(finds('são 2', 'São')).toBe(false);
  for (const sign of ['a.c', '(?i)x', '***=y', '[a]', 'x|y', '\\d', '^$', 'a-b', '5€', '{2}'])
    expect([finds(sign, `« ${sign} »`), finds(sign, 'abc xy 55')]).toEqual([true, false]);
});

test('any text comes back from what a spreadsheet would not run', () => {
  const sign = fc.constantFrom("'", '=', '+', '-', '@', '\t', '1', 'a');
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 6 }), (text) => {
      expect(rearmed(disarmed(text))).toBe(text);
      if (!/^[+-]?\d+$/.test(text)) expect(disarmed(text)).not.toMatch(/^[=+\-@\t]/);
    }),
  );
});
