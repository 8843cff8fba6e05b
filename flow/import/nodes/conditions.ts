import type { Json, JsonObject } from '../../json.ts';
import { binary, type Code, call, code, method, NULL, RANK, within } from '../expressions/code.ts';
import type { Names } from '../expressions/names.ts';
import { codeOf } from '../expressions/text.ts';
import { cannot } from '../why-not.ts';
import { at, isObject, objects, text } from './parameters.ts';

interface Compared {
  left: Code;
  right: Code;
  type: string;
  operation: string;
  ignoreCase: boolean;
  /** Values are brought to the type first. */
  loose: boolean;
}

/** The condition of an IF, a Filter or a rule of a Switch, in any of the shapes that it has had. Throws `WhyNot`. */
export function conditionOf(parameters: JsonObject, names: Names): Code {
  const { conditions } = parameters;
  const inner = at(conditions, 'conditions');
  if (Array.isArray(inner)) {
    const options = at(conditions, 'options');
    const ignoreCase = at(options, 'caseSensitive') === false;
    const loose = at(options, 'typeValidation') === 'loose' || at(parameters, 'looseTypeValidation') === true;
    const all = objects(inner).map((one) => compared(modern(one, names, { ignoreCase, loose })));
    return joined(all, at(conditions, 'combinator') === 'or');
  }
  if (isObject(conditions)) {
    const all = Object.entries(conditions).flatMap(([type, list]) =>
      objects(list).map((one) => compared(older(one, type, names))),
    );
    return joined(all, parameters.combineOperation === 'any' || parameters.combineConditions === 'OR');
  }
  if (parameters.value1 !== undefined) {
    return compared(older(parameters, text(parameters.dataType, 'string'), names));
  }
  return code('true', 'any', { sure: true });
}

const joined = (all: readonly Code[], either: boolean): Code => {
  const [first, ...rest] = all;
  if (!first) return code('true', 'any', { sure: true });
  const [operator, rank] = either ? ['||', RANK.either] : ['&&', RANK.both];
  return rest.reduce((left, right) => binary(left, operator as string, right, rank as number), first);
};

/** One comparison of an older node, or a rule of an older Switch. */
export const older = (one: JsonObject, type: string, names: Names): Compared => ({
  left: codeOf(one.value1 ?? one.leftValue ?? null, names),
  right: codeOf(one.value2 ?? one.rightValue ?? null, names),
  type,
  operation: text(one.operation ?? at(one, 'operator', 'operation'), type === 'number' ? 'smaller' : 'equal'),
  ignoreCase: false,
  loose: true,
});

const modern = (one: JsonObject, names: Names, options: { ignoreCase: boolean; loose: boolean }): Compared => {
  const operator = one.operator;
  // Templates that a machine wrote say the operation in many ways.
  const operation = isObject(operator) ? operator.operation : (operator ?? one.operation ?? one.comparison);
  return {
    left: codeOf(one.leftValue ?? one.value1 ?? null, names),
    right: codeOf(one.rightValue ?? one.value2 ?? null, names),
    type: text(at(operator as Json, 'type'), 'string'),
    operation: text(operation, 'equals'),
    ...options,
  };
};

const SAME: Readonly<Record<string, string>> = {
  equal: 'equals',
  notEqual: 'notEquals',
  larger: 'gt',
  largerEqual: 'gte',
  smaller: 'lt',
  smallerEqual: 'lte',
  greaterThan: 'gt',
  lessThan: 'lt',
  after: 'gt',
  before: 'lt',
  afterOrEquals: 'gte',
  beforeOrEquals: 'lte',
  isEmpty: 'empty',
  isNotEmpty: 'notEmpty',
  regexMatch: 'regex',
  regexNotMatch: 'notRegex',
  doesNotContain: 'notContains',
  isTrue: 'true',
  isFalse: 'false',
};
const ORDER: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** One comparison. Throws `WhyNot`. */
export function compared(one: Compared): Code {
  const operation = SAME[one.operation] ?? one.operation;
  if (operation.startsWith('not') && operation !== 'notExists' && operation !== 'notEmpty') {
    const positive = `${operation.charAt(3).toLowerCase()}${operation.slice(4)}`;
    if (positive === 'equals') return { ...equals(one), text: equals(one).text.replace(' == ', ' != ') };
    const made = compared({ ...one, operation: positive });
    return { text: `!${within(made, RANK.unary)}`, rank: RANK.unary, kind: 'any', sure: true };
  }
  switch (operation) {
    case 'exists':
      return binary(one.left, '!=', NULL, RANK.equal);
    case 'notExists':
      return binary(one.left, '==', NULL, RANK.equal);
    case 'empty':
      return binary(call('len', [one.left]), '==', code('0'), RANK.equal);
    case 'notEmpty':
      return binary(call('len', [one.left]), '>', code('0'), RANK.order);
    case 'true':
      return binary(one.left, '==', code('true'), RANK.equal);
    case 'false':
      return binary(one.left, '==', code('false'), RANK.equal);
    case 'equals':
      return equals(one);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return contains(one, operation);
    case 'regex':
      return matches(one);
    default:
      return ordered(one, operation);
  }
}

