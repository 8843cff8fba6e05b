import type { LocalTime } from '@js-joda/core';
import { any, type Builtin, fn, integer, optional, param, string, wrongType } from '../builtin.ts';
import { isBusinessDay, moveBusinessDays } from '../dates/business-days.ts';
import { addToMoment, parseDuration } from '../dates/durations.ts';
import { formatted } from '../dates/format.ts';
import { clockOf, dayOf, dayText, instantText, type Moment, momentOf, momentText } from '../dates/moments.ts';
import { anyDateMs, dayList, slices } from '../dates/ranges.ts';
import { difference, startOfUnit, unitOf } from '../dates/units.ts';
import { atZone, wallClockMs } from '../dates/zones.ts';
import type { EvalEnv } from '../scope.ts';

// A calendar works some microseconds where a sum takes none: so many steps for each date read, moved or written.
const STEPS_PER_DATE = 4;

const moment = param<Moment>('date', (value, env) => {
  env.budget.spend(STEPS_PER_DATE);
  return typeof value === 'function' ? wrongType(value, 'uma data', 'a date') : momentOf(value, env);
});

/** The same wall clock on another day, for an instant; the day itself, for a day. */
const onDay = (
  at: Moment,
  move: (date: ReturnType<typeof dayOf>) => ReturnType<typeof dayOf>,
  env: EvalEnv,
): string => {
  env.budget.spend(2 * STEPS_PER_DATE);
  const date = move(dayOf(at, env));
  if (at.kind === 'day') return dayText(date);
  return instantText(wallClockMs(date, atZone(at.ms, env.timezone).toLocalTime(), env.timezone));
};

const formatDate = (at: Moment, pattern: string, zone: string | undefined, env: EvalEnv): string => {
  env.budget.buildText(pattern.length * 4);
  env.budget.spend(STEPS_PER_DATE + pattern.length / 8);
  // A day has no zone: it is the same day everywhere.
  const local = at.kind === 'day' ? at.date.atStartOfDay() : atZone(at.ms, zone ?? env.timezone).toLocalDateTime();
  return formatted(local, pattern, env.locale);
};

/** The first time after an instant that the clock shows `time`; for a day, that day's. */
const nextTime = (at: Moment, time: LocalTime, env: EvalEnv): string => {
  env.budget.spend(2 * STEPS_PER_DATE);
  const date = dayOf(at, env);
  const sameDay = wallClockMs(date, time, env.timezone);
  if (at.kind === 'day' || sameDay > at.ms) return instantText(sameDay);
  return instantText(wallClockMs(date.plusDays(1), time, env.timezone));
};

const CLOCK: Builtin[] = [
  fn(
    'now',
    {
      params: [],
      returns: 'instant',
      help: { pt: 'Este instante, no relógio da execução', en: 'This instant, by the clock of the run' },
      example: ['now()', '2026-01-31T15:00:00.000Z'],
    },
    (_args, env) => instantText(env.nowMs),
  ),
  fn(
    'today',
    {
      params: [],
      returns: 'day',
      help: { pt: 'O dia de hoje no fuso do fluxo', en: 'Today in the zone of the flow' },
      example: ['today()', '2026-01-31'],
    },
    (_args, env) => dayText(dayOf({ kind: 'instant', ms: env.nowMs }, env)),
  ),
  fn(
    'date',
    {
      params: [any('x')],
      returns: 'instant',
      help: {
        pt: 'O instante de um dia, de um instante com qualquer fuso, de 31/01/2026 ou de milissegundos desde 1970',
        en: 'The instant of a day, an instant with any offset, 31/01/2026 or milliseconds since 1970',
      },
      example: ["date('2026-01-31T12:00:00-03:00')", '2026-01-31T15:00:00.000Z'],
    },
    ([x], env) => instantText(anyDateMs(x, env)),
  ),
  fn(
    'formatDate',
    {
      params: [moment('d'), string('pattern'), optional(string('zone'))],
      returns: 'string',
      help: {
        pt: 'A data pelo padrão (yyyy MM dd HH mm ss SSS EEE EEEE MMM MMMM); texto entre aspas simples fica',
        en: 'The date by the pattern (yyyy MM dd HH mm ss SSS EEE EEEE MMM MMMM); text in single quotes stays',
      },
      example: ["formatDate('2026-01-31', 'dd/MM/yyyy')", '31/01/2026'],
    },
    ([d, pattern, zone], env) => formatDate(d, pattern, zone, env),
  ),
];

