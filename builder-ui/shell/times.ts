import type { Locale } from '#flow/json.ts';

/** Where the tenant is: its people read its clock, wherever they sit. Undefined: the browser's. */
let timeZone: string | undefined;
export const setTimeZone = (zone: string | undefined): void => {
  timeZone = zone;
};

/** Of a moment there: `2026-11-21`. */
const dayOf = (date: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(date);

/** `14/03 09:41`, with the year where it is another. */
export const dateTime = (iso: string, locale: Locale, now: Date = new Date()): string => {
  const date = new Date(iso);
  const [day, today] = [dayOf(date), dayOf(now)];
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    ...(day === today ? { second: '2-digit' } : {}),
  }).format(date);
};

/** `14/03`, with the year where it is another. */
export const day = (iso: string, locale: Locale, now: Date = new Date()): string => {
  const date = new Date(iso);
  const sameYear = dayOf(date).slice(0, 4) === dayOf(now).slice(0, 4);
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
};

/** `09:41`; with the day where it is another than today. */
export const clockTime = (iso: string, locale: Locale, now: Date = new Date()): string => {
  const date = new Date(iso);
  const isToday = dayOf(date) === dayOf(now);
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    ...(isToday ? {} : { day: '2-digit', month: '2-digit' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
};

const STEPS: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** `há 3 minutos` */
export const ago = (iso: string, locale: Locale, now: number = Date.now()): string => {
  const distance = new Date(iso).getTime() - now;
  const [unit, ms] = STEPS.find(([, size]) => Math.abs(distance) >= size) ?? (['second', 1000] as const);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(distance / ms), unit);
};

/** `820 ms`, `4,2 s`, `3 min 20 s`, `2 h 5 min` */
export const span = (ms: number, locale: Locale): string => {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
};

export const spanBetween = (
  from: string | null,
  to: string | null,
  locale: Locale,
  now: number = Date.now(),
): string =>
  from === null ? '' : span((to === null ? now : new Date(to).getTime()) - new Date(from).getTime(), locale);
