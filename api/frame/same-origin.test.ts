import { expect, test } from 'vitest';
import { refuseCrossSite } from './same-origin.ts';

const OURS = 'https://trama.example';
const passes = (method: string, headers: Record<string, string>): boolean => {
  try {
    refuseCrossSite(method, { host: 'app.example', ...headers }, [OURS]);
    return true;
  } catch {
    return false;
  }
};

const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE'];

test.each<[string, Record<string, string>, boolean]>([
  ['our own page, by the browser’s word', { 'sec-fetch-site': 'same-origin' }, true],
  ['typed by a person', { 'sec-fetch-site': 'none' }, true],
  ['an older browser on our own page', { origin: 'https://app.example' }, true],
  ['the public address', { origin: OURS, 'sec-fetch-site': 'cross-site' }, true],
  ['no browser', {}, true],
  ['another site', { 'sec-fetch-site': 'cross-site' }, false],
  ['another host of the same site', { 'sec-fetch-site': 'same-site' }, false],
  ['another origin, older browser', { origin: 'https://evil.example' }, false],
  ['an origin that only begins like ours', { origin: `${OURS}.evil.example` }, false],
  ['another port', { origin: 'https://app.example:8443' }, false],
  ['a sandboxed frame', { origin: 'null' }, false],
  ['another site that says our host in its origin’s user', { origin: 'https://app.example@evil.example' }, false],
  ['a word that browsers do not send', { 'sec-fetch-site': 'Same-Origin' }, false],
])('a call that changes something, from %s', (_, headers, expected) => {
  for (const method of UNSAFE) expect([method, passes(method, headers)]).toEqual([method, expected]);
});

test('reading is free from everywhere: it changes nothing, and its answer is not shown to other origins', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS'])
    expect(passes(method, { 'sec-fetch-site': 'cross-site' })).toBe(true);
});
