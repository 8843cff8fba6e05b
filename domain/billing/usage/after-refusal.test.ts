import { expect, test } from 'vitest';
import { afterRefusal } from './after-refusal.ts';

const step = (after: string) => ({ after, notice: null, access: 'full' as const });
const terms = { dunning: [step('PT0S'), step('P3D'), step('P7D')], grace: 'P3D' };
const failedAtMs = Date.parse('2026-11-03T12:00:00.000Z');
const refused = (tries: number, days: number) =>
  afterRefusal({ tries, failedAtMs, nowMs: failedAtMs + days * 86_400_000, terms, timezone: 'America/Sao_Paulo' });

test('use that was not paid is asked for by the steps of the plan, once behind the grace, then weekly', () => {
  expect(refused(1, 0)).toEqual({ at: '2026-11-06T12:00:00.000Z', ends: false });
  expect(refused(2, 3)).toEqual({ at: '2026-11-10T12:00:00.000Z', ends: false });
  expect(refused(3, 7)).toEqual({ at: '2026-11-13T12:00:00.000Z', ends: false });
  expect(refused(4, 10)).toEqual({ at: '2026-11-20T12:00:00.000Z', ends: true });
});

test('a step whose time is over is no time that lies behind', () => {
  expect(refused(1, 5)).toEqual({ at: '2026-11-08T12:00:00.000Z', ends: false });
});

test('a plan without steps ends with the first refusal', () => {
  const bare = { dunning: [], grace: 'P2D' };
  const once = { tries: 1, failedAtMs, nowMs: failedAtMs, timezone: 'America/Sao_Paulo' };
  expect(afterRefusal({ ...once, terms: bare }).ends).toBe(true);
});
