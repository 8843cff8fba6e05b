import type { Locale } from '#flow/json.ts';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** `2 dias e 3 horas`: the two largest units of a span of a second or more; empty below. */
export const spanWords = (ms: number, locale: Locale): string => {
  const parts: string[] = [];
  let left = Math.round(ms / 1000) * 1000;
  for (const [unit, size] of UNITS) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0) parts.push(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(n));
  }
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts.slice(0, 2));
};

/** `qua., 25/11/2026, 10:32`, with its seconds where there are some, in the zone of the flow; whoever looks may be elsewhere. */
export const clockWords = (ms: number, locale: Locale, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(Math.floor(ms / 1000) % 60 === 0 ? {} : { second: '2-digit' }),
    timeZone,
  }).format(ms);
