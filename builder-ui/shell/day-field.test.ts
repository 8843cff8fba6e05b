import { expect, test } from 'vitest';
import { dayField, endOfDay } from './day-field.ts';

// In whatever zone this runs; where the day of UTC is another, a browser's test looks (operators-billing.test.ts).
const lastSecond = new Date(2026, 10, 30, 23, 59, 59).toISOString();

test('what ends by a day is looked at and saved as often as one likes, and ends by that day', () => {
  let end = endOfDay('2026-11-30');
  for (let n = 0; n < 3; n++) {
    expect([end, dayField(end)]).toEqual([lastSecond, '2026-11-30']);
    end = endOfDay(dayField(end), end);
  }
});

test('an end that was not touched keeps its hour; another day ends with it, and no day is no end', () => {
  const noon = new Date(2026, 10, 30, 12).toISOString();
  expect(endOfDay(dayField(noon), noon)).toBe(noon);
  expect(endOfDay('2026-11-30', new Date(2026, 11, 2, 12).toISOString())).toBe(lastSecond);
  expect([endOfDay('', noon), dayField(null)]).toEqual([null, '']);
});
