import { expect, test } from 'vitest';
import type { JsonObject, JsonSchema } from '#flow/json.ts';
import { fieldOrder } from './field-order.ts';

const text: JsonSchema = { type: 'string' };
const names = (properties: Record<string, JsonSchema>, value: JsonObject = {}, required: string[] = []) => {
  const { above, more } = fieldOrder({ type: 'object', properties, required }, value, () => false);
  return [above.map(([name]) => name).join(''), more.map(([name]) => name).join('')];
};

test('few fields are all shown; of many the first and the required', () => {
  expect(names({ a: text, b: text, c: text })).toEqual(['abc', '']);
  expect(names({ a: text, b: text, c: text, d: text, e: text, f: text, g: text }, {}, ['f'])).toEqual(['abcf', 'deg']);
});

test('a schema may say what is rare and what is not', () => {
  const rare = { ...text, 'x-rare': true };
  const common = { ...text, 'x-rare': false };
  expect(names({ a: rare, b: text })).toEqual(['b', 'a']);
  expect(names({ a: text, b: text, c: text, d: text, e: text, f: text, g: common })).toEqual(['abcdg', 'ef']);
});

test('what is set is never hidden, what can only have one value never shown', () => {
  expect(names({ a: { const: 1 }, b: { ...text, 'x-rare': true } }, { b: 'x' })).toEqual(['b', '']);
});

test('a field that hangs on another is asked for with the values that need it, or where it is set', () => {
  const schema = {
    type: 'object',
    properties: {
      as: { enum: ['text', 'file'], default: 'text' },
      name: { type: 'string', 'x-when': { as: ['file'] } },
    },
  };
  const names = (value: JsonObject) => fieldOrder(schema, value, () => false).above.map(([name]) => name);
  expect(names({})).toEqual(['as']);
  expect(names({ as: 'file' })).toEqual(['as', 'name']);
  expect(names({ as: '{{ vars.como }}' })).toEqual(['as', 'name']);
  expect(names({ as: 'text', name: 'a.csv' })).toEqual(['as', 'name']);
});
