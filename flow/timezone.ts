import { zoneNamed } from './expressions/dates/zones.ts';
import { badValue } from './expressions/evaluation-error.ts';
import type { Json } from './json.ts';
import { DEFAULT_TIMEZONE } from './plan/plan.ts';

/** `settings.timezone` is read when a run begins, over its trigger and tenant. */
export const isZoneExpression = (timezone: string): boolean => timezone.includes('{{');

/** The zone where no run has begun, and in which the expression itself is read. */
export const fixedZone = (timezone: string): string => (isZoneExpression(timezone) ? DEFAULT_TIMEZONE : timezone);

/** What the expression gave, as a zone. Throws `bad_value` where it is none. */
export const zoneOf = (value: Json): string => {
  if (typeof value !== 'string')
    return badValue('O fuso do fluxo precisa ser um texto', 'The time zone of a flow must be a text');
  zoneNamed(value);
  return value;
};
