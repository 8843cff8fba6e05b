import { expect, test } from 'vitest';
import { quickest } from '#tests/quickest.ts';
import { depthOf, MAX_DEPTH, readJson } from './read-json.ts';

test('a body nested 100,000 deep is refused at once', () => {
  const read = (): void => {
    expect(() => readJson(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toThrow(/nests deeper/);
    expect(() => readJson('{"a":'.repeat(100_000))).toThrow(/nests deeper/);
  };
  expect(quickest(read, 200)).toBeLessThanOrEqual(200);
});

test('brackets inside strings do not count as depth', () => {
  expect(depthOf(JSON.stringify({ a: '['.repeat(5000), b: '\\"[[[' }))).toBe(1);
  expect(readJson(JSON.stringify('{'.repeat(MAX_DEPTH + 1)))).toHaveLength(MAX_DEPTH + 1);
});

test('keys that reach a prototype are dropped at any depth', () => {
  const value = readJson('{"a":[{"__proto__":{"x":1},"constructor":2,"prototype":3,"b":4}],"\\u005f_proto__":5}');
  expect(JSON.stringify(value)).toBe('{"a":[{"b":4}]}');
  expect(({} as { x?: number }).x).toBeUndefined();
});

test('what is not JSON, and numbers that are not finite, are malformed', () => {
  for (const text of ['{', 'undefined', '{"a":1e999}', '']) {
    expect(() => readJson(text)).toThrowError(expect.objectContaining({ code: 'malformed' }));
  }
});
