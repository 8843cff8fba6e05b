import { type Schema, Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateConfig } from '../expressions/fixed-scope.ts';
import { type ConfigTemplate, parseConfig } from '../expressions/template.ts';
import type { Json, JsonSchema } from '../json.ts';
import { fits } from './assignable.ts';
import { checkConfig } from './check-config.ts';
import { envOf } from './env-of.ts';
import { typeOfSchema } from './from-schema.ts';
import { typeOfValue } from './of-value.ts';
import { t } from './type.ts';

const names = ['a', 'b', 'c'];
const leaf = fc.constantFrom<JsonSchema>(
  {},
  { type: 'string' },
  { type: 'string', minLength: 2 },
  { type: 'string', pattern: '^[ab]+$' },
  { type: 'number' },
  { type: 'integer', minimum: 0, maximum: 3 },
  { type: 'boolean' },
  { type: ['boolean', 'null'] },
  { enum: ['a', 1, null] },
  { const: 'b' },
  { type: 'null' },
);
const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom(...names), tie('schema'), { maxKeys: 3 }),
        required: fc.subarray(names),
        additionalProperties: fc.oneof(fc.boolean(), leaf),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(2) }, { requiredKeys: ['type'] }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
  ),
}));
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>('a', 'b', 'ab', 'c', '', 0, 1, 2.5, 7, true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3 }),
  ),
}));

const constant = (json: Json): ConfigTemplate => ({ root: { kind: 'constant', value: json }, problems: [] });
const isValid = (one: JsonSchema, json: Json): boolean => new Validator(one as Schema, '2020-12').validate(json).valid;
const hasNull = (json: Json): boolean => JSON.stringify(json).includes('null');

test('what a validator accepts has no problem, and what it refuses has one', () => {
  let valid = 0;
  fc.assert(
    fc.property(schema, value, (one, json) => {
      const { problems } = checkConfig(constant(json), one, envOf({}));
      if (isValid(one, json)) {
        valid++;
        expect(problems).toEqual([]);
      } else if (!hasNull(json)) {
        expect(problems).not.toEqual([]);
      }
    }),
    { numRuns: 3_000 },
  );
  expect(valid).toBeGreaterThan(150);
});

test('a value that a schema accepts fits the type of the schema', () => {
  fc.assert(
    fc.property(schema, value, (one, json) => {
      if (isValid(one, json)) expect(fits(typeOfValue(json), typeOfSchema(one))).not.toBe('no');
    }),
    { numRuns: 3_000 },
  );
});

/** The value with some of its parts written as expressions over `v`, which is the value itself. */
const written = (json: Json, path: string, choose: (path: string) => boolean): Json => {
  if (choose(path)) return `{{ ${path} }}`;
  if (Array.isArray(json)) return json.map((item, i) => written(item, `${path}[${i}]`, choose));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, written(item, `${path}.${key}`, choose)]));
};

test('a config whose expressions give what the schema accepts has no problem', () => {
  fc.assert(
    fc.property(schema, value, fc.func(fc.boolean()), fc.boolean(), (one, json, choose, known) => {
      const config = written(json, 'v', choose);
      if (!isValid(one, json)) return;
      expect(evaluateConfig(config, { v: json })).toEqual(json);
      const env = envOf({ names: { v: known ? typeOfValue(json) : t.unknown } });
      expect(checkConfig(parseConfig(config), one, env).problems).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});
