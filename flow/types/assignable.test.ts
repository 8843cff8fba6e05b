import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { fits } from './assignable.ts';
import { typeOfSchema } from './from-schema.ts';
import { typeOfValue, widen } from './of-value.ts';
import { type Type, t } from './type.ts';
import { nullable, union } from './union.ts';

const optional = typeOfSchema({ type: 'object', properties: { a: { type: 'number' } }, additionalProperties: false });

test.each<[string, Type, Type, string]>([
  ['a number is a number', t.number, t.number, 'yes'],
  ['a text is no number', t.string, t.number, 'no'],
  ['of an unknown value nobody knows', t.unknown, t.number, 'maybe'],
  ['anything is taken where anything is', t.string, t.unknown, 'yes'],
  ['a value that may be null may fit', nullable(t.number), t.number, 'maybe'],
  ['null is no number', t.null, t.number, 'no'],
  ['one of the texts', t.literal('a'), t.literal('a', 'b'), 'yes'],
  ['none of the texts', t.literal('c', 'd'), t.literal('a', 'b'), 'no'],
  ['some text may be one of the texts', t.string, t.literal('a', 'b'), 'maybe'],
  ['an empty list is a list of anything', t.list(t.never), t.list(t.number), 'yes'],
  ['a list of texts is no list of numbers', t.list(t.string), t.list(t.number), 'no'],
  ['a member too many in a closed object', t.object({ a: t.number, b: t.number }), t.object({ a: t.number }), 'no'],
  ['a member too few', t.object({}), t.object({ a: t.number }), 'no'],
  ['an open object may have the member', t.open(), t.object({ a: t.number }), 'maybe'],
  ['an optional member may be left out', t.object({}), optional, 'yes'],
  ['an optional member may be of the wrong type', optional, t.open({ a: t.string }), 'maybe'],
  ['two kinds of which one is right', union(t.number, t.string), t.number, 'maybe'],
  ['two kinds of which none is right', union(t.boolean, t.string), t.number, 'no'],
])('%s', (_, type, expected, fit) => {
  expect(fits(type, expected)).toBe(fit);
});

test('a value is of its own type, of that type widened, and of that type beside another', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const [type, other] = [typeOfValue(a as Json), typeOfValue(b as Json)];
      expect(fits(type, type)).not.toBe('no');
      expect(fits(type, widen(type))).toBe('yes');
      expect(fits(type, union(other, type))).not.toBe('no');
      expect(fits(type, union(type, t.unknown))).toBe('yes');
    }),
  );
});
