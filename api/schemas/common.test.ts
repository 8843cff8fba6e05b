import { expect, test } from 'vitest';
import { givenInstant } from './common.ts';

test('an instant is of a year that we can write, in whatever offset it is named', () => {
  expect(givenInstant.parse('2026-03-01T09:00:00-03:00')).toBe('2026-03-01T12:00:00.000Z');
  expect(givenInstant.parse('9999-12-31T23:59:59Z')).toBe('9999-12-31T23:59:59.000Z');
  expect(givenInstant.parse('0001-01-01T00:00:00Z')).toBe('0001-01-01T00:00:00.000Z');
  for (const text of ['9999-12-31T23:59:59-01:00', '0000-01-01T00:00:00+01:00', '0000-06-01T00:00:00Z'])
    expect([text, givenInstant.safeParse(text).success]).toEqual([text, false]);
});
