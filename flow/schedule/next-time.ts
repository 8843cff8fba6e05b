import { type LocalDate, LocalTime } from '@js-joda/core';
import { atZone, wallClockMs } from '../expressions/dates/zones.ts';
import type { ClockFields } from './clock-fields.ts';

/** A 29 February that is a given weekday comes back within 40 years. */
const SEARCH_DAYS = 366 * 41;

const fitsDay = (date: LocalDate, { months, daysOfMonth, daysOfWeek, years, eitherDay }: ClockFields): boolean => {
  if (!months.has(date.monthValue()) || (years && !years.has(date.year()))) return false;
  const byNumber = daysOfMonth.has(date.dayOfMonth());
  const byName = daysOfWeek.has(date.dayOfWeek().value() % 7);
  return eitherDay ? byNumber || byName : byNumber && byName;
};

const sorted = (values: ReadonlySet<number>): number[] => [...values].sort((a, b) => a - b);

/** The first time of a day past `afterMs`, or null. */
function timeOnDay(
  date: LocalDate,
  { hours, minutes, seconds }: ClockFields,
  afterMs: number,
  zone: string,
): number | null {
  for (const hour of sorted(hours)) {
    // A whole hour that is over: an hour more than it has, for clocks may be put forward in it.
    if (wallClockMs(date, LocalTime.of(hour, 59, 59), zone) < afterMs - 3_600_000) continue;
    for (const minute of sorted(minutes)) {
      for (const second of sorted(seconds)) {
        const ms = wallClockMs(date, LocalTime.of(hour, minute, second), zone);
        if (ms > afterMs) return ms;
      }
    }
  }
  return null;
}

/**
 * The first instant (epoch ms) past `afterMs` at which a zone's wall clock fits; null where there is none. A time that the
 * clocks skip is later by what they skip; one that comes twice is the first.
 */
export function nextClockTime(fields: ClockFields, afterMs: number, zone: string): number | null {
  const today = atZone(afterMs, zone).toLocalDate();
  for (let day = 0; day <= SEARCH_DAYS; day++) {
    const date = today.plusDays(day);
    if (!fitsDay(date, fields)) continue;
    const found = timeOnDay(date, fields, afterMs, zone);
    if (found !== null) return found;
  }
  return null;
}
