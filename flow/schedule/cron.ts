import { badValue } from '../expressions/evaluation-error.ts';
import {
  asField,
  type ClockFields,
  type FieldRange,
  RANGES,
  valueOf,
  valuesBetween,
  wrongField,
} from './clock-fields.ts';

const SHORT: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** `1-5`, `*`, `MON`, each with a step (`/2`) where one is wanted. */
function partValues(part: string, range: FieldRange): number[] {
  const [span = '', every, ...more] = part.split('/');
  if (more.length > 0) return wrongField(part);
  const step = every === undefined ? 1 : /^\d{1,4}$/.test(every) ? Number(every) : 0;
  if (span === '*' || span === '?') return valuesBetween(range.least, range.most, step, part);
  const [from = '', to, ...rest] = span.split('-');
  if (rest.length > 0) return wrongField(part);
  const first = valueOf(from, range);
  // `5/15` goes on to the field's end.
  const last = to === undefined ? (every === undefined ? first : range.most) : valueOf(to, range);
  // `FRI-SUN`, `22-2`: over the end of the week, or of the day.
  if (first > last)
    return [...valuesBetween(first, range.most, step, part), ...valuesBetween(range.least, last, step, part)];
  return valuesBetween(first, last, step, part);
}

const field = (text: string, range: FieldRange): ReadonlySet<number> =>
  asField(
    text.split(',').flatMap((part) => partValues(part, range)),
    range,
  );

const isFree = (text: string): boolean => text.startsWith('*') || text.startsWith('?');

/**
 * Reads a cron expression: minute, hour, day of month, month, day of week; six fields begin with seconds; `@daily` and
 * the like. Where both kinds of day are limited, either may fit. Throws `bad_value`.
 */
export function parseCron(text: string): ClockFields {
  const fields = (SHORT[text.trim().toLowerCase()] ?? text).trim().split(/\s+/);
  const [seconds = '', minutes = '', hours = '', days = '', months = '', weekdays = ''] =
    fields.length === 5 ? ['0', ...fields] : fields;
  if (text.length > 200 || fields.length < 5 || fields.length > 6)
    return badValue(
      `Cron tem 5 campos (minuto hora dia mês dia-da-semana): “${text.slice(0, 40)}”`,
      `Cron has 5 fields (minute hour day month weekday): “${text.slice(0, 40)}”`,
    );
  return {
    seconds: field(seconds, RANGES.seconds),
    minutes: field(minutes, RANGES.minutes),
    hours: field(hours, RANGES.hours),
    daysOfMonth: field(days, RANGES.daysOfMonth),
    months: field(months, RANGES.months),
    daysOfWeek: field(weekdays, RANGES.daysOfWeek),
    years: null,
    eitherDay: !isFree(days) && !isFree(weekdays),
  };
}
