import { expect, test } from 'vitest';
import { byDay, failuresByHour, weekdays } from './by-time.ts';

const hours = [
  { from: '2026-11-21T02:00:00.000Z', byStatus: { succeeded: 2, failed: 1 } },
  { from: '2026-11-21T03:00:00.000Z', byStatus: { succeeded: 1, waiting: 1, queued: 1 } },
  { from: '2026-11-21T04:00:00.000Z', byStatus: { cancelled: 1, failed: 3 } },
];

test('hours belong to the days of the tenant, not to those of UTC', () => {
  expect(byDay(hours, 'America/Sao_Paulo')).toEqual([
    { day: '2026-11-20', succeeded: 2, failed: 1, open: 0, cancelled: 0 },
    { day: '2026-11-21', succeeded: 1, failed: 3, open: 2, cancelled: 1 },
  ]);
  expect(byDay(hours, 'UTC').map(({ day }) => day)).toEqual(['2026-11-21']);
});

test('failures are found by day of the week and hour', () => {
  const week = failuresByHour(hours, 'America/Sao_Paulo');
  expect([week[5]?.[23], week[6]?.[1], week.flat().reduce((a, b) => a + b)]).toEqual([1, 3, 4]);
  expect(weekdays('pt-BR')[0]).toBe('dom');
});
