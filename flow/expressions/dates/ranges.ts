import type { LocalDate } from '@js-joda/core';
import type { Json } from '../../json.ts';
import type { Budget } from '../budget.ts';
import { badValue } from '../evaluation-error.ts';
import type { Duration } from './durations.ts';
import { dayText, instantMs, type ZoneEnv } from './moments.ts';
import { checkedMs } from './zones.ts';

const BRAZILIAN = /^([0-9]{2})\/([0-9]{2})\/([0-9]{4})(?:,? ([0-9]{2}:[0-9]{2}(?::[0-9]{2})?))?$/;

/** Epoch ms of anything that is a date to an author: also `31/01/2026 12:00` and milliseconds since 1970. */
export const anyDateMs = (value: Json, env: ZoneEnv): number => {
  if (typeof value === 'number') return checkedMs(Math.trunc(value));
  const found = typeof value === 'string' && value.length <= 40 ? BRAZILIAN.exec(value.trim()) : null;
  if (!found) return instantMs(typeof value === 'string' ? value.trim() : value, env);
  const [, day, month, year, time] = found;
  return instantMs(`${year}-${month}-${day}${time ? `T${time}` : ''}`, env);
};

// A list of days costs more than one of numbers: so many steps each.
const STEPS_PER_DAY = 2;

/** Days from `from` to `to`, both included; none if `to` is before. */
export const dayList = (from: LocalDate, to: LocalDate, budget: Budget): string[] => {
  const count = Math.max(0, to.toEpochDay() - from.toEpochDay() + 1);
  budget.buildList(count);
  budget.spend(count * STEPS_PER_DAY);
  return Array.from({ length: count }, (_, index) => dayText(from.plusDays(index)));
};

/**
 * The days from `from` to `to` cut into slices of a duration of whole days, weeks, months or years. Each slice is
 * counted from the first day (31 Jan, 28 Feb, 31 Mar), and the last ends with `to`.
 */
export const slices = (from: LocalDate, to: LocalDate, { months, days, ms }: Duration, budget: Budget): Json[] => {
  if (ms !== 0 || months < 0 || days < 0 || months + days === 0) {
    badValue('A fatia é de um dia ou mais, em dias inteiros', 'A slice is of one day or more, in whole days');
  }
  if (months > 120_000 || days > 3_660_000) checkedMs(Number.NaN);
  const list: Json[] = [];
  const boundary = (index: number): LocalDate => from.plusMonths(months * index).plusDays(days * index);
  for (let start = from; !start.isAfter(to); start = boundary(list.length)) {
    budget.spend(STEPS_PER_DAY * 2);
    const end = boundary(list.length + 1).minusDays(1);
    list.push({ from: dayText(start), to: dayText(end.isBefore(to) ? end : to) });
  }
  return list;
};
