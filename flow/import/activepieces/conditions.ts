import type { Json, JsonObject } from '../../json.ts';
import { binary, type Code, code, RANK } from '../expressions/code.ts';
import type { Names } from '../expressions/names.ts';
import { codeOf } from '../expressions/text.ts';
import { compared } from '../nodes/conditions.ts';
import { isObject, objects, text } from '../nodes/parameters.ts';
import { cannot } from '../why-not.ts';

/** Type and operation, as the conditions of n8n name them. */
const OPERATORS: Readonly<Record<string, [type: string, operation: string]>> = {
  TEXT_CONTAINS: ['string', 'contains'],
  TEXT_DOES_NOT_CONTAIN: ['string', 'notContains'],
  TEXT_EXACTLY_MATCHES: ['string', 'equals'],
  TEXT_DOES_NOT_EXACTLY_MATCH: ['string', 'notEquals'],
  TEXT_STARTS_WITH: ['string', 'startsWith'],
  TEXT_DOES_NOT_START_WITH: ['string', 'notStartsWith'],
  TEXT_START_WITH: ['string', 'startsWith'],
  TEXT_ENDS_WITH: ['string', 'endsWith'],
  TEXT_DOES_NOT_END_WITH: ['string', 'notEndsWith'],
  TEXT_MATCHES_REGEX: ['string', 'regex'],
  TEXT_DOES_NOT_MATCH_REGEX: ['string', 'notRegex'],
  NUMBER_IS_GREATER_THAN: ['number', 'gt'],
  NUMBER_IS_LESS_THAN: ['number', 'lt'],
  NUMBER_IS_EQUAL_TO: ['number', 'equals'],
  BOOLEAN_IS_TRUE: ['boolean', 'true'],
  BOOLEAN_IS_FALSE: ['boolean', 'false'],
  DATE_IS_BEFORE: ['dateTime', 'before'],
  DATE_IS_EQUAL: ['dateTime', 'equals'],
  DATE_IS_AFTER: ['dateTime', 'after'],
  LIST_CONTAINS: ['array', 'contains'],
  LIST_DOES_NOT_CONTAIN: ['array', 'notContains'],
  LIST_IS_EMPTY: ['array', 'empty'],
  LIST_IS_NOT_EMPTY: ['array', 'notEmpty'],
  EXISTS: ['string', 'exists'],
  DOES_NOT_EXIST: ['string', 'notExists'],
};

/** `[[a, b], [c]]`: a and b, or c. Throws `WhyNot`. */
export function conditionsOf(given: Json | undefined, names: Names): Code {
  const groups = (Array.isArray(given) ? given : []).map((group) =>
    joined(
      objects(group).map((one) => conditionOf(one, names)),
      '&&',
      RANK.both,
    ),
  );
  return joined(groups, '||', RANK.either);
}

const joined = ([first, ...rest]: readonly Code[], operator: string, rank: number): Code =>
  first
    ? rest.reduce((left, right) => binary(left, operator, right, rank), first)
    : code('true', 'any', { sure: true });

function conditionOf(one: JsonObject, names: Names): Code {
  const name = text(one.operator);
  const found = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!found || !isObject(one)) return cannot(`A comparação “${name}”`, `The comparison “${name}”`);
  const [type, operation] = found;
  const left = codeOf(one.firstValue ?? null, names);
  const right = codeOf(one.secondValue ?? null, names);
  return compared({ left, right, type, operation, ignoreCase: one.caseSensitive !== true, loose: true });
}
