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
