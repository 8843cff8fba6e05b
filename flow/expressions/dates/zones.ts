import { Instant, type LocalDate, LocalDateTime, LocalTime, ZonedDateTime, ZoneId } from '@js-joda/core';
// Brings the zone data: pinned by the lockfile, never the machine's.
import '@js-joda/timezone';
import { badValue } from '../evaluation-error.ts';

/** Instants from year 1 to 9999: what `YYYY` can write. */
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;

/** The zone of an IANA name or an offset; `bad_value` for another name, and for the machine's own zone. */
export const zoneNamed = (name: string): ZoneId => {
  if (!/^(?:UTC|GMT|Z|[+-][0-9]{2}:[0-9]{2}|[A-Za-z]+(?:\/[A-Za-z0-9_+-]+){1,2})$/.test(name)) return unknownZone(name);
  try {
    return ZoneId.of(name);
  } catch {
    return unknownZone(name);
  }
};

const unknownZone = (name: string): never =>
  badValue(`Fuso horário desconhecido: ${name.slice(0, 60)}`, `Unknown time zone: ${name.slice(0, 60)}`);

/** Throws `bad_value` beyond the years 1 to 9999. */
export const checkedMs = (ms: number): number =>
  ms >= FIRST_MS && ms <= LAST_MS
    ? ms
    : badValue('A data passa dos anos 1 a 9999', 'The date is beyond the years 1 to 9999');

export const checkedDate = (date: LocalDate): LocalDate =>
  date.year() >= 1 && date.year() <= 9999
    ? date
    : badValue('A data passa dos anos 1 a 9999', 'The date is beyond the years 1 to 9999');

/** The wall clock of a zone at an instant. */
export const atZone = (ms: number, zone: string): ZonedDateTime =>
  Instant.ofEpochMilli(checkedMs(ms)).atZone(zoneNamed(zone));

/** The instant of a wall clock: in a gap (clocks put forward) later by the gap, in an overlap the first of the two. */
export const wallClockMs = (date: LocalDate, time: LocalTime, zone: string): number =>
  checkedMs(ZonedDateTime.of(LocalDateTime.of(date, time), zoneNamed(zone)).toInstant().toEpochMilli());

/** Where a day begins in a zone. */
export const startOfDayMs = (date: LocalDate, zone: string): number => wallClockMs(date, LocalTime.MIDNIGHT, zone);
