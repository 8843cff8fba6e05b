import { elementsOf, flattened } from './element.ts';
import { type Call, callback, fixed, generic, optional, param, type Signatures } from './signature.ts';
import { type Type, t } from './type.ts';
import { nullable, union } from './union.ts';

const text = param('text', t.string);
const same = ({ self }: Call): Type => t.list(elementsOf(self));
const element = ({ self }: Call): Type => nullable(elementsOf(self));
/** `(element, index, list)`, as in JavaScript. */
const each = ({ self }: Call): Type[] => [elementsOf(self), t.number, self];
const from = optional('from', t.number);
const to = optional('to', t.number);

const STRING_METHODS: Signatures = new Map([
  ['includes', fixed(t.boolean, text)],
  ['startsWith', fixed(t.boolean, text)],
  ['endsWith', fixed(t.boolean, text)],
  ['indexOf', fixed(t.number, text, from)],
  ['slice', fixed(t.string, from, to)],
  ['substring', fixed(t.string, from, to)],
  ['split', fixed(t.list(t.string), param('separator', t.string), optional('limit', t.number))],
  ['trim', fixed(t.string)],
  ['toLowerCase', fixed(t.string)],
  ['toUpperCase', fixed(t.string)],
  ['replace', fixed(t.string, text, param('by', t.string))],
  ['replaceAll', fixed(t.string, text, param('by', t.string))],
  ['padStart', fixed(t.string, param('length', t.number), optional('with', t.string))],
  ['padEnd', fixed(t.string, param('length', t.number), optional('with', t.string))],
  ['repeat', fixed(t.string, param('times', t.number))],
  ['at', fixed(nullable(t.string), param('index', t.number))],
]);

const LIST_METHODS: Signatures = new Map([
  ['map', generic(({ args }) => t.list(args[0] ?? t.unknown), callback('f', each, t.unknown))],
  ['filter', generic(same, callback('test', each, t.unknown))],
  ['find', generic(element, callback('test', each, t.unknown))],
  ['findIndex', fixed(t.number, callback('test', each, t.unknown))],
  ['some', fixed(t.boolean, callback('test', each, t.unknown))],
  ['every', fixed(t.boolean, callback('test', each, t.unknown))],
  [
    'reduce',
    generic(
      ({ self, args }) => union(args[0] ?? t.unknown, args.length > 1 ? (args[1] ?? t.unknown) : elementsOf(self)),
      {
        name: 'f',
        accumulates: true,
        callback: ({ self, args }) => [args[1] ?? elementsOf(self), ...each({ self, args })],
        returns: t.unknown,
      },
      optional('initial', t.unknown),
    ),
  ],
  ['slice', generic(same, from, to)],
  [
    'concat',
    {
      params: [],
      rest: t.unknown,
      result: ({ self, args }) => t.list(union(elementsOf(self), ...args.map(flattened))),
    },
  ],
  ['includes', fixed(t.boolean, param('value', t.unknown))],
  ['indexOf', fixed(t.number, param('value', t.unknown))],
  ['join', fixed(t.string, optional('separator', t.string))],
  [
    'flat',
    generic(
      ({ self, args }) => t.list(args.length ? t.unknown : flattened(elementsOf(self))),
      optional('depth', t.number),
    ),
  ],
  ['flatMap', generic(({ args }) => t.list(flattened(args[0] ?? t.unknown)), callback('f', each, t.unknown))],
  ['at', generic(element, param('index', t.number))],
  [
    'toSorted',
    generic(same, {
      ...callback('compare', ({ self }) => [elementsOf(self), elementsOf(self)], t.unknown),
      optional: true,
    }),
  ],
  ['toReversed', generic(same)],
]);

const NUMBER_METHODS: Signatures = new Map([['toFixed', fixed(t.string, optional('digits', t.number))]]);

/** The methods (§5) by the kind of value that has them. `length` is a member, not a method. */
export const METHODS: Readonly<Record<'string' | 'list' | 'number', Signatures>> = {
  string: STRING_METHODS,
  list: LIST_METHODS,
  number: NUMBER_METHODS,
};
