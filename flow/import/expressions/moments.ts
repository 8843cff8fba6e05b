import { cannot } from '../why-not.ts';
import { type Code, code, quoted, RANK, within } from './code.ts';

const UNITS: Readonly<Record<string, string>> = {
  year: 'years',
  month: 'months',
  week: 'weeks',
  day: 'days',
  hour: 'hours',
  minute: 'minutes',
  second: 'seconds',
  millisecond: 'milliseconds',
};
const DURATIONS: Readonly<Record<string, [string, string]>> = {
  years: ['P', 'Y'],
  months: ['P', 'M'],
  weeks: ['P', 'W'],
  days: ['P', 'D'],
  hours: ['PT', 'H'],
  minutes: ['PT', 'M'],
  seconds: ['PT', 'S'],
};
const EPOCH = "'1970-01-01T00:00:00.000Z'";

/** `day`, `days` → `days`. */
export const unitOf = (word: string): string => {
  const one = word.toLowerCase().replace(/s$/, '');
  return Object.hasOwn(UNITS, one) ? (UNITS[one] as string) : cannot(`A unidade ${word}`, `The unit ${word}`);
};

export const moment = (text: string, zone?: string): Code =>
  code(text, 'moment', { sure: true, ...(zone === undefined ? {} : { zone }) });

const number = (text: string, rank: number = RANK.atom): Code => ({ text, rank, kind: 'number', sure: true });

/** Of n8n's patterns (Luxon's), those letters that ours have too. Throws `WhyNot` for the others. */
export function patternOf(luxon: string): string {
  const parts = luxon.match(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+/g) ?? [];
  return parts
    .map((part) => {
      if (part.startsWith("'")) return part;
      if (!/^[A-Za-z]/.test(part)) return part;
      const same = PATTERNS[part];
      return (
        same ?? cannot(`O formato de data “${part}” não existe aqui`, `The date format “${part}” does not exist here`)
      );
    })
    .join('');
}

const PATTERNS: Readonly<Record<string, string>> = {
  yyyy: 'yyyy',
  MM: 'MM',
  LL: 'MM',
  dd: 'dd',
  HH: 'HH',
  mm: 'mm',
  ss: 'ss',
  SSS: 'SSS',
  EEE: 'EEE',
  EEEE: 'EEEE',
  ccc: 'EEE',
  cccc: 'EEEE',
  MMM: 'MMM',
  LLL: 'MMM',
  MMMM: 'MMMM',
  LLLL: 'MMMM',
  // Moment's, of n8n's early nodes.
  YYYY: 'yyyy',
  DD: 'dd',
};

export const formatted = (one: Code, pattern: string): Code =>
  code(`formatDate(${one.text}, ${quoted(pattern)}${one.zone === undefined ? '' : `, ${one.zone}`})`, 'text', {
    sure: true,
  });

const since = (one: Code, unit: string, steps: string, plus: number): Code => {
  const [from, to] = [
    `startOf(${one.text}, '${unit}')`,
    unit === 'years' ? `startOf(${one.text}, 'months')` : one.text,
  ];
  const text = `diff(${from}, ${to}, '${steps}')`;
  return plus === 0 ? number(text) : number(`${text} + ${plus}`, RANK.sum);
};

/** `.year`, `.weekday`…: parts of a date are counted from where the greater unit begins. */
export function momentField(one: Code, key: string): Code {
  switch (key) {
    case 'year':
      return number(`number(formatDate(${one.text}, 'yyyy'))`);
    case 'month':
      return since(one, 'years', 'months', 1);
    case 'day':
      return since(one, 'months', 'days', 1);
    case 'weekday':
      return since(one, 'weeks', 'days', 1);
    case 'hour':
      return since(one, 'days', 'hours', 0);
    case 'minute':
      return since(one, 'hours', 'minutes', 0);
    case 'second':
      return since(one, 'minutes', 'seconds', 0);
    case 'weekdayLong':
      return formatted(one, 'EEEE');
    case 'weekdayShort':
      return formatted(one, 'EEE');
    case 'monthLong':
      return formatted(one, 'MMMM');
    case 'monthShort':
      return formatted(one, 'MMM');
    case 'ts':
      return millis(one);
    default:
      return cannot(`.${key} de uma data não existe aqui`, `.${key} of a date does not exist here`);
  }
}

