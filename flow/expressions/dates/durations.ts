import { badValue } from '../evaluation-error.ts';
import type { Moment, ZoneEnv } from './moments.ts';
import { dayText, instantText, msOf } from './moments.ts';
import { atZone, checkedDate, checkedMs } from './zones.ts';

/** An ISO 8601 duration: its calendar part (in the flow's zone) and its exact part. */
export interface Duration {
  months: number;
  days: number;
  ms: number;
}

const WHOLE = '([+-]?[0-9]{1,9})';
const EXACT = '([+-]?[0-9]{1,12}(?:[.,][0-9]{1,9})?)';
const ISO = new RegExp(
  `^([+-])?P(?=.)(?:${WHOLE}Y)?(?:${WHOLE}M)?(?:${WHOLE}W)?(?:${WHOLE}D)?(?:T(?=.)(?:${EXACT}H)?(?:${EXACT}M)?(?:${EXACT}S)?)?$`,
);

/** Reads `P1M`, `P1W`, `-P3D`, `PT1.5S`. Only hours, minutes and seconds may have fractions. Throws `bad_value`. */
export const parseDuration = (iso: string): Duration => {
  const found = iso.length <= 100 ? ISO.exec(iso) : null;
  if (!found) return badValue(`Duração inválida: “${iso.slice(0, 40)}”`, `Bad duration: “${iso.slice(0, 40)}”`);
  const sign = found[1] === '-' ? -1 : 1;
  const part = (index: number): number => sign * Number((found[index] ?? '0').replace(',', '.'));
  return {
    months: part(2) * 12 + part(3) + 0,
    days: part(4) * 7 + part(5) + 0,
    ms: Math.round((part(6) * 3600 + part(7) * 60 + part(8)) * 1000) + 0,
  };
};

/** `ms` (epoch) and a duration, calendar units by the wall clock of `zone`. */
export const addToInstant = (ms: number, { months, days, ms: exact }: Duration, zone: string): number => {
  if (months === 0 && days === 0) return checkedMs(ms + exact);
  // Far jumps would leave the calendar's own range before we could say so.
  if (Math.abs(months) > 120_000 || Math.abs(days) > 3_660_000) checkedMs(Number.NaN);
  const moved = atZone(ms, zone).plusMonths(months).plusDays(days);
  return checkedMs(moved.toInstant().toEpochMilli() + exact);
};

/** A day and whole calendar units give a day; anything else an instant. */
export const addToMoment = (moment: Moment, duration: Duration, env: ZoneEnv): string => {
  if (moment.kind === 'instant' || duration.ms !== 0) {
    return instantText(addToInstant(msOf(moment, env), duration, env.timezone));
  }
  if (Math.abs(duration.months) > 120_000 || Math.abs(duration.days) > 3_660_000) checkedMs(Number.NaN);
  return dayText(checkedDate(moment.date.plusMonths(duration.months)).plusDays(duration.days));
};

/** Epoch ms and an ISO duration, calendar units in `zone` (31 Jan + P1M = 28 Feb). Throws `bad_value`. */
export const addIsoDuration = (ms: number, iso: string, zone: string): number =>
  addToInstant(ms, parseDuration(iso), zone);

/** The nominal length of an ISO duration in ms, for limits: a day is 24 hours, a month 30 days, a year 365. */
export const durationMs = (iso: string): number => {
  const { months, days, ms } = parseDuration(iso);
  const years = Math.trunc(months / 12);
  return (years * 365 + (months - years * 12) * 30 + days) * 86_400_000 + ms;
};
