import type { JsonObject, Locale } from '#flow/json.ts';
import type { ClockFields } from '#flow/schedule/clock-fields.ts';
import { parseSchedule } from '#flow/schedule/schedule.ts';
import { durationInWords } from '../../document/summary.ts';
import { type DryTexts, dryTexts } from './dry-texts.ts';

const list = (items: string[], locale: Locale): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);

const sorted = (values: ReadonlySet<number>): number[] => [...values].sort((a, b) => a - b);

/** Numbers that follow one another, three or more: what is said as "from … to …". */
const isRun = (values: number[]): boolean =>
  values.length > 2 && values.every((value, n) => n === 0 || value === (values[n - 1] ?? 0) + 1);

/** The step between evenly spaced values that fill a range from its beginning; 0 where they do not. */
const stepOf = (values: number[], size: number): number => {
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  if (values[0] !== 0 || step < 2 || values.length !== Math.ceil(size / step)) return 0;
  return values.every((value, n) => value === n * step) ? step : 0;
};

const two = (n: number): string => String(n).padStart(2, '0');

/** A Sunday: days of the week are named by the days after it. */
const SUNDAY = Date.UTC(2026, 10, 22);
const dayName = (day: number, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(SUNDAY + day * 86_400_000);
const monthName = (month: number, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month - 1, 15));

const timeWords = (fields: ClockFields, t: DryTexts, locale: Locale): string | null => {
  const [hours, minutes, seconds] = [sorted(fields.hours), sorted(fields.minutes), sorted(fields.seconds)];
  if (seconds.length !== 1 || seconds[0] !== 0) return null;
  const within = hours.length === 24 ? '' : isRun(hours) ? ` ${t.between(hours[0] ?? 0, hours.at(-1) ?? 0)}` : null;
  const [minute = 0] = minutes;
  if (minutes.length === 1 && hours.length === 24) return minute === 0 ? t.everyHour : t.everyHourAt(minute);
  const step = stepOf(hours, 24);
  if (minutes.length === 1 && minute === 0 && step > 0) return t.everyHours(step);
  if (minutes.length === 1 && hours.length <= 6)
    return t.at(
      list(
        hours.map((hour) => `${two(hour)}:${two(minute)}`),
        locale,
      ),
    );
  if (within === null) return null;
  if (minutes.length === 60) return t.everyMinute + within;
  const every = stepOf(minutes, 60);
  if (every > 0) return t.everyMinutes(every) + within;
  return minutes.length === 1 ? t.everyHourAt(minute) + within : null;
};

const dayWords = (fields: ClockFields, t: DryTexts, locale: Locale): string | null => {
  const [weekdays, days, months] = [sorted(fields.daysOfWeek), sorted(fields.daysOfMonth), sorted(fields.months)];
  const week = weekdays.filter((day) => day < 7);
  const anyWeekday = new Set(weekdays.map((day) => day % 7)).size === 7;
  if (fields.eitherDay) return null;
  const inMonths =
    months.length === 12
      ? ''
      : ` ${t.inMonths(
          list(
            months.map((month) => monthName(month, locale)),
            locale,
          ),
        )}`;
  if (days.length === 31 && anyWeekday) return t.everyDay + inMonths;
  if (days.length < 31 && anyWeekday) return t.onDays(list(days.map(String), locale)) + inMonths;
  if (days.length < 31) return null;
  if (isRun(week)) return t.fromTo(dayName(week[0] ?? 0, locale), dayName(week.at(-1) ?? 0, locale)) + inMonths;
  const named = [...new Set(weekdays.map((day) => day % 7))].sort((a, b) => a - b);
  return (
    t.onWeekdays(
      list(
        named.map((day) => dayName(day, locale)),
        locale,
      ),
    ) + inMonths
  );
};

/** `De segunda-feira a sexta-feira, às 08:00`; null where a list of times says it better, or it cannot be read. */
export const scheduleWords = (config: JsonObject, locale: Locale): string | null => {
  const t = dryTexts(locale);
  try {
    const schedule = parseSchedule(config);
    if (schedule.kind === 'every') return t.everySpan(durationInWords(String(config.every), locale));
    const [fields, ...more] = schedule.fields;
    if (!fields || more.length > 0 || fields.years !== null) return null;
    const [day, time] = [dayWords(fields, t, locale), timeWords(fields, t, locale)];
    return day === null || time === null ? null : `${day}, ${time}`;
  } catch {
    return null;
  }
};
