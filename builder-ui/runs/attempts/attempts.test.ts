import { expect, test } from 'vitest';
import type { Step } from '../../api-types.ts';
import { attemptsOf } from './attempts.ts';

const T = Date.parse('2026-01-01T10:00:00.000Z');
const at = (s: number): string => new Date(T + s * 1000).toISOString();
const error = { code: 'http_503', message: 'HTTP 503' };
const step = (more: Partial<Step>): Step =>
  ({
    n: 1,
    node: 'erp',
    path: [],
    status: 'succeeded',
    startedAt: at(0),
    endedAt: at(10),
    attempts: 3,
    ...more,
  }) as Step;
const seen = (one: Step, now = T + 20_000) =>
  attemptsOf(one, now).map(({ n, from, to, kind, pauseMs }) => [n, (from - T) / 1000, (to - T) / 1000, kind, pauseMs]);

test('each attempt has its time and the pause after it, within the time of its step', () => {
  const tries = [
    { n: 1, startedAt: at(-0.2), endedAt: at(1), error },
    { n: 2, startedAt: at(3), endedAt: at(4), error },
    { n: 3, startedAt: at(8), endedAt: at(10.1), error: null },
  ];
  expect(seen(step({ tries }))).toEqual([
    [1, 0, 1, 'failed', 2_000],
    [2, 3, 4, 'failed', 4_000],
    [3, 8, 10, 'good', 0],
  ]);
  expect(seen(step({}))).toEqual([]);
});

test('after a wait that was asked for the attempt goes on; a parked step has none under way', () => {
  const tries = [{ n: 1, startedAt: at(0), endedAt: at(1), error, until: at(6) }];
  expect(seen(step({ tries }))).toEqual([
    [1, 0, 1, 'wait', 5_000],
    [1, 6, 10, 'good', 0],
  ]);
  const open = { tries, endedAt: null };
  expect(seen(step({ ...open, status: 'parked' }), T + 3_000)).toEqual([[1, 0, 1, 'wait', 5_000]]);
  expect(seen(step({ ...open, status: 'running' }), T + 8_000).at(-1)).toEqual([1, 6, 8, 'going', 0]);
});
