import { badValue } from '../expressions/evaluation-error.ts';
import type { Json, JsonObject } from '../json.ts';
import {
  asField,
  type ClockFields,
  type FieldRange,
  RANGES,
  valueOf,
  valuesBetween,
  wrongField,
} from './clock-fields.ts';

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number, a name, `*`, `{ start, end?, step? }`, or a list of those. */
function valuesOf(value: Json, range: FieldRange): number[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesOf(one, range));
  if (value === '*') return valuesBetween(range.least, range.most, 1, '*');
  if (typeof value === 'number' || typeof value === 'string') return [valueOf(String(value), range)];
  if (!isObject(value) || value.start === undefined) return wrongField(JSON.stringify(value));
  const { start, end = start, step = 1, ...rest } = value;
  if (Object.keys(rest).length > 0) return wrongField(JSON.stringify(value));
  const [from] = valuesOf(start, range);
  const [to] = valuesOf(end, range);
  return valuesBetween(from ?? 0, to ?? 0, Number(step), JSON.stringify(value));
}

const KNOWN = ['second', 'minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek', 'year'];

function fieldsOf(calendar: Json): ClockFields {
  if (!isObject(calendar) || Object.keys(calendar).some((key) => !KNOWN.includes(key)))
    return badValue(`Um calendário tem ${KNOWN.join(', ')}`, `A calendar has ${KNOWN.join(', ')}`);
  const read = (name: string, fallback: Json, range: FieldRange) =>
    asField(valuesOf(calendar[name] ?? fallback, range), range);
  return {
    seconds: read('second', 0, RANGES.seconds),
    minutes: read('minute', 0, RANGES.minutes),
    hours: read('hour', 0, RANGES.hours),
    daysOfMonth: read('dayOfMonth', '*', RANGES.daysOfMonth),
    months: read('month', '*', RANGES.months),
    daysOfWeek: read('dayOfWeek', '*', RANGES.daysOfWeek),
    years: calendar.year === undefined ? null : read('year', '*', RANGES.years),
    eitherDay: false,
  };
}

/**
 * Reads `{ hour: 8, dayOfWeek: ['mon', 'fri'] }`, or a list of such: what is left out is 0 for times of day and any for
 * days. Throws `bad_value`.
 */
export const parseCalendar = (calendar: Json): ClockFields[] =>
  Array.isArray(calendar) && calendar.length > 0 ? calendar.slice(0, 50).map(fieldsOf) : [fieldsOf(calendar)];
