import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { nextFiring, parseSchedule } from './schedule.ts';

const ZONE = 'America/Sao_Paulo';
const times = (config: JsonObject, from: string, count = 3, zone = ZONE): string[] => {
  const schedule = parseSchedule(config);
  const found: string[] = [];
  for (let at: number | null = Date.parse(from); found.length < count; ) {
    at = nextFiring(schedule, at, zone);
    if (at === null) break;
    found.push(new Date(at).toISOString().replace('.000Z', 'Z'));
  }
  return found;
};

test.each<[string, string[]]>([
  ['0 8 * * 1-5', ['2024-05-31T11:00:00Z', '2024-06-03T11:00:00Z', '2024-06-04T11:00:00Z']],
  ['*/20 * * * *', ['2024-05-31T10:20:00Z', '2024-05-31T10:40:00Z', '2024-05-31T11:00:00Z']],
  ['0 0 31 * *', ['2024-07-31T03:00:00Z', '2024-08-31T03:00:00Z', '2024-10-31T03:00:00Z']],
  ['30 9 1 JAN,jul *', ['2024-07-01T12:30:00Z', '2025-01-01T12:30:00Z', '2025-07-01T12:30:00Z']],
  ['0 12 13 * FRI', ['2024-05-31T15:00:00Z', '2024-06-07T15:00:00Z', '2024-06-13T15:00:00Z']],
  ['15,45 30 7 * * *', ['2024-05-31T10:30:15Z', '2024-05-31T10:30:45Z', '2024-06-01T10:30:15Z']],
  ['0 0 * * 7', ['2024-06-02T03:00:00Z', '2024-06-09T03:00:00Z', '2024-06-16T03:00:00Z']],
  ['0 22-1 * * *', ['2024-06-01T01:00:00Z', '2024-06-01T02:00:00Z', '2024-06-01T03:00:00Z']],
  ['@daily', ['2024-06-01T03:00:00Z', '2024-06-02T03:00:00Z', '2024-06-03T03:00:00Z']],
  ['0 0 29 2 *', ['2028-02-29T03:00:00Z', '2032-02-29T03:00:00Z', '2036-02-29T03:00:00Z']],
  ['0 0 30 2 *', []],
])('cron %s', (cron, wanted) => {
  expect(times({ cron }, '2024-05-31T10:00:00Z')).toEqual(wanted);
});

test.each<[string, string[]]>([
  ['PT15M', ['2024-05-31T10:15:00Z', '2024-05-31T10:30:00Z', '2024-05-31T10:45:00Z']],
  ['PT2S', ['2024-05-31T10:00:02Z', '2024-05-31T10:00:04Z', '2024-05-31T10:00:06Z']],
  ['P1D', ['2024-06-01T03:00:00Z', '2024-06-02T03:00:00Z', '2024-06-03T03:00:00Z']],
  ['P1W', ['2024-06-03T03:00:00Z', '2024-06-10T03:00:00Z', '2024-06-17T03:00:00Z']],
  ['P3M', ['2024-07-01T03:00:00Z', '2024-10-01T03:00:00Z', '2025-01-01T03:00:00Z']],
])('every %s', (every, wanted) => {
  expect(times({ every }, '2024-05-31T10:00:00Z')).toEqual(wanted);
});

test('calendars: times of day default to 0, days to any; a list is all of them', () => {
  const calendar: JsonObject[] = [
    { hour: 8, dayOfWeek: ['mon', 'FRIDAY'] },
    { hour: { start: 9, end: 11, step: 2 }, minute: 30, dayOfMonth: 1 },
  ];
  expect(times({ calendar }, '2024-05-31T10:00:00Z', 4)).toEqual([
    '2024-05-31T11:00:00Z',
    '2024-06-01T12:30:00Z',
    '2024-06-01T14:30:00Z',
    '2024-06-03T11:00:00Z',
  ]);
  expect(times({ calendar: { year: 2023 } }, '2024-05-31T10:00:00Z')).toEqual([]);
});

test('where clocks are put forward a skipped time is later, and where they are put back it comes once', () => {
  const zone = 'America/New_York';
  expect(times({ cron: '30 2 * * *' }, '2024-03-09T12:00:00Z', 2, zone)).toEqual([
    '2024-03-10T07:30:00Z',
    '2024-03-11T06:30:00Z',
  ]);
  expect(times({ cron: '30 1 * * *' }, '2024-11-02T12:00:00Z', 2, zone)).toEqual([
    '2024-11-03T05:30:00Z',
    '2024-11-04T06:30:00Z',
  ]);
  expect(times({ every: 'P1D' }, '2024-03-09T12:00:00Z', 3, zone)).toEqual([
    '2024-03-10T05:00:00Z',
    '2024-03-11T04:00:00Z',
    '2024-03-12T04:00:00Z',
  ]);
});

test.each<JsonObject>([
  {},
  { cron: 'banana' },
  { cron: '* * *' },
  { cron: '61 * * * *' },
  { cron: '*/0 * * * *' },
  { cron: '1-2-3 * * * *' },
  { every: 'PT0S' },
  { every: '-PT1H' },
  { every: 'PT0.5S' },
  { every: 7 },
  { cron: '0 8 * * *', every: 'PT1H' },
  { calendar: { hora: 8 } },
  { calendar: { hour: 24 } },
  { calendar: 'toda segunda' },
])('%j is no schedule', (config) => {
  expect(() => parseSchedule(config)).toThrow(expect.objectContaining({ code: 'bad_value' }));
});
