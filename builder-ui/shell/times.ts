import type { Locale } from '#flow/json.ts';

/** `14/03 09:41`, with the year where it is another. */
export const dateTime = (iso: string, locale: Locale, now: Date = new Date()): string => {
  const date = new Date(iso);
  const sameYear = date.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: '2-digit',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    ...(date.toDateString() === now.toDateString() ? { second: '2-digit' } : {}),
  }).format(date);
};

/** `09:41`; with the day where it is another than today. */
export const clockTime = (iso: string, locale: Locale, now: Date = new Date()): string => {
  const date = new Date(iso);
  const isToday = date.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(locale, {
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
