import { badValue } from '../expressions/evaluation-error.ts';

/** Where a wall clock has to stand: the values that each field may have. */
export interface ClockFields {
  seconds: ReadonlySet<number>;
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  daysOfMonth: ReadonlySet<number>;
  /** 1 to 12. */
  months: ReadonlySet<number>;
  /** 0 is Sunday. */
  daysOfWeek: ReadonlySet<number>;
  /** Null: any. */
  years: ReadonlySet<number> | null;
  /** A day fits by its number or by its name (cron, where both are limited), not only by both. */
  eitherDay: boolean;
}

export interface FieldRange {
  least: number;
  most: number;
  /** In order from `least`; three letters or more of one count. */
  names?: readonly string[];
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');

export const RANGES = {
  seconds: { least: 0, most: 59 },
  minutes: { least: 0, most: 59 },
  hours: { least: 0, most: 23 },
  daysOfMonth: { least: 1, most: 31 },
  months: { least: 1, most: 12, names: MONTHS },
  // Seven is Sunday, too.
  daysOfWeek: { least: 0, most: 7, names: DAYS },
  years: { least: 1970, most: 2199 },
} as const satisfies Record<string, FieldRange>;

export const wrongField = (text: string): never =>
  badValue(`Não é um valor de agenda: “${text.slice(0, 40)}”`, `Not a value of a schedule: “${text.slice(0, 40)}”`);

/** A number or a name (`MON`, `january`) of a field. Throws `bad_value`. */
export function valueOf(text: string, { least, most, names }: FieldRange): number {
  const name = text.toLowerCase();
  const named = name.length >= 3 ? (names ?? []).findIndex((one) => one.startsWith(name)) : -1;
  const value = named >= 0 ? named + least : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : wrongField(text);
}

/** Every `step`th value from `from` to `to`. Throws `bad_value`. */
export function valuesBetween(from: number, to: number, step: number, text: string): number[] {
  if (from > to || !Number.isInteger(step) || step < 1) return wrongField(text);
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
}

/** All values of a field, Sunday once. */
export const asField = (values: readonly number[], range: FieldRange): ReadonlySet<number> =>
  new Set(range === RANGES.daysOfWeek ? values.map((day) => day % 7) : values);
