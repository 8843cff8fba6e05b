import { expect, test } from 'vitest';
import { readSpans, SPAN_UNITS, smallerUnit, writeSpans } from './spans.ts';

test('a number and a unit are written as a duration, and read again as the same', () => {
  for (const unit of SPAN_UNITS) expect(readSpans(writeSpans([{ count: 10, unit }]))).toEqual([{ count: 10, unit }]);
  expect(writeSpans([{ count: 1, unit: 'D' }])).toBe('P1D');
});

test('two hours and a half are two parts', () => {
  const parts = [
    { count: 2, unit: 'H' as const },
    { count: 30, unit: 'M' as const },
  ];
  expect(readSpans('PT2H30M')).toEqual(parts);
  expect(writeSpans(parts)).toBe('PT2H30M');
  expect(writeSpans([{ count: 1, unit: 'H' }, ...parts])).toBe('PT3H30M');
  expect(smallerUnit('H')).toBe('M');
  expect(smallerUnit('S')).toBeUndefined();
});

test('what is no whole number of these units is left to be written as text', () => {
  for (const text of ['', 'PT1.5H', 'P2W', '{{ vars.x }}', 'PT', 'P']) expect(readSpans(text)).toBeNull();
});
