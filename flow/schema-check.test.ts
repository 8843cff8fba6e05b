import { format } from '@cfworker/json-schema';
import { expect, test } from 'vitest';
import { quickest } from '#tests/quickest.ts';
import { schemaFaults } from './schema-check.ts';

const order = {
  type: 'object',
  properties: { id: { type: 'number' }, items: { type: 'array', items: { type: 'string', pattern: '^[a-z]+$' } } },
  required: ['id'],
};

test('what fits has no fault', () => {
  expect(schemaFaults(order, { id: 1, items: ['a'], other: null })).toEqual([]);
});

test('each fault points at its place, a missing member at where it should be', () => {
  expect(schemaFaults(order, { items: ['a', 'B', 3] }).map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/id', 'required'],
    ['/items/1', 'format'],
    ['/items/2', 'type'],
  ]);
});

test('a pattern that backtracks without end answers at once', () => {
  const properties = { patternProperties: { '^(a+)+$': { type: 'number' } } };
  const checkBoth = () => {
    expect(schemaFaults({ pattern: '^(a+)+$' }, `${'a'.repeat(5_000)}b`)).toHaveLength(1);
    expect(schemaFaults(properties, { [`${'a'.repeat(100)}b`]: 1 })).toEqual([]);
  };
  expect(quickest(checkBoth)).toBeLessThan(500);
});

test('a field called pattern is a field', () => {
  expect(schemaFaults({ properties: { pattern: { type: 'string' } } }, { pattern: 1 })).toMatchObject([
    { pointer: '/pattern' },
  ]);
});

test('a schema that cannot be read fits nothing, and throws nothing', () => {
  expect(schemaFaults({ $ref: '#' }, 1)).toMatchObject([{ code: 'schema' }]);
  expect(schemaFaults({ $ref: '#/$defs/none' }, 1)).toMatchObject([{ code: 'schema' }]);
  expect(schemaFaults({ pattern: '(' }, 'a')).toMatchObject([{ code: 'schema' }]);
});

test('patterns leave the table of formats as it is: a worker may have frozen it', () => {
  const before = Reflect.ownKeys(format);
  for (let i = 0; i < 1_100; i++) expect(schemaFaults({ pattern: `^${i}$` }, String(i))).toEqual([]);
  expect(schemaFaults({ pattern: '^0$' }, '1')).toMatchObject([{ pointer: '', code: 'format' }]);
  expect(Reflect.ownKeys(format)).toEqual(before);
});

test('the formats of JSON Schema are checked, others are not', () => {
  expect(schemaFaults({ format: 'date' }, '2024-02-30')).toMatchObject([{ code: 'format' }]);
  for (const name of ['toString', 'isPrototypeOf', '__proto__', 're2:^b$', 're2:(', 'cpf'])
    expect(schemaFaults({ format: name }, 'a')).toEqual([]);
});
