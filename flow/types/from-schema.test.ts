import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quickest } from '#tests/quickest.ts';
import { describe } from './describe.ts';
import { typeOfSchema } from './from-schema.ts';
import { memberOf } from './members.ts';
import { t } from './type.ts';

const said = (schema: Record<string, unknown>) => describe(typeOfSchema(schema), 'en');

test.each([
  [{}, 'any value'],
  [{ type: 'string' }, 'text'],
  [{ type: 'integer' }, 'number'],
  [{ type: ['string', 'null'] }, 'text or null'],
  [{ type: 'string', nullable: true }, 'text or null'],
  [{ enum: ['a', 'b', null] }, '"a" | "b" or null'],
  [{ const: 3 }, 'number'],
  [{ type: 'string', format: 'date-time' }, 'instant'],
  [{ type: 'array' }, 'list'],
  [{ type: 'array', items: { type: 'number' } }, 'list of number'],
  [{ type: 'array', prefixItems: [{ type: 'number' }, { type: 'string' }], items: false }, 'list of (number or text)'],
  [{ type: 'array', prefixItems: [{ type: 'number' }] }, 'list'],
  [{ properties: { a: {} } }, 'object { a, … }'],
  [{ type: 'object', properties: { a: {} }, additionalProperties: false }, 'object { a }'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, 'object'],
  [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, 'text or number'],
  [{ type: 'object', properties: { a: {} }, anyOf: [{ required: ['a'] }, { required: ['b'] }] }, 'object { a, … }'],
  [{ allOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }, 'object { a, b, … }'],
  [{ allOf: [{ type: 'string' }, { type: 'number' }] }, 'any value'],
  [{ $ref: '#/$defs/a~1b', $defs: { 'a/b': { type: 'number' } } }, 'number'],
  [{ $ref: 'https://example.com/other' }, 'any value'],
  [{ $ref: '#/$defs/none' }, 'any value'],
  [{ not: { type: 'string' } }, 'any value'],
])('%j is %s', (schema, expected) => {
  expect(said(schema)).toBe(expected);
});

test('a schema that contains itself is unknown from its second round on', () => {
  const tree = { type: 'object', properties: { v: { type: 'number' }, kids: { type: 'array', items: { $ref: '#' } } } };
  const type = typeOfSchema(tree);
  expect(memberOf(type, 'v')).toEqual({ kind: 'union', of: [t.number, t.null] });
  expect(describe(memberOf(type, 'kids') ?? t.never, 'en')).toBe('list of object { v, kids, … } or null');
  expect(said({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } })).toBe('any value');
});

test('references that multiply cost a bounded time', () => {
  const $defs: Record<string, unknown> = { d0: { type: 'number' } };
  for (let i = 1; i < 40; i++) {
    const $ref = `#/$defs/d${i - 1}`;
    $defs[`d${i}`] = { type: 'object', properties: { a: { $ref }, b: { $ref }, c: { $ref } } };
  }
  expect(quickest(() => typeOfSchema({ $ref: '#/$defs/d39', $defs }))).toBeLessThan(300);
});

test('shapes that multiply from level to level cost a bounded time', () => {
  const shapes = (level: number, names: string[]): Record<string, unknown>[] =>
    names.map((name) => ({ type: 'object', properties: { [name]: {}, deeper: level > 0 ? both(level - 1) : {} } }));
  const both = (level: number): Record<string, unknown> => ({
    allOf: [{ anyOf: shapes(level, ['a', 'b', 'c', 'd']) }, { anyOf: shapes(level, ['e', 'f', 'g', 'h']) }],
  });
  expect(quickest(() => typeOfSchema(both(4)))).toBeLessThan(500);
});

test('a union of tagged objects keeps what only some have', () => {
  const type = typeOfSchema({
    oneOf: [
      {
        type: 'object',
        properties: { kind: { const: 'a' }, x: { type: 'number' } },
        required: ['kind', 'x'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { kind: { const: 'b' }, y: { type: 'string' } },
        required: ['kind', 'y'],
        additionalProperties: false,
      },
    ],
  });
  expect(describe(memberOf(type, 'kind') ?? t.never, 'en')).toBe('"a" | "b"');
  expect(describe(memberOf(type, 'x') ?? t.never, 'en')).toBe('number or null');
  expect(memberOf(type, 'z')).toBeUndefined();
});

test('no JSON whatever makes reading a schema throw', () => {
  const keyword = fc.constantFrom(
    'type',
    'properties',
    'items',
    'anyOf',
    'allOf',
    '$ref',
    'enum',
    'const',
    'required',
    '$defs',
  );
  const { schema } = fc.letrec((tie) => ({
    schema: fc.dictionary(
      keyword,
      fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 2 }),
        tie('schema'),
        fc.array(tie('schema'), { maxLength: 3 }),
      ),
      { maxKeys: 4 },
    ),
  }));
  fc.assert(
    fc.property(schema, (one) => typeOfSchema(one as Record<string, unknown>) !== undefined),
    { numRuns: 300 },
  );
});
