import { expect, test } from 'vitest';
import { exampleOf } from './example.ts';
import { fieldKind, startObject, suits, variantsOf } from './schema.ts';

test.each([
  [{ type: 'string' }, 'text'],
  [{ type: ['string', 'null'] }, 'text'],
  [{ type: ['boolean', 'null'] }, 'switch'],
  [{ enum: ['a', 'b'] }, 'choice'],
  [{ anyOf: [{ const: 'a' }, { const: 'b' }] }, 'choice'],
  [{ type: 'object', additionalProperties: {} }, 'map'],
  [{ type: 'object', properties: { a: {} } }, 'object'],
  [{ type: 'object', properties: { a: {} }, oneOf: [{ required: ['a'] }, { required: ['b'] }] }, 'object'],
  [{ anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] }, 'text'],
  [{ anyOf: [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, { type: 'array' }] }, 'any'],
  [{ anyOf: [{ const: '4xx5xx' }, { type: 'array', items: { type: 'integer' } }] }, 'variants'],
  [{}, 'any'],
])('%j is drawn as %s', (schema, kind) => {
  expect(fieldKind(schema)).toBe(kind);
});

test('a new node begins with the required fields that have something to begin with', () => {
  const schema = {
    type: 'object',
    properties: {
      method: { enum: ['GET', 'POST'] },
      url: { type: 'string' },
      cases: { type: 'array' },
      n: { default: 3 },
    },
    required: ['method', 'url', 'cases'],
  };
  expect(startObject(schema)).toEqual({ method: 'GET', cases: [] });
});

test('of several shapes the one is shown whose fixed fields the value has', () => {
  const schema = {
    anyOf: [
      { type: 'object', properties: { auth: { const: 'basic' } } },
      { type: 'object', properties: { auth: { const: 'bearer' } } },
    ],
  };
  expect(variantsOf(schema).map((one) => suits(one, { auth: 'bearer' }))).toEqual([false, true]);
});

test('an example fits the shape, and is the own one where there is one', () => {
  const schema = {
    type: 'object',
    properties: { id: { type: 'number', examples: [42] }, tags: { type: 'array', items: { type: 'string' } } },
  };
  expect(exampleOf(schema)).toEqual({ id: 42, tags: [''] });
});
