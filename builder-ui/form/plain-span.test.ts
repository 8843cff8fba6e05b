import { expect, test } from 'vitest';
import { readSpan, SPAN_UNITS, writeSpan } from './plain-span.ts';

test('a number and a unit are written as a duration, and read again as the same', () => {
  for (const unit of SPAN_UNITS) expect(readSpan(writeSpan(10, unit))).toEqual({ count: 10, unit });
  expect(writeSpan(1, 'D')).toBe('P1D');
  expect(writeSpan(3, 'S')).toBe('PT3S');
});

test('what is no plain number of one unit is left to be written as text', () => {
  for (const text of ['', 'P1DT2H', 'PT1.5H', 'P2W', '{{ vars.x }}', 'PT']) expect(readSpan(text)).toBeNull();
});
