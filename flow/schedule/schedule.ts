import { LocalDate } from '@js-joda/core';
import { type Duration, parseDuration } from '../expressions/dates/durations.ts';
import { atZone, startOfDayMs } from '../expressions/dates/zones.ts';
import { badValue } from '../expressions/evaluation-error.ts';
import type { JsonObject } from '../json.ts';
import { parseCalendar } from './calendar.ts';
import type { ClockFields } from './clock-fields.ts';
import { parseCron } from './cron.ts';
import { nextClockTime } from './next-time.ts';

/** When a `schedule` trigger fires (docs/decisions/043). */
export type Schedule = { kind: 'clock'; fields: ClockFields[] } | { kind: 'every'; every: Duration };

const WAYS = ['cron', 'every', 'calendar'] as const;
const LEAST_MS = 1_000;
const DAY_MS = 86_400_000;

function parseEvery(text: string): Duration {
  const every = parseDuration(text);
  const { months, days, ms } = every;
  const positive = months >= 0 && days >= 0 && ms >= 0 && months + days + ms > 0;
  if (!positive || (months === 0 && days === 0 && ms < LEAST_MS))
    return badValue(`Um intervalo tem 1 segundo ou mais: “${text}”`, `An interval has 1 second or more: “${text}”`);
  return every;
}

/** Reads a `schedule` trigger's config. Throws `bad_value`, in words for its author. */
export function parseSchedule(config: JsonObject): Schedule {
  const [way, ...more] = WAYS.filter((one) => config[one] !== undefined && config[one] !== null);
  if (way === undefined || more.length > 0)
    return badValue(`Uma agenda tem um de ${WAYS.join(', ')}`, `A schedule has one of ${WAYS.join(', ')}`);
  const value = config[way] ?? null;
  if (way === 'calendar') return { kind: 'clock', fields: parseCalendar(value) };
  if (typeof value !== 'string') return badValue(`“${way}” é um texto`, `“${way}” is a text`);
  return way === 'cron' ? { kind: 'clock', fields: [parseCron(value)] } : { kind: 'every', every: parseEvery(value) };
}

/** Multiples of the interval: months from January 1970, days from a Monday, in the zone; hours and less from the epoch. */
function nextInterval({ months, days, ms }: Duration, afterMs: number, zone: string): number {
  if (months === 0 && days === 0) return (Math.floor(afterMs / ms) + 1) * ms;
  if (ms > 0 || (months > 0 && days > 0)) {
    const whole = months * 30 * DAY_MS + days * DAY_MS + ms;
    return (Math.floor(afterMs / whole) + 1) * whole;
  }
  const today = atZone(afterMs, zone).toLocalDate();
  const at = (n: number): number =>
    startOfDayMs(
      months > 0 ? LocalDate.of(1970, 1, 1).plusMonths(n * months) : LocalDate.of(1970, 1, 5).plusDays(n * days),
      zone,
    );
  const since = months > 0 ? (today.year() - 1970) * 12 + today.monthValue() - 1 : today.toEpochDay() - 4;
  const n = Math.floor(since / (months > 0 ? months : days));
  return at(n) > afterMs ? at(n) : at(n + 1);
}

/** The first instant (epoch ms) past `afterMs` at which it fires; null: never again. */
export function nextFiring(schedule: Schedule, afterMs: number, zone: string): number | null {
  if (schedule.kind === 'every') return nextInterval(schedule.every, afterMs, zone);
  const times = schedule.fields.flatMap((fields) => nextClockTime(fields, afterMs, zone) ?? []);
  return times.length === 0 ? null : Math.min(...times);
}