const CALENDAR: Builtin[] = [
  fn(
    'addDuration',
    {
      params: [moment('d'), string('iso')],
      returns: 'date',
      help: {
        pt: 'A data mais uma duração ISO 8601 (P1M, -P3D, PT2H), no calendário do fluxo',
        en: 'The date plus an ISO 8601 duration (P1M, -P3D, PT2H), by the calendar of the flow',
      },
      example: ["addDuration('2026-01-31', 'P1M')", '2026-02-28'],
    },
    ([d, iso], env) => addToMoment(d, parseDuration(iso), env),
  ),
  fn(
    'diff',
    {
      params: [moment('a'), moment('b'), string('unit')],
      returns: 'number',
      help: {
        pt: 'De a até b, em unidades inteiras (days, hours, …)',
        en: 'From a to b, in whole units (days, hours, …)',
      },
      example: ["diff('2026-01-01', '2026-01-31', 'days')", 30],
    },
    ([a, b, unit], env) => difference(a, b, unitOf(unit), env),
  ),
  fn(
    'startOf',
    {
      params: [moment('d'), string('unit')],
      returns: 'date',
      help: {
        pt: 'Onde começa a unidade (months, weeks de segunda, hours, …) em que a data está',
        en: 'Where the unit (months, weeks from Monday, hours, …) that holds the date begins',
      },
      example: ["startOf('2026-01-31', 'months')", '2026-01-01'],
    },
    ([d, unit], env) => {
      env.budget.spend(STEPS_PER_DATE);
      return momentText(startOfUnit(d, unitOf(unit), env));
    },
  ),
  fn(
    'days',
    {
      params: [moment('from'), moment('to')],
      returns: 'day[]',
      help: { pt: 'Os dias de from até to, os dois incluídos', en: 'The days from from to to, both included' },
      example: ["days('2026-01-30', '2026-02-01')", ['2026-01-30', '2026-01-31', '2026-02-01']],
    },
    ([from, to], env) => dayList(dayOf(from, env), dayOf(to, env), env.budget),
  ),
  fn(
    'slices',
    {
      params: [moment('from'), moment('to'), string('iso')],
      returns: '{ from: day, to: day }[]',
      help: {
        pt: 'O período em fatias da duração, { from, to }, dias incluídos',
        en: 'The period in slices of the duration, { from, to }, days included',
      },
      example: [
        "slices('2026-01-01', '2026-01-10', 'P7D')",
        [
          { from: '2026-01-01', to: '2026-01-07' },
          { from: '2026-01-08', to: '2026-01-10' },
        ],
      ],
    },
    ([from, to, iso], env) => slices(dayOf(from, env), dayOf(to, env), parseDuration(iso), env.budget),
  ),
  fn(
    'nextTime',
    {
      params: [moment('d'), string('time')],
      returns: 'instant',
      help: {
        pt: 'A próxima vez, depois do instante, que o relógio marca a hora; de um dia, a desse dia',
        en: 'The next time after the instant that the clock shows the time; of a day, that day’s',
      },
      example: ["nextTime('2026-01-31T15:00:00.000Z', '08:00')", '2026-02-01T11:00:00.000Z'],
    },
    ([d, time], env) => nextTime(d, clockOf(time), env),
  ),
  fn(
    'isBusinessDay',
    {
      params: [moment('d')],
      returns: 'boolean',
      help: {
        pt: 'É de segunda a sexta e não é feriado nacional nem da empresa?',
        en: 'Is it Monday to Friday and neither a national nor an own holiday?',
      },
      example: ["isBusinessDay('2026-04-21')", false],
    },
    ([d], env) => isBusinessDay(dayOf(d, env), env.holidays),
  ),
  fn(
    'addBusinessDays',
    {
      params: [moment('d'), integer('n')],
      returns: 'date',
      help: {
        pt: 'A data n dias úteis adiante (ou atrás), à mesma hora',
        en: 'The date n business days on (or back), at the same time of day',
      },
      example: ["addBusinessDays('2026-04-20', 1)", '2026-04-22'],
    },
    ([d, n], env) => {
      const step = (): void => env.budget.spend(STEPS_PER_DATE + env.holidays.length / 16);
      return onDay(d, (date) => moveBusinessDays(date, n, env.holidays, step), env);
    },
  ),
];

export const DATE_FUNCTIONS: Builtin[] = [...CLOCK, ...CALENDAR];
