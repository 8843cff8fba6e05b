import { describe, expect, test } from 'vitest';
import { mayReceive, redirected } from './redirect.ts';

describe('a redirect', () => {
  const credential = { headers: { authorization: 'Bearer t' }, hosts: ['a.example', 'b.example'] };
  const request = { method: 'GET', url: 'https://a.example/', headers: { cookie: 'c', 'x-plain': 'p' }, credential };
  const follow = (from: string, to: string) => redirected(request, new URL(from), new URL(to), 302);

  test('within a host keeps all', () => {
    expect(follow('https://a.example/', 'https://a.example/b')).toEqual({ ...request, url: 'https://a.example/b' });
  });

  test('to another host or port keeps the connection’s credential, which knows its hosts, and drops the author’s', () => {
    for (const to of ['https://b.example/', 'https://a.example:8443/'])
      expect(follow('https://a.example/', to)).toMatchObject({ headers: { 'x-plain': 'p' }, credential });
    expect(follow('https://a.example/', 'https://b.example/').headers).not.toHaveProperty('cookie');
  });

  test('from https down to http drops both, from http up to https of the same host neither', () => {
    const down = follow('https://a.example/', 'http://a.example/');
    expect([down.credential, down.headers]).toEqual([undefined, { 'x-plain': 'p' }]);
    expect(follow('http://a.example/', 'https://a.example/')).toMatchObject({ credential, headers: { cookie: 'c' } });
  });
});

test.each([
  ['a.example', 'https://a.example/', true],
  ['A.Example', 'https://a.example:8443/', true],
  ['a.example:443', 'https://a.example/', true],
  ['a.example:443', 'http://a.example/', false],
  ['a.example', 'https://a.example.evil.example/', false],
  ['a.example', 'https://sub.a.example/', false],
  ['a.example', 'https://a.example@evil.example/', false],
  ['[::1]:99', 'http://[::1]:99/', true],
])('a credential for %s may go to %s: %s', (host, url, expected) => {
  expect(mayReceive([host], new URL(url))).toBe(expected);
});
