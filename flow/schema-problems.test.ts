import { expect, test } from 'vitest';
import type { Json } from './json.ts';
import { schemaProblems } from './schema-problems.ts';

test.each<Json>([
  true,
  {},
  { type: ['string', 'null'], 'x-title': { pt: 'a' }, title: 7 },
  { properties: { a: { $ref: '#' }, b: { items: { $ref: '#/$defs/x' } } }, $defs: { x: { enum: [1] } } },
  { $ref: '#foo', $defs: { f: { $anchor: 'foo' } } },
  { const: { type: 'banana' }, default: { $ref: 'x' }, enum: [{ type: 7 }] },
  { anyOf: [{ required: ['a'] }, { pattern: '^[a-z]+$' }], minLength: 0, multipleOf: 0.1 },
])('%j can be read', (schema) => expect(schemaProblems(schema)).toEqual([]));

test.each<[Json, string]>([
  ['x', ''],
  [{ type: 'banana' }, '/type'],
  [{ type: [] }, '/type'],
  [{ properties: null }, '/properties'],
  [{ properties: { a: { type: 7 } } }, '/properties/a/type'],
  [{ properties: { 'a/b': { items: 3 } } }, '/properties/a~1b/items'],
  [{ required: 'x' }, '/required'],
  [{ enum: 'x' }, '/enum'],
  [{ pattern: '(' }, '/pattern'],
  [{ pattern: '(?=a)b' }, '/pattern'],
  [{ minLength: -1 }, '/minLength'],
  [{ anyOf: [] }, '/anyOf'],
  [{ $ref: '#' }, '/$ref'],
  [{ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }, '/$ref'],
  [{ $ref: '#/$defs/nope' }, '/$ref'],
  [{ $ref: 'https://example.com/x.json' }, '/$ref'],
  [{ $ref: '#/%E0%A4%A' }, ''],
])('%j cannot, at %s', (schema, pointer) => {
  expect(schemaProblems(schema)[0]?.pointer).toBe(pointer);
});

test('however deep or wrong, it ends', () => {
  let deep: Json = {};
  for (let i = 0; i < 5_000; i++) deep = { items: deep };
  expect(schemaProblems(deep).length).toBe(1);
  expect(schemaProblems({ allOf: Array.from({ length: 500 }, () => 1) }).length).toBeLessThan(30);
});
