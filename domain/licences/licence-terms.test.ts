import { expect, test } from 'vitest';
import { spanOf } from './licence-terms.ts';

const DAY = 86_400_000;
const nowMs = Date.parse('2026-03-01T12:00:00.700Z');
const second = Date.parse('2026-03-01T12:00:00.000Z');

test('a document counts as long as the plan says, and a while longer with a warning', () => {
  const full = spanOf('full', { coveredUntilMs: null, nowMs });
  expect(full).toEqual({
    issuedMs: second,
    refreshMs: second + DAY / 2,
    expiresMs: second + 30 * DAY,
    graceMs: second + 37 * DAY,
  });
  const basic = spanOf('basic', { coveredUntilMs: null, nowMs });
  expect([basic.expiresMs, basic.graceMs]).toEqual([second + 7 * DAY, second + 10 * DAY]);
});

test('it counts no longer than what is paid for, but a day at least', () => {
  const soon = spanOf('full', { coveredUntilMs: second + 3 * DAY + 400, nowMs });
  expect([soon.expiresMs, soon.graceMs]).toEqual([second + 3 * DAY, second + 10 * DAY]);
  expect(spanOf('full', { coveredUntilMs: second - 2 * DAY, nowMs }).expiresMs).toBe(second + DAY);
  expect(spanOf('basic', { coveredUntilMs: second + 400 * DAY, nowMs }).expiresMs).toBe(second + 7 * DAY);
});
