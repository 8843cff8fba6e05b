import { DATE_SIGNATURES } from './date-signatures.ts';
import { elementsOf, spreadOver, valuesOf } from './element.ts';
import { type Call, callback, fixed, generic, optional, param, type Signature, type Signatures } from './signature.ts';
import { membersOf, type ObjectType, propertyOf, type Type, t } from './type.ts';
import { nullable, union } from './union.ts';

const of = ({ args }: Call, at = 0): Type => elementsOf(args[at] ?? t.unknown);
const same = (call: Call): Type => t.list(of(call));
const list = param('list', t.list(t.unknown));
const numbers = param('list', t.list(t.number));
const o = param('o', t.open());
const any = param('x', t.unknown);
const x = param('x', t.number);
const s = param('s', t.string);
const scalar = param('s', union(t.string, t.number, t.boolean));
const by = (returns: Type) => callback('f', (call) => [of(call), t.number], returns);
/** What can be ordered. */
const sortable = union(t.number, t.string);
/** What prints as the name of a group. */
const groupKey = union(t.string, t.number, t.boolean, t.null);

const NUMBERS: [string, Signature][] = [
  ['sum', fixed(t.number, numbers)],
  ['avg', fixed(nullable(t.number), numbers)],
  ['min', fixed(nullable(t.number), numbers)],
  ['max', fixed(nullable(t.number), numbers)],
  ['sumBy', fixed(t.number, list, by(t.number))],
  ['maxBy', generic((call) => nullable(of(call)), list, by(sortable))],
  ['minBy', generic((call) => nullable(of(call)), list, by(sortable))],
  ['round', fixed(t.number, x, optional('digits', t.number))],
  ['floor', fixed(t.number, x)],
  ['ceil', fixed(t.number, x)],
  ['abs', fixed(t.number, x)],
  ['clamp', fixed(t.number, x, param('low', t.number), param('high', t.number))],
  ['random', fixed(t.number)],
];

const CONVERSIONS: [string, Signature][] = [
  ['number', generic(({ args }) => (args[0]?.kind === 'number' ? t.number : nullable(t.number)), any)],
  ['string', fixed(t.string, any)],
  ['bool', fixed(t.boolean, any)],
  ['json', fixed(t.string, any)],
  ['parseJson', fixed(t.unknown, s)],
  ['uuid', fixed(t.string)],
  ['hash', fixed(t.string, scalar)],
  ['base64', fixed(t.string, scalar)],
  ['urlEncode', fixed(t.string, scalar)],
];

const merged = ({ args }: Call): Type => args.reduce<ObjectType>((all, next) => spreadOver(all, next), t.object({}));

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
  ['keys', fixed(t.list(t.string), o)],
  ['values', generic(({ args }) => t.list(valuesOf(args[0] ?? t.unknown)), o)],
  ['entries', generic(({ args }) => t.list(t.list(union(t.string, valuesOf(args[0] ?? t.unknown)))), o)],
  ['has', fixed(t.boolean, o, param('key', t.string))],
  ['merge', { params: [], rest: { name: 'objects', type: t.open() }, result: merged }],
  ['pick', { params: [o], rest: { name: 'keys', type: t.unknown }, result: picked }],
  ['omit', { params: [o], rest: { name: 'keys', type: t.unknown }, result: omitted }],
];

/** Of what a collecting forEach gives, `{ ok: true, value }` or `{ ok: false, index, error }`, those that have `name`. */
const having = (type: Type, name: string): ObjectType[] =>
  membersOf(type).filter(
    (member): member is ObjectType => member.kind === 'object' && Object.hasOwn(member.props, name),
  );

const values = (call: Call): Type => {
  const found = having(of(call), 'value').map((member) => propertyOf(member, 'value')?.type ?? t.unknown);
  return t.list(found.length ? union(...found) : t.unknown);
};

const failures = (call: Call): Type => {
  const found = having(of(call), 'error');
  return t.list(found.length ? union(...found) : of(call));
};

const LISTS: [string, Signature][] = [
  ['len', fixed(t.number, param('x', union(t.string, t.list(t.unknown), t.open(), t.null)))],
  ['unique', generic(same, list)],
  ['groupBy', generic((call) => t.record(t.list(of(call))), list, by(groupKey))],
  ['sortBy', generic(same, list, by(sortable))],
  [
    'zip',
    generic(
      (call) => t.list(t.list(union(of(call), of(call, 1)))),
      param('a', t.list(t.unknown)),
      param('b', t.list(t.unknown)),
    ),
  ],
  ['range', fixed(t.list(t.number), param('n', t.number))],
  ['chunk', generic((call) => t.list(same(call)), list, param('n', t.number))],
  ['first', generic((call) => nullable(of(call)), list)],
  ['last', generic((call) => nullable(of(call)), list)],
  ['ok', generic(values, list)],
  ['failed', generic(failures, list)],
];

const TEXTS: [string, Signature][] = [
  ['test', fixed(t.boolean, s, param('pattern', t.string))],
  ['capture', fixed(nullable(t.list(nullable(t.string))), s, param('pattern', t.string))],
  ...['cpf', 'cnpj', 'phone', 'cep', 'email', 'plate'].map((name): [string, Signature] => [
    name,
    fixed(nullable(t.string), any),
  ]),
];

const money = t.object({ amount: t.number, currency: t.string });
/** Money, or whole cents in BRL. */
const amount = (name: string) => ({ name, type: union(t.number, t.open({ amount: t.number, currency: t.string })) });

const MONEY: [string, Signature][] = [
  ['money', fixed(money, param('cents', t.number), optional('currency', t.string))],
  ['moneyAdd', { params: [amount('a')], rest: amount('more'), result: () => money }],
  ['moneyMul', fixed(money, amount('m'), x)],
  ['moneySplit', fixed(t.list(money), amount('m'), param('n', t.number))],
  ['formatMoney', fixed(t.string, amount('x'))],
  ['parseMoney', fixed(nullable(money), param('s', t.unknown))],
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
