import { expect, test } from 'vitest';
import { pathOfOurs } from './sso-addresses.ts';

test('a path of ours stays', () => {
  expect(['/flows?q=1', '/flows/a//b', '/a/../home'].map(pathOfOurs)).toEqual(['/flows?q=1', '/flows/a//b', '/home']);
});

test.each([
  ...['//evil.example', '/\\evil.example', 'https://evil.example', '/.//evil.example', '/a/..//evil.example'],
  ...['/%2e//evil.example', '/./\t/evil.example', 'javascript:1'],
])('%j leads to the first page', (text) => {
  expect(pathOfOurs(text)).toBe('/home');
});
