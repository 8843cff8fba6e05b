import { DayOfWeek, LocalDate } from '@js-joda/core';
import { dayText } from './moments.ts';

/** Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher). */
const easter = (year: number): LocalDate => {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return LocalDate.of(year, month, ((h + l - 7 * m + 114) % 31) + 1);
};

// Laws 662/1949, 6.802/1980, 10.607/2002 and, from 2024 on, 14.759/2023 (20 November). Carnival and Corpus Christi
// are days off by custom or by municipal law, not national holidays: a tenant adds them to its own list.
const FIXED = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '12-25'];
const BLACK_AWARENESS_SINCE = 2024;

/** Is the day one of Brazil's national holidays? */
export const isNationalHoliday = (date: LocalDate): boolean => {
  const monthDay = date.toString().slice(-5);
  if (FIXED.includes(monthDay)) return true;
  if (monthDay === '11-20') return date.year() >= BLACK_AWARENESS_SINCE;
  const month = date.monthValue();
  return (month === 3 || month === 4) && date.equals(easter(date.year()).minusDays(2)); // Good Friday
};

/** Monday to Friday and neither a national holiday nor one of `holidays` (the tenant's own days). */
export const isBusinessDay = (date: LocalDate, holidays: readonly string[]): boolean => {
  const weekday = date.dayOfWeek();
  if (weekday === DayOfWeek.SATURDAY || weekday === DayOfWeek.SUNDAY) return false;
  return !isNationalHoliday(date) && !holidays.includes(dayText(date));
};

/** The day `count` business days on (back when negative); `step` is called once for each day passed. */
export const moveBusinessDays = (
  from: LocalDate,
  count: number,
  holidays: readonly string[],
  step: () => void,
): LocalDate => {
  let date = from;
  for (let left = Math.abs(count); left > 0; ) {
    step();
    date = date.plusDays(Math.sign(count));
    if (isBusinessDay(date, holidays)) left -= 1;
  }
  return date;
};
