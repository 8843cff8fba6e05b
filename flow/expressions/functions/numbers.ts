import type { Json } from '../../json.ts';
import type { Budget } from '../budget.ts';
import { type Builtin, callback, fn, integer, list, number, numbers, optional } from '../builtin.ts';
import { badValue } from '../evaluation-error.ts';
import { compare, finite, typeName } from '../value.ts';
import { roundedHalfUp } from './decimal.ts';

const total = (values: readonly number[]): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return finite(sum);
};

const asNumber = (value: Json): number =>
  typeof value === 'number'
    ? value
    : badValue(`Esperava um número, veio ${typeName(value)[0]}`, `Expected a number, got ${typeName(value)[1]}`);

/** The item with the greatest key (`sign` 1) or least (-1); the first of equals; null for an empty list. */
const extreme = (
  items: readonly Json[],
  f: (item: Json, index: number) => Json,
  sign: 1 | -1,
  budget: Budget,
): Json => {
  let best: { item: Json; key: Json } | null = null;
  for (const [index, item] of items.entries()) {
    const key = f(item, index);
    if (best === null ? compare(key, key, budget) === 0 : compare(key, best.key, budget) * sign > 0)
      best = { item, key };
  }
  return best === null ? null : best.item;
};

const round = (x: number, digits: number): number => {
  if (Math.abs(digits) > 100) badValue('round: no máximo 100 casas', 'round: at most 100 digits');
  return finite(roundedHalfUp(x, digits));
};

export const NUMBER_FUNCTIONS: Builtin[] = [
  fn(
    'sum',
    {
      params: [numbers('list')],
      returns: 'number',
      help: { pt: 'Soma dos números; 0 se a lista é vazia', en: 'Sum of the numbers; 0 for an empty list' },
      example: ['sum([1, 2, 3])', 6],
    },
    ([values]) => total(values),
  ),
  fn(
    'avg',
    {
      params: [numbers('list')],
      returns: 'number | null',
      help: { pt: 'Média; null se a lista é vazia', en: 'Mean; null for an empty list' },
      example: ['avg([1, 2, 6])', 3],
    },
    ([values]) => (values.length === 0 ? null : total(values) / values.length),
  ),
  fn(
    'min',
    {
      params: [numbers('list')],
      returns: 'number | null',
      help: { pt: 'O menor número; null se a lista é vazia', en: 'The least number; null for an empty list' },
      example: ['min([3, 1, 2])', 1],
    },
    ([values]) => (values.length === 0 ? null : values.reduce((a, b) => (b < a ? b : a))),
  ),
  fn(
    'max',
    {
      params: [numbers('list')],
      returns: 'number | null',
      help: { pt: 'O maior número; null se a lista é vazia', en: 'The greatest number; null for an empty list' },
      example: ['max([3, 1, 2])', 3],
    },
    ([values]) => (values.length === 0 ? null : values.reduce((a, b) => (b > a ? b : a))),
  ),
  fn(
    'sumBy',
    {
      params: [list('list'), callback('f', '(item, index) => number')],
      returns: 'number',
      help: { pt: 'Soma do que a função dá de cada item', en: 'Sum of what the function gives of each item' },
      example: ['sumBy([{ qty: 2 }, { qty: 3 }], i => i.qty)', 5],
    },
    ([items, f]) => total(items.map((item, index) => asNumber(f(item, index)))),
  ),
  fn(
    'maxBy',
    {
      params: [list('list'), callback('f', '(item, index) => number | string')],
      returns: 'item | null',
      help: {
        pt: 'O item de maior valor; null se a lista é vazia',
        en: 'The item of greatest value; null if there is none',
      },
      example: ['maxBy([{ n: 1 }, { n: 3 }], i => i.n)', { n: 3 }],
    },
    ([items, f], env) => extreme(items, f, 1, env.budget),
  ),
  fn(
    'minBy',
    {
      params: [list('list'), callback('f', '(item, index) => number | string')],
      returns: 'item | null',
      help: {
        pt: 'O item de menor valor; null se a lista é vazia',
        en: 'The item of least value; null if there is none',
      },
      example: ['minBy([{ n: 1 }, { n: 3 }], i => i.n)', { n: 1 }],
    },
    ([items, f], env) => extreme(items, f, -1, env.budget),
  ),
  fn(
    'round',
    {
      params: [number('x'), optional(integer('digits'))],
      returns: 'number',
      help: {
        pt: 'Arredonda a `digits` casas (0); meio vai para longe do zero',
        en: 'Rounds to `digits` places (0); halves go away from zero',
      },
      example: ['round(1.005, 2)', 1.01],
    },
    ([x, digits = 0]) => round(x, digits),
  ),
  fn(
    'floor',
    {
      params: [number('x')],
      returns: 'number',
      help: { pt: 'O inteiro abaixo', en: 'The whole number below' },
      example: ['floor(-1.5)', -2],
    },
    ([x]) => finite(Math.floor(x)),
  ),
  fn(
    'ceil',
    {
      params: [number('x')],
      returns: 'number',
      help: { pt: 'O inteiro acima', en: 'The whole number above' },
      example: ['ceil(1.2)', 2],
    },
    ([x]) => finite(Math.ceil(x)),
  ),
  fn(
    'abs',
    {
      params: [number('x')],
      returns: 'number',
      help: { pt: 'O valor sem sinal', en: 'The value without its sign' },
      example: ['abs(-3)', 3],
    },
    ([x]) => Math.abs(x),
  ),
  fn(
    'clamp',
    {
      params: [number('x'), number('low'), number('high')],
      returns: 'number',
      help: { pt: 'O valor, trazido para entre os limites', en: 'The value, brought between the limits' },
      example: ['clamp(15, 0, 10)', 10],
    },
    ([x, low, high]) => Math.max(low, Math.min(high, x)),
  ),
];
