import { type LocalDate, LocalTime } from '@js-joda/core';
import type { Json } from '../../json.ts';
import { badValue } from '../evaluation-error.ts';
import { isObject, ownMember } from '../value.ts';
import { isBusinessDay } from './business-days.ts';
import { clockOf } from './moments.ts';
import { atZone, wallClockMs } from './zones.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface WindowEnv {
  timezone: string;
  holidays: readonly string[];
}
interface Window {
  from: LocalTime;
  /** Null: the end of the day. */
  to: LocalTime | null;
  opensOn: (date: LocalDate) => boolean;
}

const bad = (): never =>
  badValue(
    'A janela é { from: "08:00", to: "18:00", days?: ["mon", …] ou "business" }',
    'The window is { from: "08:00", to: "18:00", days?: ["mon", …] or "business" }',
  );

const clockField = (window: { [key: string]: Json }, field: string): LocalTime | null => {
  const value = ownMember(window, field);
  if (value === null || value === '24:00') return null;
  return typeof value === 'string' ? clockOf(value) : bad();
};

const daysOf = (days: Json, holidays: readonly string[]): Window['opensOn'] => {
  if (days === null) return () => true;
  if (days === 'business') return (date) => isBusinessDay(date, holidays);
  if (!Array.isArray(days) || days.length === 0) return bad();
  const open = new Set(days.map((day) => (typeof day === 'string' ? WEEKDAYS.indexOf(day) : -1)));
  if (open.has(-1)) return bad();
  return (date) => open.has(date.dayOfWeek().value() - 1);
};

const readWindow = (value: Json, holidays: readonly string[]): Window => {
  if (!isObject(value)) return bad();
  const from = clockField(value, 'from') ?? LocalTime.MIDNIGHT;
  return { from, to: clockField(value, 'to'), opensOn: daysOf(ownMember(value, 'days'), holidays) };
};

/** Long enough for any week with its holidays; a list of holidays that leaves no day open is an error. */
const SEARCH_DAYS = 400;

/**
 * Puts an instant (epoch ms) off into a window of the flow's wall clock: itself where it lies inside (both ends
 * belong to it), else where the next one opens. With `to` before `from` the window runs over midnight, and belongs to
 * the day on which it opens. Throws `bad_value` for a window that is none.
 */
export const windowEnd = (ms: number, value: Json, env: WindowEnv): number => {
  const { from, to, opensOn } = readWindow(value, env.holidays);
  const overnight = to !== null && to.isBefore(from);
  const first = atZone(ms, env.timezone).toLocalDate().minusDays(1);
  for (let day = 0; day <= SEARCH_DAYS; day += 1) {
    const date = first.plusDays(day);
    if (!opensOn(date)) continue;
    const opens = wallClockMs(date, from, env.timezone);
    const closes =
      to === null
        ? wallClockMs(date.plusDays(1), LocalTime.MIDNIGHT, env.timezone)
        : wallClockMs(overnight ? date.plusDays(1) : date, to, env.timezone);
    if (ms <= closes) return Math.max(ms, opens);
  }
  return badValue('A janela nunca abre', 'The window never opens');
};
