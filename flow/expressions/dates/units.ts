import type { LocalDate, LocalDateTime } from '@js-joda/core';
import { ChronoUnit, DayOfWeek, TemporalAdjusters, ZonedDateTime } from '@js-joda/core';
import { badValue } from '../evaluation-error.ts';
import { type Moment, msOf, type ZoneEnv } from './moments.ts';
import { atZone, checkedMs } from './zones.ts';

/** Units of `diff` and `startOf`. */
export const UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds'] as const;
export type Unit = (typeof UNITS)[number];

export const unitOf = (text: string): Unit =>
  UNITS.find((unit) => unit === text) ??
  badValue(
    `Unidade inválida: “${text.slice(0, 20)}” (${UNITS.join(', ')})`,
    `Bad unit: “${text.slice(0, 20)}” (${UNITS.join(', ')})`,
  );

type CalendarUnit = 'years' | 'months' | 'weeks' | 'days';
const CALENDAR: Record<CalendarUnit, ChronoUnit> = {
  years: ChronoUnit.YEARS,
  months: ChronoUnit.MONTHS,
  weeks: ChronoUnit.WEEKS,
  days: ChronoUnit.DAYS,
};
const EXACT: Record<Exclude<Unit, CalendarUnit>, number> = {
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
};
const isCalendar = (unit: Unit): unit is CalendarUnit => Object.hasOwn(CALENDAR, unit);

/** b − a in whole units, toward zero; calendar units by the wall clock of the flow's zone. */
export const difference = (a: Moment, b: Moment, unit: Unit, env: ZoneEnv): number => {
  if (!isCalendar(unit)) return Math.trunc((msOf(b, env) - msOf(a, env)) / EXACT[unit]) + 0;
  const local = (moment: Moment): LocalDateTime =>
    moment.kind === 'day' ? moment.date.atStartOfDay() : atZone(moment.ms, env.timezone).toLocalDateTime();
  return local(a).until(local(b), CALENDAR[unit]) + 0;
};

const startOfDate = (date: LocalDate, unit: CalendarUnit): LocalDate => {
  switch (unit) {
    case 'years':
      return date.withDayOfYear(1);
    case 'months':
      return date.withDayOfMonth(1);
    case 'weeks':
      return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    case 'days':
      return date;
  }
};

/** Where the unit that holds the moment begins; weeks begin on Monday. A day and a calendar unit give a day. */
export const startOfUnit = (moment: Moment, unit: Unit, env: ZoneEnv): Moment => {
  if (isCalendar(unit)) {
    if (moment.kind === 'day') return { kind: 'day', date: startOfDate(moment.date, unit) };
    const at = atZone(moment.ms, env.timezone);
    const start = ZonedDateTime.of(startOfDate(at.toLocalDate(), unit).atStartOfDay(), at.zone());
    return { kind: 'instant', ms: checkedMs(start.toInstant().toEpochMilli()) };
  }
  const ms = msOf(moment, env);
  if (unit === 'milliseconds') return { kind: 'instant', ms };
  const local = atZone(ms, env.timezone);
  // By the wall clock, since some zones stand a part of an hour from UTC.
  const past = Math.floor(local.toLocalTime().toNanoOfDay() / 1e6) % EXACT[unit];
  return { kind: 'instant', ms: ms - past };
};
