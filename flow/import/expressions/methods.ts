import type * as acorn from 'acorn';
import { methodsNamed } from '../../expressions/catalog.ts';
import { cannot } from '../why-not.ts';
import { callStatic } from './calls.ts';
import { type Code, call, code, indexed, interpolated, method, RANK, within } from './code.ts';
import { type Amount, dated, momentMethod, shifted, span, unitOf } from './moments.ts';
import { withPattern } from './patterns.ts';
import type { Translator } from './translate.ts';

/** `one.name(…)`, whatever `one` is. Throws `WhyNot`. */
export function callMethod(one: Code, name: string, node: acorn.CallExpression, translator: Translator): Code {
  switch (one.kind) {
    case 'global':
      return callStatic(one.text, name, node, translator);
    case 'node':
    case 'input':
      return ofNode(one, name, node);
    case 'items':
      return ofItems(one, name, node, translator);
    case 'moment':
      return ofMoment(one, name, node, translator);
    case 'span':
      if (name === 'as') return { ...span0(one, unitOf(written(node.arguments[0]) ?? '')), kind: 'number' };
      return name === 'toObject' ? one : cannot(`.${name}(…) de um intervalo`, `.${name}(…) of a span`);
    case 'item':
    case 'settings':
    case 'workflow':
    case 'execution':
    case 'previous':
      return cannot(`.${name}(…) não existe aqui`, `.${name}(…) does not exist here`);
    default:
      return ofValue(one, name, node, translator);
  }
}

const span0 = (one: Code, unit: string): Code => ({ ...one, text: one.text.replace(/'[a-z]+'\)$/, `'${unit}')`) });

