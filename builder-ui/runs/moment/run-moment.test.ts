import { expect, test } from 'vitest';
import type { Step } from '../../api-types.ts';
import { instantsOf, nextInstant, stepsAt } from './run-moment.ts';

const T = Date.parse('2026-01-01T10:00:00.000Z');
const at = (second: number | null): string | null =>
  second === null ? null : new Date(T + second * 1000).toISOString();
const step = (n: number, node: string, from: number | null, to: number | null, more: Partial<Step> = {}): Step =>
  ({
    n,
    node,
    path: [],
    status: 'succeeded',
    startedAt: at(from),
    endedAt: at(to),
    port: 'out',
    output: 1,
    error: null,
    attempts: 1,
    input: null,
    ...more,
  }) as Step;

const steps = [
  step(1, 'soma', 0, 1),
  step(2, 'dono', 1, 60, { port: 'approved' }),
  step(3, 'recusa', null, 60, { status: 'skipped', port: null }),
  step(4, 'erp', 60, 62, { status: 'failed', error: { code: 'x', message: 'x' } }),
];
const types = new Map([
  ['dono', 'approval'],
  ['soma', 'set'],
  ['erp', 'http.request'],
]);
const seen = (second: number) =>
  stepsAt(steps, T + second * 1000, types).map(({ node, status, port }) => [node, status, port]);

test('at an instant each step is not there yet, under way, or as it ended', () => {
  expect(seen(-1)).toEqual([]);
  expect(seen(0.5)).toEqual([['soma', 'running', null]]);
  expect(seen(30)).toEqual([
    ['soma', 'succeeded', 'out'],
    ['dono', 'waiting', null],
  ]);
  expect(seen(61).slice(1)).toEqual([
    ['dono', 'succeeded', 'approved'],
    ['recusa', 'skipped', null],
    ['erp', 'running', null],
  ]);
  expect(stepsAt(steps, T + 62_000, types)).toEqual(steps);
});

test('one goes from one thing that happened to the next, and stays at the ends', () => {
  const instants = instantsOf(steps);
  expect(instants.map((one) => (one - T) / 1000)).toEqual([0, 1, 60, 62]);
  expect([nextInstant(instants, T, 1), nextInstant(instants, T + 61_000, -1)]).toEqual([T + 1000, T + 60_000]);
  expect([nextInstant(instants, T + 62_000, 1), nextInstant(instants, T, -1)]).toEqual([T + 62_000, T]);
});