const millis = (one: Code): Code => number(`diff(${EPOCH}, ${one.text}, 'milliseconds')`);

/** An amount that is added: `{ days: 3 }`, or `3, 'days'`. */
export interface Amount {
  amount: Code;
  unit: string;
}

export function shifted(one: Code, amounts: readonly Amount[], sign: 1 | -1): Code {
  let text = one.text;
  for (const { amount, unit } of amounts) {
    const [before, after] = DURATIONS[unit] ?? cannot(`A unidade ${unit}`, `The unit ${unit}`);
    const written = /^-?\d+(\.\d+)?$/.test(amount.text) ? Number(amount.text) * sign : null;
    const duration =
      written !== null
        ? quoted(`${written < 0 ? '-' : ''}${before}${Math.abs(written)}${after}`)
        : `\`${sign < 0 ? '-' : ''}${before}\${${amount.text}}${after}\``;
    text = `addDuration(${text}, ${duration})`;
  }
  return moment(text, one.zone);
}

const LONG: Readonly<Record<string, string>> = {
  months: 'P1M',
  years: 'P1Y',
  weeks: 'P1W',
  days: 'P1D',
  hours: 'PT1H',
};

export const begun = (one: Code, unit: string): Code => moment(`startOf(${one.text}, '${unit}')`, one.zone);

export const ended = (one: Code, unit: string): Code => {
  const long = LONG[unit] ?? cannot(`O fim de ${unit}`, `The end of ${unit}`);
  return moment(`addDuration(date(addDuration(${begun(one, unit).text}, '${long}')), '-PT0.001S')`, one.zone);
};

/** `a.diff(b)`: kept as its ends until the unit is known. */
export const span = (from: Code, to: Code, unit = 'milliseconds'): Code =>
  code(`diff(${from.text}, ${to.text}, '${unit}')`, 'span', { sure: true });

export function spanField(one: Code, key: string): Code {
  if (!Object.values(UNITS).includes(key)) return cannot(`.${key} de um intervalo`, `.${key} of a span`);
  return number(one.text.replace(/'[a-z]+'\)$/, `'${key}')`));
}

/** Methods of a date without arguments, and with a written one. Undefined where there is none. */
export function momentMethod(one: Code, name: string, written: readonly (string | undefined)[]): Code | undefined {
  const [first] = written;
  switch (name) {
    case 'toISO':
    case 'toISOString':
    case 'toJSON':
    case 'toString':
      return code(one.text.startsWith('now()') ? one.text : `date(${one.text})`, 'text', { sure: true });
    case 'toISODate':
    case 'toSQLDate':
      return formatted(one, 'yyyy-MM-dd');
    case 'toISOTime':
      return formatted(one, 'HH:mm:ss.SSS');
    case 'toFormat':
    case 'format':
      return first === undefined ? undefined : formatted(one, patternOf(first));
    case 'toMillis':
    case 'valueOf':
    case 'getTime':
      return millis(one);
    case 'toSeconds':
    case 'toUnixInteger':
      return number(`diff(${EPOCH}, ${one.text}, 'seconds')`);
    case 'startOf':
    case 'beginningOf':
      return begun(one, unitOf(first ?? 'weeks'));
    case 'endOf':
      return ended(one, unitOf(first ?? ''));
    case 'setZone':
      return first === undefined ? undefined : moment(one.text, quoted(first));
    case 'toUTC':
      return moment(one.text, "'UTC'");
    case 'toLocal':
    case 'toJSDate':
    case 'toDateTime':
    case 'toDate':
    case 'setLocale':
      return one;
    case 'getFullYear':
      return momentField(one, 'year');
    case 'getMonth':
      return since(one, 'years', 'months', 0);
    case 'getDate':
      return momentField(one, 'day');
    case 'getDay':
      return number(`${within(momentField(one, 'weekday'), RANK.atom)} % 7`, RANK.product);
    case 'getHours':
      return momentField(one, 'hour');
    case 'getMinutes':
      return momentField(one, 'minute');
    default:
      return undefined;
  }
}

export const dated = (one: Code): Code => (one.kind === 'moment' ? one : moment(`date(${one.text})`));
