import type { Locale } from '#flow/json.ts';
import type { HourBucket } from './home-api.ts';

export interface DayCounts {
  /** `2026-11-21`, where the tenant is. */
  day: string;
  succeeded: number;
  failed: number;
  open: number;
  cancelled: number;
}

const partsOf = (timezone: string): ((iso: string) => { day: string; hour: number; weekday: number }) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' },
  });
  return (iso) => {
    const found = Object.fromEntries(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
    const day = `${found.year}-${found.month}-${found.day}`;
    return { day, hour: Number(found.hour), weekday: new Date(`${day}T12:00:00Z`).getUTCDay() };
  };
};

const openOf = ({ queued = 0, running = 0, waiting = 0, paused = 0 }: HourBucket['byStatus']): number =>
  queued + running + waiting + paused;

/** Hours, added up to days where the tenant is. */
export const byDay = (hours: readonly HourBucket[], timezone: string): DayCounts[] => {
  const place = partsOf(timezone);
  const days = new Map<string, DayCounts>();
  for (const { from, byStatus } of hours) {
    const { day } = place(from);
    const sums = days.get(day) ?? { day, succeeded: 0, failed: 0, open: 0, cancelled: 0 };
    days.set(day, sums);
    sums.succeeded += byStatus.succeeded ?? 0;
    sums.failed += byStatus.failed ?? 0;
    sums.open += openOf(byStatus);
    sums.cancelled += byStatus.cancelled ?? 0;
  }
  return [...days.values()];
};

/** Failures by day of the week (0: Sunday) and hour, where the tenant is. */
export const failuresByHour = (hours: readonly HourBucket[], timezone: string): number[][] => {
  const place = partsOf(timezone);
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { from, byStatus } of hours) {
    const { weekday, hour } = place(from);
    const row = week[weekday];
    if (row) row[hour] = (row[hour] ?? 0) + (byStatus.failed ?? 0);
  }
  return week;
};

/** `seg.`, from Sunday on. */
export const weekdays = (locale: Locale): string[] => {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, n) => format.format(new Date(Date.UTC(2026, 10, 1 + n))).replace('.', ''));
};
