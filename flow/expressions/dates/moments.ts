import { LocalDate, LocalTime } from '@js-joda/core';
import type { Json } from '../../json.ts';
import { badValue } from '../evaluation-error.ts';
import { typeName } from '../value.ts';
import { atZone, checkedDate, checkedMs, startOfDayMs, wallClockMs } from './zones.ts';

/** What a date value means: a day of the flow's zone, or an instant (epoch ms). */
export type Moment = { kind: 'day'; date: LocalDate } | { kind: 'instant'; ms: number };

/** The zone in which days and wall clocks are meant. */
export interface ZoneEnv {
  timezone: string;
}

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const INSTANT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?$/;
const CLOCK = /^([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?$/;

const notADate = (value: Json): never => {
  const [pt, en] = typeof value === 'string' ? [`“${value.slice(0, 40)}”`, `“${value.slice(0, 40)}”`] : typeName(value);
  return badValue(`Não é um dia nem um instante: ${pt}`, `Neither a day nor an instant: ${en}`);
};

const dateOf = (text: string): LocalDate | null => {
  const found = DAY.exec(text);
  if (!found) return null;
  try {
    return checkedDate(LocalDate.of(Number(found[1]), Number(found[2]), Number(found[3])));
  } catch {
    return null;
  }
};

const timeOf = (hour: string, minute: string, second = '0', fraction = ''): LocalTime | null => {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return LocalTime.of(Number(hour), Number(minute), Number(second), Number(fraction.slice(0, 3).padEnd(3, '0')) * 1e6);
};

const offsetMinutes = (offset: string): number => {
  if (/^[Zz]$/.test(offset)) return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return offset.startsWith('-') ? -minutes : minutes;
};

const instantOf = (text: string, env: ZoneEnv): number | null => {
  const found = INSTANT.exec(text);
  if (!found) return null;
  const [, day = '', hour = '', minute = '', second, fraction, offset] = found;
  const [date, time] = [dateOf(day), timeOf(hour, minute, second, fraction)];
  if (!date || !time) return null;
  if (offset === undefined) return wallClockMs(date, time, env.timezone);
  const utc = date.toEpochDay() * 86_400_000 + Math.floor(time.toNanoOfDay() / 1e6);
  return checkedMs(utc - offsetMinutes(offset) * 60_000);
};

/** Reads a day or an instant; without an offset the instant is of the flow's zone. `bad_value` for anything else. */
export const momentOf = (value: Json, env: ZoneEnv): Moment => {
  if (typeof value !== 'string' || value.length > 40) return notADate(value);
  const date = dateOf(value);
  if (date) return { kind: 'day', date };
  const ms = instantOf(value, env);
  return ms === null ? notADate(value) : { kind: 'instant', ms };
};

/** Epoch ms of a moment; a day's is where it begins in the flow's zone. */
export const msOf = (moment: Moment, env: ZoneEnv): number =>
  moment.kind === 'instant' ? moment.ms : startOfDayMs(moment.date, env.timezone);

/** The day of the flow's zone in which a moment lies. */
export const dayOf = (moment: Moment, env: ZoneEnv): LocalDate =>
  moment.kind === 'day' ? moment.date : atZone(moment.ms, env.timezone).toLocalDate();

/** An instant or a day, read as epoch ms. Throws `bad_value` (a `TramaError`). */
export const instantMs = (value: Json, env: ZoneEnv): number => msOf(momentOf(value, env), env);

/** Epoch ms as the language writes an instant: `2026-01-31T15:00:00.000Z`. */
export const instantText = (ms: number): string => new Date(checkedMs(ms)).toISOString();

/** A date as the language writes a day: `2026-01-31`. */
export const dayText = (date: LocalDate): string => checkedDate(date).toString();

export const momentText = (moment: Moment): string =>
  moment.kind === 'day' ? dayText(moment.date) : instantText(moment.ms);

/** A time of day, `08:00` or `08:00:30`; `bad_value` for anything else. */
export const clockOf = (text: string): LocalTime => {
  const found = CLOCK.exec(text);
  const time = found && timeOf(found[1] as string, found[2] as string, found[3]);
  return time ?? badValue(`Hora inválida: “${text.slice(0, 20)}”`, `Bad time of day: “${text.slice(0, 20)}”`);
};
