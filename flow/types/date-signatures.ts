import { isDuration } from './literal-texts.ts';
import { fixed, generic, optional, param, type Signature } from './signature.ts';
import { type Type, t } from './type.ts';

/** An instant or a day, both texts. */
const moment = param('d', t.string);
const iso = { name: 'iso', type: t.string, reads: isDuration };
const unit = param(
  'unit',
  t.literal('years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds'),
);
/** A day stays a day and an instant an instant, where the argument says which it is. */
const alike = (type: Type | undefined): Type =>
  type?.kind === 'string' && type.format === 'instant' ? t.instant : t.string;

export const DATE_SIGNATURES: [string, Signature][] = [
  ['now', fixed(t.instant)],
  ['today', fixed(t.day)],
  ['date', fixed(t.instant, param('x', t.unknown))],
  ['formatDate', fixed(t.string, moment, param('pattern', t.string), optional('zone', t.string))],
  ['addDuration', generic(({ args }) => alike(args[0]), moment, iso)],
  ['diff', fixed(t.number, param('a', t.string), param('b', t.string), unit)],
  ['startOf', generic(({ args }) => alike(args[0]), moment, unit)],
  ['days', fixed(t.list(t.day), param('from', t.string), param('to', t.string))],
  ['slices', fixed(t.list(t.object({ from: t.day, to: t.day })), param('from', t.string), param('to', t.string), iso)],
  ['nextTime', fixed(t.instant, moment, param('time', t.string))],
  ['isBusinessDay', fixed(t.boolean, moment)],
  ['addBusinessDays', generic(({ args }) => alike(args[0]), moment, param('n', t.number))],
];
