import { DATE_SIGNATURES } from './date-signatures.ts';
import { elementsOf, spreadOver, valuesOf } from './element.ts';
import { type Call, callback, fixed, generic, optional, param, type Signature, type Signatures } from './signature.ts';
import { type ObjectType, propertyOf, type Type, t } from './type.ts';
import { nullable, union } from './union.ts';

const of = ({ args }: Call, at = 0): Type => elementsOf(args[at] ?? t.unknown);
const same = (call: Call): Type => t.list(of(call));
const list = param('list', t.list(t.unknown));
const numbers = param('list', t.list(t.number));
const object = param('object', t.open());
const any = param('value', t.unknown);
const x = param('x', t.number);
/** `(element, index)` of the list that is the first argument. */
const each = (call: Call): Type[] => [of(call), t.number];
const by = (returns: Type) => callback('f', each, returns);

const NUMBERS: [string, Signature][] = [
  ['sum', fixed(t.number, numbers)],
  ['avg', fixed(nullable(t.number), numbers)],
  ['min', fixed(nullable(t.number), numbers)],
  ['max', fixed(nullable(t.number), numbers)],
  ['sumBy', fixed(t.number, list, by(t.number))],
  ['maxBy', generic((call) => nullable(of(call)), list, by(t.unknown))],
  ['minBy', generic((call) => nullable(of(call)), list, by(t.unknown))],
  ['round', fixed(t.number, x, optional('digits', t.number))],
  ['floor', fixed(t.number, x)],
  ['ceil', fixed(t.number, x)],
  ['abs', fixed(t.number, x)],
  ['clamp', fixed(t.number, x, param('least', t.number), param('most', t.number))],
  ['random', fixed(t.number)],
];

const CONVERSIONS: [string, Signature][] = [
  ['number', generic(({ args }) => (args[0]?.kind === 'number' ? t.number : nullable(t.number)), any)],
  ['string', fixed(t.string, any)],
  ['bool', fixed(t.boolean, any)],
  ['json', fixed(t.string, any)],
  ['parseJson', fixed(t.unknown, param('text', t.string))],
  ['uuid', fixed(t.string)],
  ['hash', fixed(t.string, any)],
  ['base64', fixed(t.string, any)],
  ['urlEncode', fixed(t.string, any)],
];

/** Merging may go into nested objects: what is an object on both sides is known no further. */
const merged = ({ args }: Call): Type => {
  let all: ObjectType = t.object({});
  for (const next of args) {
    const both = spreadOver(all, next);
    const props = Object.entries(both.props).map(([name, property]) => {
      const under = propertyOf(all, name);
      return [name, under && under !== property ? { ...property, type: t.unknown } : property] as const;
    });
    all = { ...both, props: Object.fromEntries(props) };
  }
  return all;
};

/** The names that `pick(object, …)` was given, where they are written out. */
const writtenNames = ({ args }: Call): string[] | undefined => {
  const given = args.slice(1).map((arg) => (arg.kind === 'list' ? arg.of : arg));
  if (!given.every((arg) => arg.kind === 'string' && arg.values)) return undefined;
  return given.flatMap((arg) => (arg.kind === 'string' ? (arg.values ?? []) : []));
};

const picked = (call: Call): Type => {
  const [from] = call.args;
  const names = writtenNames(call);
  if (from?.kind !== 'object' || !names) return t.open();
  const kept = Object.entries(from.props).filter(([name]) => names.includes(name));
  return { kind: 'object', props: Object.fromEntries(kept), rest: from.rest };
};

const omitted = (call: Call): Type => {
  const [from] = call.args;
  const names = writtenNames(call);
  if (from?.kind !== 'object' || !names) return t.open();
  const kept = Object.entries(from.props).filter(([name]) => !names.includes(name));
  return { kind: 'object', props: Object.fromEntries(kept), rest: from.rest };
};

const OBJECTS: [string, Signature][] = [
  ['keys', fixed(t.list(t.string), object)],
  ['values', generic(({ args }) => t.list(valuesOf(args[0] ?? t.unknown)), object)],
  ['entries', generic(({ args }) => t.list(t.list(union(t.string, valuesOf(args[0] ?? t.unknown)))), object)],
  ['has', fixed(t.boolean, any, param('key', t.unknown))],
  ['merge', { params: [], rest: t.unknown, result: merged }],
  ['pick', { params: [object], rest: t.unknown, result: picked }],
  ['omit', { params: [object], rest: t.unknown, result: omitted }],
];

const LISTS: [string, Signature][] = [
  ['len', fixed(t.number, any)],
  ['unique', generic(same, list)],
  ['groupBy', generic((call) => t.record(t.list(of(call))), list, by(t.unknown))],
  ['sortBy', generic(same, list, by(t.unknown))],
  [
    'zip',
    generic((call) => t.list(t.list(nullable(union(of(call), of(call, 1))))), list, param('other', t.list(t.unknown))),
  ],
  ['range', fixed(t.list(t.number), param('n', t.number))],
  ['chunk', generic((call) => t.list(same(call)), list, param('n', t.number))],
  ['first', generic((call) => nullable(of(call)), list)],
  ['last', generic((call) => nullable(of(call)), list)],
  ['ok', fixed(t.list(t.unknown), list)],
  ['failed', fixed(t.list(t.unknown), list)],
];

const TEXTS: [string, Signature][] = [
  ['test', fixed(t.boolean, param('text', t.string), param('pattern', t.string))],
  ['capture', fixed(t.unknown, param('text', t.string), param('pattern', t.string))],
  ...['cpf', 'cnpj', 'phone', 'cep', 'email', 'plate'].map((name): [string, Signature] => [
    name,
    fixed(nullable(t.string), any),
  ]),
];

const moneyType = t.object({ amount: t.number, currency: t.string });
const money = param('money', t.open({ amount: t.number }));

const MONEY: [string, Signature][] = [
  ['money', fixed(moneyType, param('cents', t.number), optional('currency', t.string))],
  ['moneyAdd', { params: [], rest: t.unknown, result: () => moneyType }],
  ['moneyMul', fixed(moneyType, money, param('x', t.number))],
  ['moneySplit', fixed(t.list(moneyType), money, param('n', t.number))],
  ['formatMoney', fixed(t.string, param('money', union(t.number, t.open({ amount: t.number }))))],
  ['parseMoney', fixed(nullable(moneyType), param('text', t.string))],
];

/** The functions of §5 by name. */
export const FUNCTIONS: Signatures = new Map([
  ...NUMBERS,
  ...CONVERSIONS,
  ...OBJECTS,
  ...LISTS,
  ...TEXTS,
  ...DATE_SIGNATURES,
  ...MONEY,
]);
