import { expect, test } from 'vitest';
import { rateLimitSeconds, retryAfterSeconds, waitMs } from './repeats.ts';

test('waits grow to a limit with full jitter, and are never shorter than what is asked for', () => {
  expect([1, 2, 3, 9].map((n) => waitMs(n, null, 60_000, 1))).toEqual([500, 1_000, 2_000, 60_000]);
  expect(waitMs(3, null, 60_000, 0)).toBe(0);
  expect(waitMs(1, 7, 60_000, 0)).toBe(7_000);
  expect(waitMs(1, 7, 60_000, 1)).toBeGreaterThan(7_000);
});

test('pauses are read from numbers, dates, and the limit that has nothing left', () => {
  expect(retryAfterSeconds('12', 0)).toBe(12);
  expect(retryAfterSeconds('Thu, 01 Jan 1970 00:01:00 GMT', 30_000)).toBe(30);
  expect(retryAfterSeconds('soon', 0)).toBeNull();
  expect(rateLimitSeconds('"key";r=0;t=3, "tenant";r=0;t=9, "ip";r=5;t=60')).toBe(9);
  expect(rateLimitSeconds('"key";r=1;t=3')).toBeNull();
});