const lower = (one: Code): Code =>
  /^'[^\\]*'$/.test(one.text) ? { ...one, text: one.text.toLowerCase() } : method(one, 'toLowerCase', []);
const asText = (one: Code): Code =>
  one.kind === 'text' && one.sure ? one : call('string', [one], { kind: 'text', sure: true });

function equals({ left, right, type, ignoreCase, loose }: Compared): Code {
  if (type === 'string' && ignoreCase) return binary(lower(asText(left)), '==', lower(asText(right)), RANK.equal);
  if (type === 'number') return binary(numeric(left, loose), '==', numeric(right, true), RANK.equal);
  if (type === 'boolean') return binary(left, '==', truth(right), RANK.equal);
  if (type === 'dateTime') {
    return binary(code(`date(${left.text})`), '==', code(`date(${right.text})`), RANK.equal);
  }
  if (type === 'string' && loose && right.kind === 'text') return binary(asText(left), '==', right, RANK.equal);
  return binary(left, '==', right, RANK.equal);
}

/** A number that is written as a text is one. */
const numeric = (one: Code, loose: boolean): Code => {
  const written = /^'(-?\d+(?:\.\d+)?)'$/.exec(one.text)?.[1];
  if (written !== undefined) return code(written, 'number', { sure: true });
  return one.kind === 'number' || !loose ? one : call('number', [one], { kind: 'number' });
};

const truth = (one: Code): Code =>
  one.text === "'true'" ? code('true') : one.text === "'false'" ? code('false') : one;

function contains({ left, right, type, ignoreCase }: Compared, operation: string): Code {
  if (type === 'array') {
    return { ...method(left, 'includes', [right]), text: `${within(left, RANK.atom)}?.includes(${right.text})` };
  }
  const [a, b] = [asText(left), asText(right)];
  const name = operation === 'contains' ? 'includes' : operation;
  return ignoreCase ? method({ ...lower(a), sure: true }, name, [lower(b)]) : method(a, name, [b]);
}

function matches({ left, right }: Compared): Code {
  // Written as a text, or as `/…/i`.
  const written = /^'(?:\/(.*)\/([a-z]*)|(.*))'$/s.exec(right.text);
  if (!written) return cannot('O padrão não está escrito aqui mesmo', 'The pattern is not written right here');
  const [, inner, flags = '', plain] = written;
  const pattern = inner ?? plain ?? '';
  return call('test', [asText(left), `'${flags.includes('i') ? '(?i)' : ''}${pattern}'`], { sure: true });
}

function ordered({ left, right, type, operation, loose }: Compared, wanted: string): Code {
  if (wanted.startsWith('length')) {
    const size = call('len', [left], { sure: true });
    const how = wanted.slice(6, 7).toLowerCase() + wanted.slice(7);
    if (how === 'equals') return binary(size, '==', numeric(right, true), RANK.equal);
    const sign = ORDER[how] ?? cannot(`A comparação “${operation}”`, `The comparison “${operation}”`);
    return binary(size, sign, numeric(right, true), RANK.order);
  }
  const sign = Object.hasOwn(ORDER, wanted) ? (ORDER[wanted] as string) : undefined;
  if (sign === undefined) {
    return cannot(`A comparação “${operation}” não existe aqui`, `The comparison “${operation}” does not exist here`);
  }
  if (type === 'dateTime') {
    const gap = call('diff', [right, left, "'milliseconds'"], { sure: true });
    return binary(binary(left, '!=', NULL, RANK.equal), '&&', binary(gap, sign, code('0'), RANK.order), RANK.both);
  }
  // Where there is nothing to compare, n8n says no; ours would fail.
  const a = numeric(left, loose || type === 'string');
  const test = binary(a, sign, numeric(right, true), RANK.order);
  return a.sure ? test : binary(binary(a, '!=', NULL, RANK.equal), '&&', test, RANK.both);
}