const written = (node: acorn.AnyNode | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

function ofNode(one: Code, name: string, node: acorn.CallExpression): Code {
  const { access } = one;
  if (access && node.arguments.length === 0) {
    if (name === 'first') return { ...access.first(), kind: 'item' };
    if (name === 'last') return { ...access.last(), kind: 'item' };
    if (name === 'all') return { ...access.all(), kind: 'items' };
    if (name === 'item') return { ...access.item(), kind: 'item' };
  }
  return cannot(`.${name}(…) de um nó não existe aqui`, `.${name}(…) of a node does not exist here`);
}

/** Which parameters of a list's function are items, by the name of the method. */
const ITEM_PARAMETERS: Readonly<Record<string, readonly Code['kind'][]>> = {
  reduce: ['any', 'item'],
  sort: ['item', 'item'],
  toSorted: ['item', 'item'],
};
const KEEPS_ITEMS: ReadonlySet<string> = new Set(['filter', 'slice', 'toReversed', 'toSorted', 'concat']);

function ofItems(one: Code, name: string, node: acorn.CallExpression, translator: Translator): Code {
  const ours = SAME_METHODS[name] ?? name;
  if (!methodsNamed(ours)?.list) return ofValue({ ...one, kind: 'any' }, name, node, translator);
  const kinds = ITEM_PARAMETERS[name] ?? ['item'];
  const args = node.arguments.map((arg) => translator.argument(arg, kinds));
  const made = method({ ...one, kind: 'any', sure: true }, ours, args, { sure: true });
  if (KEEPS_ITEMS.has(ours)) return { ...made, kind: 'items' };
  return ours === 'find' || ours === 'at' ? { ...made, kind: 'item' } : made;
}

function ofMoment(one: Code, name: string, node: acorn.CallExpression, translator: Translator): Code {
  if (name === 'plus' || name === 'minus') return shifted(one, amounts(node, translator), name === 'plus' ? 1 : -1);
  const [first, second] = node.arguments;
  if ((name === 'diff' || name === 'diffTo') && first && first.type !== 'SpreadElement') {
    translator.names.approximated(
      'Diferenças de datas são em unidades inteiras',
      'Differences of dates are in whole units',
    );
    return span(dated(translator.expression(first)), one, unitOf(written(second) ?? 'milliseconds'));
  }
  if (name === 'diffNow') {
    return span(code('now()', 'moment'), one, unitOf(written(first) ?? 'milliseconds'));
  }
  return (
    momentMethod(one, name, node.arguments.map(written)) ??
    cannot(`.${name}(…) de uma data não existe aqui`, `.${name}(…) of a date does not exist here`)
  );
}

/** `{ days: 3 }`, or `3, 'days'`. */
function amounts(node: acorn.CallExpression, translator: Translator): Amount[] {
  const [first, second] = node.arguments;
  if (first?.type === 'ObjectExpression') {
    return first.properties.map((one) => {
      if (one.type !== 'Property' || one.computed) return cannot('Este prazo', 'This duration');
      const key = one.key.type === 'Identifier' ? one.key.name : String((one.key as acorn.Literal).value);
      return { amount: translator.value(one.value), unit: unitOf(key) };
    });
  }
  if (!first || first.type === 'SpreadElement') return cannot('Este prazo', 'This duration');
  const unit = second ? written(second) : 'milliseconds';
  if (unit === undefined) return cannot('A unidade não está escrita', 'The unit is not written out');
  return [{ amount: translator.value(first), unit: unitOf(unit) }];
}

/** Methods that are called otherwise here. */
const SAME_METHODS: Readonly<Record<string, string>> = {
  sort: 'toSorted',
  reverse: 'toReversed',
  toLocaleLowerCase: 'toLowerCase',
  toLocaleUpperCase: 'toUpperCase',
  trimStart: 'trim',
  trimEnd: 'trim',
};

/** n8n's extensions and JavaScript's methods that are functions here. */
type AsFunction = (one: Code, args: Code[]) => Code;
const AS_FUNCTIONS: Readonly<Record<string, AsFunction>> = {
  toString: (one: Code) => call('string', [one], { kind: 'text', sure: true }),
  toLocaleString: (): Code => cannot('.toLocaleString(…) não existe aqui', '.toLocaleString(…) does not exist here'),
  isEmpty: (one) => ({ ...code(`len(${one.text}) == 0`), rank: RANK.equal }),
  isNotEmpty: (one) => ({ ...code(`len(${one.text}) > 0`), rank: RANK.order }),
  first: (one) => call('first', [one]),
  last: (one) => call('last', [one]),
  sum: (one) => call('sum', [one], { kind: 'number' }),
  average: (one) => call('avg', [one], { kind: 'number' }),
  max: (one) => call('max', [one], { kind: 'number' }),
  min: (one) => call('min', [one], { kind: 'number' }),
  unique: (one) => call('unique', [one]),
  removeDuplicates: (one) => call('unique', [one]),
  compact: (one) => method(one, 'filter', ['x => x']),
  chunk: (one, args) => call('chunk', [one, ...args]),
  keys: (one) => call('keys', [one], { sure: true }),
  values: (one) => call('values', [one], { sure: true }),
  hasField: (one, args) => call('has', [one, ...args], { sure: true }),
  hasOwnProperty: (one: Code, args: Code[]) => call('has', [one, ...args], { sure: true }),
  toJsonString: (one) => call('json', [one], { kind: 'text', sure: true }),
  parseJson: (one) => call('parseJson', [one]),
  toNumber: (one) => call('number', [one], { kind: 'number' }),
  toFloat: (one) => call('number', [one], { kind: 'number' }),
  toInt: (one) => call('floor', [call('number', [one])], { kind: 'number' }),
  toBoolean: (one) => call('bool', [one], { sure: true }),
  round: (one, args) => call('round', [one, ...args], { kind: 'number' }),
  floor: (one) => call('floor', [one], { kind: 'number' }),
  ceil: (one) => call('ceil', [one], { kind: 'number' }),
  abs: (one) => call('abs', [one], { kind: 'number' }),
  urlEncode: (one) => call('urlEncode', [one], { kind: 'text', sure: true }),
  base64Encode: (one) => call('base64', [one], { kind: 'text', sure: true }),
  isEmail: (one) => ({ ...code(`email(${one.text}) != null`), rank: RANK.equal }),
  toDateTime: (one) => dated(one),
  toDate: (one) => dated(one),
  pluck: (one, [key]) => method(one, 'map', [`x => x?.[${key?.text ?? 'null'}]`]),
  substr: (one, [from = code('0'), length]) =>
    method(one, 'slice', length ? [from, `${within(from, RANK.sum)} + ${within(length, RANK.product)}`] : [from], {
      kind: 'text',
    }),
  charAt: (one, [index = code('0')]) => indexed(one, index),
};

const TEXT_METHODS: ReadonlySet<string> = new Set(
  'trim toLowerCase toUpperCase replace replaceAll padStart padEnd repeat join toFixed slice substring'.split(' '),
);

function ofValue(one: Code, name: string, node: acorn.CallExpression, translator: Translator): Code {
  const [first] = node.arguments;
  const patterned = withPattern(one, name, node, translator);
  if (patterned) return patterned;
  const ours = SAME_METHODS[name] ?? name;
  if (name === 'concat' && one.kind === 'text') {
    return interpolated([one, ...node.arguments.map((arg) => translator.value(arg))]);
  }
  if (methodsNamed(ours) && !(name === 'slice' && first === undefined)) {
    if ((ours === 'replace' || ours === 'replaceAll') && node.arguments.length === 2) {
      const by = node.arguments[1] as acorn.AnyNode;
      if (by.type === 'ArrowFunctionExpression') return cannot('replace(…) com função', 'replace(…) with a function');
    }
    const args = node.arguments.map((arg) => translator.argument(arg));
    return method(one, ours, args, TEXT_METHODS.has(ours) && one.kind === 'text' ? { kind: 'text', sure: true } : {});
  }
  if (Object.hasOwn(AS_FUNCTIONS, name)) {
    const args = node.arguments.map((arg) => translator.value(arg as acorn.AnyNode));
    return (AS_FUNCTIONS[name] as AsFunction)(one, args);
  }
  if (name === '') return cannot('Chame o método pelo nome', 'Call the method by its name');
  return cannot(`O método .${name}(…) não existe aqui`, `The method .${name}(…) does not exist here`);
}
