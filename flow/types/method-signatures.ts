import { elementsOf, flattened } from './element.ts';
import { type Call, callback, fixed, generic, optional, param, type Signature, type Signatures } from './signature.ts';
import { type Type, t } from './type.ts';
import { nullable, union } from './union.ts';

const same = ({ self }: Call): Type => t.list(elementsOf(self));
const element = ({ self }: Call): Type => nullable(elementsOf(self));
/** `(item, index, list)`, as in JavaScript. */
const item = ({ self }: Call): Type[] => [elementsOf(self), t.number, self];
const each = callback('f', item, t.unknown);
const part = param('part', t.string);
const by = param('by', t.string);
const from = optional('from', t.number);
const start = optional('start', t.number);
const end = optional('end', t.number);
const index = param('index', t.number);
const length = param('length', t.number);
const fill = optional('fill', t.string);

const STRING_METHODS: Signatures = new Map([
  ['includes', fixed(t.boolean, part, from)],
  ['startsWith', fixed(t.boolean, part, from)],
  ['endsWith', fixed(t.boolean, part, end)],
  ['indexOf', fixed(t.number, part, from)],
  ['slice', fixed(t.string, start, end)],
  ['substring', fixed(t.string, start, end)],
  ['at', fixed(nullable(t.string), index)],
  ['split', fixed(t.list(t.string), by, optional('limit', t.number))],
  ['trim', fixed(t.string)],
  ['toLowerCase', fixed(t.string)],
  ['toUpperCase', fixed(t.string)],
  ['replace', fixed(t.string, part, by)],
  ['replaceAll', fixed(t.string, part, by)],
  ['padStart', fixed(t.string, length, fill)],
  ['padEnd', fixed(t.string, length, fill)],
  ['repeat', fixed(t.string, param('times', t.number))],
]);

/** Without a first value the first round gets the first element as what was carried so far. */
const reduce: Signature = {
  params: [
    {
      name: 'f',
      accumulates: true,
      callback: ({ self, args }) => [args[1] ?? elementsOf(self), ...item({ self, args })],
      returns: t.unknown,
    },
    optional('first', t.unknown),
  ],
  result: ({ self, args }) => union(args[0] ?? t.unknown, args.length > 1 ? (args[1] ?? t.unknown) : elementsOf(self)),
};

const compare = ({ self }: Call): Type[] => [elementsOf(self), elementsOf(self)];

const LIST_METHODS: Signatures = new Map([
  ['map', generic(({ args }) => t.list(args[0] ?? t.unknown), each)],
  ['filter', generic(same, each)],
  ['find', generic(element, each)],
  ['findIndex', fixed(t.number, each)],
  ['some', fixed(t.boolean, each)],
  ['every', fixed(t.boolean, each)],
  ['reduce', reduce],
  ['slice', generic(same, start, end)],
  [
    'concat',
    {
      params: [],
      rest: { name: 'more', type: t.unknown },
      result: ({ self, args }) => t.list(union(elementsOf(self), ...args.map(flattened))),
    },
  ],
  ['includes', fixed(t.boolean, param('item', t.unknown), from)],
  ['indexOf', fixed(t.number, param('item', t.unknown), from)],
  ['join', fixed(t.string, optional('by', t.string))],
  [
    'flat',
    generic(
      ({ self, args }) => t.list(args.length ? t.unknown : flattened(elementsOf(self))),
      optional('depth', t.number),
    ),
  ],
  ['flatMap', generic(({ args }) => t.list(flattened(args[0] ?? t.unknown)), each)],
  ['at', generic(element, index)],
  ['toSorted', generic(same, { ...callback('f', compare, t.number), optional: true })],
  ['toReversed', generic(same)],
]);

const NUMBER_METHODS: Signatures = new Map([['toFixed', fixed(t.string, optional('digits', t.number))]]);

/** The methods (§5) by the kind of value that has them. `length` is a member, not a method. */
export const METHODS: Readonly<Record<'string' | 'list' | 'number', Signatures>> = {
  string: STRING_METHODS,
  list: LIST_METHODS,
  number: NUMBER_METHODS,
};
