import { expect, test } from 'vitest';
import { fieldsOf, saysMore, typeOfField, withFields, withNull, withType } from './described-fields.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    nome: { type: 'string', minLength: 2, description: 'Quem pede' },
    total: { anyOf: [{ type: 'number' }, { type: 'string' }] },
  },
  required: ['nome', 'outro'],
};

test('fields that are read and written again are the same schema, whatever else it says', () => {
  expect(withFields(schema, fieldsOf(schema) ?? [])).toEqual(schema);
  expect(saysMore(schema)).toBe(true);
  expect(saysMore({ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] })).toBe(false);
});

test('a field that is renamed keeps what it says and that it must be there', () => {
  const [first, ...others] = fieldsOf(schema) ?? [];
  if (!first) throw new Error('there are two');
  const next = withFields(schema, [{ ...first, name: 'cliente' }, ...others]);
  expect(next.required).toEqual(['cliente', 'outro']);
  expect(next.properties).toMatchObject({ cliente: { minLength: 2, description: 'Quem pede' } });
});

test('another type takes what made the old one, and leaves what people wrote', () => {
  const date = withType({ type: ['string', 'null'], enum: ['a', null], description: 'Dia', default: 'a' }, 'date');
  expect(date).toEqual({ type: ['string', 'null'], format: 'date', description: 'Dia' });
  expect(typeOfField(withType({ type: 'string' }, 'list'))).toBe('list');
  expect(withNull({ type: 'number' }, true)).toEqual({ type: ['number', 'null'] });
  expect(withNull(withNull({ type: 'number' }, true), false)).toEqual({ type: 'number' });
});

test.each([
  [{ type: 'array', items: { type: 'string' } }],
  [{ $ref: '#/$defs/a' }],
  [{ type: 'object', oneOf: [] }],
  [{ type: 'object', properties: { a: true } }],
])('%j is written as JSON alone', (given) => {
  expect(fieldsOf(given)).toBeNull();
});

test('what can only be said in JSON is another type, and stays as it is', () => {
  const either = { anyOf: [{ type: 'number' }, { type: 'string' }] };
  expect(typeOfField(either)).toBe('other');
  expect(withType(either, 'other')).toBe(either);
  expect(fieldsOf({})).toEqual([]);
});
