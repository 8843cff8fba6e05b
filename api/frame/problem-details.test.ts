import { expect, test } from 'vitest';
import { ERRORS, TramaError } from '#flow/errors.ts';
import { problemHeaders, statusOf } from './problem-details.ts';

const headersOf = (code: string, waitUntil?: number) =>
  problemHeaders(new TramaError(code, 'x', waitUntil === undefined ? {} : { waitUntil }), {
    ...{ locale: 'en', instance: '/v1/x', traceId: 'trace', nowMs: 10_000 },
  });

test('each answer that something is down says when to come back', () => {
  const down = Object.keys(ERRORS).filter((code) => statusOf(code) === 503);
  expect(down).toEqual(expect.arrayContaining(['unavailable', 'billing_unreachable', 'breaker_open']));
  expect(down.filter((code) => !/^[1-9]\d*$/.test(headersOf(code)['Retry-After'] ?? ''))).toEqual([]);
});

test('whoever is down and says for how long is believed', () => {
  expect(headersOf('billing_unreachable', 40_000)['Retry-After']).toBe('30');
});
