import { expect, test } from 'vitest';
import type { Step } from '../../api-types.ts';
import { ticksOf, timeScale } from './time-scale.ts';
import { timelineRows, whereTimeWent, workOf } from './timeline-rows.ts';

const T = Date.parse('2026-01-01T10:00:00.000Z');
const at = (s: number): string => new Date(T + s * 1000).toISOString();
const step = (n: number, node: string, from: number, to: number | null, round?: number, status = 'succeeded'): Step =>
  ({
    n,
    node,
    status,
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
    attempts: 1,
    port: 'out',
    path: round === undefined ? [] : [{ container: 'laco', index: round }],
  }) as Step;
const types = new Map([
  ['dorme', 'wait'],
  ['erp', 'http.request'],
]);
const steps = [
  step(1, 'laco', 0, 4),
  step(2, 'erp', 0, 2, 0),
  step(3, 'erp', 1, 4, 1, 'failed'),
  step(4, 'dorme', 4, 100),
  { ...step(5, 'nunca', 4, 4), startedAt: null, status: 'skipped' } as Step,
  step(6, 'erp', 100, null, undefined, 'running'),
];
const now = T + 102_000;

test('steps stand under their rounds and rounds under their loop; what was skipped is left out', () => {
  const rows = timelineRows(steps, new Map(), now);
  expect(rows.map(({ key, depth, failed }) => [key, depth, failed])).toEqual([
    ['s1', 0, 1],
    ['r1/0', 1, 0],
    ['s2', 2, 0],
    ['r1/1', 1, 1],
    ['s3', 2, 1],
    ['s4', 0, 0],
    ['s6', 0, 0],
  ]);
  expect(timelineRows(steps, new Map([['s1', false]]), now).map(({ key }) => key)).toEqual(['s1', 's4', 's6']);
  expect(rows.at(-1)).toMatchObject({ going: true, to: now });
});

test('a loop of many rounds is closed until it is opened', () => {
  const many = [step(1, 'laco', 0, 60), ...Array.from({ length: 500 }, (_, n) => step(n + 2, 'erp', 0, 1, n))];
  expect(timelineRows(many, new Map(), now)).toHaveLength(1);
  expect(timelineRows(many, new Map([['s1', true]]), now)).toHaveLength(1001);
});

test('where the time went counts what went on at once once, and tells waiting from work', () => {
  const whole = { from: T, to: now };
  expect(whereTimeWent(steps, types, whole)).toMatchObject([
    { node: 'dorme', ms: 96_000, isWait: true },
    { node: 'erp', ms: 6_000, isWait: false, visits: 3 },
  ]);
});

test('waits are cut short where they would hide the work, and a place leads back to its instant', () => {
  const whole = { from: T, to: now };
  const even = timeScale(whole);
  const cut = timeScale(whole, workOf(steps, types, now));
  expect(even.at(T + 4000)).toBeCloseTo(4 / 102);
  expect(cut.at(T + 4000)).toBeGreaterThan(0.6);
  expect(cut.breaks).toMatchObject([{ ms: 96_000 }]);
  for (const ms of [0, 1500, 50_000, 101_000, 102_000]) expect(cut.instant(cut.at(T + ms))).toBeCloseTo(T + ms, -1);
  expect([cut.at(T), cut.at(now)]).toEqual([0, 1]);
});

test('a step that needed several attempts holds a line of each; the pauses between are no work', () => {
  const error = { code: 'http_503', message: '' };
  const tries = [
    { n: 1, startedAt: at(0), endedAt: at(1), error },
    { n: 2, startedAt: at(60), endedAt: at(61), error: null },
  ];
  const several = [{ ...step(1, 'erp', 0, 61), attempts: 2, tries }];
  const rows = timelineRows(several, new Map(), now);
  expect(rows.map(({ key, depth, attempt }) => [key, depth, attempt?.kind])).toEqual([
    ['s1', 0, undefined],
    ['a1/0', 1, 'failed'],
    ['a1/1', 1, 'good'],
  ]);
  expect(workOf(several, types, now).map(({ from, to }) => to - from)).toEqual([1_000, 1_000]);
});

test('a grid has lines that people read', () => {
  expect(ticksOf({ from: 0, to: 95_000 }, 6)).toEqual([0, 30_000, 60_000, 90_000]);
});
