import type { JsonObject } from '#flow/json.ts';

/** How people say when something repeats. `other`: as cron or calendar, written by hand. */
export type PlainSchedule =
  | { kind: 'days'; days: readonly number[]; hour: number; minute: number }
  | { kind: 'every' }
  | { kind: 'other' };

/** Monday first, as calendars here show it; Sunday is 0 of cron. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

const DAILY = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7](?:[-,][0-7])*)$/;

const daysIn = (field: string): number[] => {
  if (field === '*') return [...WEEK];
  const days = field.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: Math.max(0, to - from) + 1 }, (_, n) => (from + n) % 7);
  });
  return WEEK.filter((day) => days.includes(day));
};

/** `0 8 * * 1-5` → Monday to Friday at 8; what says more than days and one time stays as it was written. */
export const readSchedule = ({ cron, every, calendar }: JsonObject): PlainSchedule => {
  if (typeof every === 'string') return { kind: 'every' };
  if (calendar !== undefined) return { kind: 'other' };
  const [, minute, hour, days] = (typeof cron === 'string' ? DAILY.exec(cron.trim()) : null) ?? [];
  if (minute === undefined || hour === undefined || days === undefined || Number(minute) > 59 || Number(hour) > 23) {
    return { kind: 'other' };
  }
  return { kind: 'days', days: daysIn(days), hour: Number(hour), minute: Number(minute) };
};

/** Days and one time as cron; no day is every day. */
export const cronOf = (days: readonly number[], hour: number, minute: number): string => {
  const chosen = WEEK.filter((day) => days.includes(day));
  const all = chosen.length === 0 || chosen.length === WEEK.length;
  const field = all ? '*' : chosen.join(',') === '1,2,3,4,5' ? '1-5' : chosen.toSorted((a, b) => a - b).join(',');
  return `${minute} ${hour} * * ${field}`;
};
