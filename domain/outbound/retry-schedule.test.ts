import { expect, test } from 'vitest';
import type { Attempt } from './attempt.ts';
import { verdictOn } from './attempt.ts';
import { pauseAfter } from './retry-schedule.ts';

const HOUR = 3_600_000;
const pauses = (chance: number): number[] => {
  const found: number[] = [];
  for (let tries = 1; ; tries++) {
    const pause = pauseAfter(tries, chance);
    if (pause === null) return found;
    found.push(pause);
  }
};
const total = (chance: number): number => pauses(chance).reduce((sum, pause) => sum + pause, 0) / HOUR;

test('ten attempts in about 75 hours, each moved by a tenth at most', () => {
  expect(pauses(0.5)).toHaveLength(9);
  expect(total(0.5)).toBeCloseTo(75.58, 1);
  expect([total(0), total(1)]).toEqual([expect.closeTo(68, 0), expect.closeTo(83.1, 0)]);
  expect(pauses(0.5)[0]).toBe(5_000);
});

test('what the receiver asks for is kept where it is longer, to a day', () => {
  expect(pauseAfter(1, 0.5, 60_000)).toBe(60_000);
  expect(pauseAfter(2, 0.5, 1_000)).toBe(300_000);
  expect(pauseAfter(1, 0.5, 100 * HOUR)).toBe(24 * HOUR);
});

const answered = (status: number | null, headers: Record<string, string> = {}): Attempt => ({
  at: '2026-01-01T00:00:00.000Z',
  url: 'https://x.example',
  requestHeaders: {},
  status,
  error: status === null ? 'timeout' : null,
  responseHeaders: status === null ? null : headers,
  responseBody: null,
  ms: 1,
});
const NOW = Date.parse('2026-01-01T00:00:00Z');

test.each([
  ['204', answered(204), { ok: true, gone: false, askedMs: null, holdMs: 0 }],
  ['a redirect', answered(302), { ok: false, gone: false, askedMs: null, holdMs: 0 }],
  ['410', answered(410), { ok: false, gone: true, askedMs: null, holdMs: 0 }],
  ['no answer', answered(null), { ok: false, gone: false, askedMs: null, holdMs: 0 }],
  ['502', answered(502), { ok: false, gone: false, askedMs: null, holdMs: 5_000 }],
  ['429', answered(429, { 'retry-after': '30' }), { ok: false, gone: false, askedMs: 30_000, holdMs: 30_000 }],
  [
    'a date',
    answered(503, { 'retry-after': 'Thu, 01 Jan 2026 00:02:00 GMT' }),
    { ok: false, gone: false, askedMs: 120_000, holdMs: 120_000 },
  ],
  [
    'what is no time',
    answered(503, { 'retry-after': 'soon' }),
    { ok: false, gone: false, askedMs: null, holdMs: 5_000 },
  ],
])('%s is understood', (_, attempt, verdict) => {
  expect(verdictOn(attempt, NOW)).toEqual(verdict);
});
