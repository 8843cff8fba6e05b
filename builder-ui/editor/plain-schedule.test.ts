import { expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { cronOf, readSchedule } from './plain-schedule.ts';

test('days and one time are read out of cron, and written as it again', () => {
  for (const cron of ['0 8 * * 1-5', '30 17 * * *', '5 0 * * 0,6']) {
    const read = readSchedule({ cron });
    if (read.kind !== 'days') throw new Error(`${cron} is days and a time`);
    expect(cronOf(read.days, read.hour, read.minute)).toBe(cron);
  }
  expect(readSchedule({ cron: '0 8 * * 1,3' })).toEqual({ kind: 'days', days: [1, 3], hour: 8, minute: 0 });
  expect(readSchedule({ cron: '0 8 * * 6-7' })).toMatchObject({ days: [6, 0] });
});

test('what says more is left as it was written', () => {
  const others: JsonObject[] = [
    { cron: '*/5 * * * *' },
    { cron: '0 8 1 * *' },
    { cron: '0 25 * * *' },
    { calendar: {} },
    {},
  ];
  for (const config of others) {
    expect(readSchedule(config)).toEqual({ kind: 'other' });
  }
  expect(readSchedule({ every: 'PT5M' })).toEqual({ kind: 'every' });
});
