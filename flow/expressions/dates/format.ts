import type { LocalDateTime } from '@js-joda/core';
import type { Locale } from '../../json.ts';

interface Names {
  months: readonly string[];
  shortMonths: readonly string[];
  /** From Monday. */
  days: readonly string[];
  shortDays: readonly string[];
}

const NAMES: Record<Locale, Names> = {
  'pt-BR': {
    months: 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'.split(' '),
    shortMonths: 'jan fev mar abr mai jun jul ago set out nov dez'.split(' '),
    days: 'segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo'.split(' '),
    shortDays: 'seg ter qua qui sex sáb dom'.split(' '),
  },
  en: {
    months: 'January February March April May June July August September October November December'.split(' '),
    shortMonths: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),
    days: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
    shortDays: 'Mon Tue Wed Thu Fri Sat Sun'.split(' '),
  },
};

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

const TOKENS: Record<string, (at: LocalDateTime, names: Names) => string> = {
  yyyy: (at) => padded(at.year(), 4),
  MMMM: (at, names) => names.months[at.monthValue() - 1] as string,
  MMM: (at, names) => names.shortMonths[at.monthValue() - 1] as string,
  MM: (at) => padded(at.monthValue(), 2),
  dd: (at) => padded(at.dayOfMonth(), 2),
  HH: (at) => padded(at.hour(), 2),
  mm: (at) => padded(at.minute(), 2),
  ss: (at) => padded(at.second(), 2),
  SSS: (at) => padded(Math.floor(at.nano() / 1e6), 3),
  EEEE: (at, names) => names.days[at.dayOfWeek().value() - 1] as string,
  EEE: (at, names) => names.shortDays[at.dayOfWeek().value() - 1] as string,
};
const PIECE = /'((?:[^']|'')*)'|yyyy|MMMM|MMM|MM|dd|HH|mm|ss|SSS|EEEE|EEE/g;

/**
 * Writes a wall clock by a pattern: `yyyy MM dd HH mm ss SSS EEE EEEE MMM MMMM`; anything else stands for itself, and
 * text between single quotes always does (`dd 'de' MMMM`; `''` is a quote).
 */
export const formatted = (at: LocalDateTime, pattern: string, locale: Locale): string =>
  pattern.replace(PIECE, (piece, quoted: string | undefined) => {
    if (quoted === undefined) return (TOKENS[piece] as (at: LocalDateTime, names: Names) => string)(at, NAMES[locale]);
    return quoted === '' ? "'" : quoted.replaceAll("''", "'");
  });
