import type { Json, JsonObject } from '../../json.ts';
import type { Budget } from '../budget.ts';
import { any, type Builtin, callback, fn, integer, list, wrongType } from '../builtin.ts';
import { badValue } from '../evaluation-error.ts';
import { canonicalText, compare, isForbiddenKey, isObject, ownMember, printed, typeName } from '../value.ts';
import { STEPS_PER_COMPARISON, sorted } from './sorting.ts';

const EACH = '(item, index) => any';

const length = (value: Json): number => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (value === null) return 0;
  return isObject(value)
    ? Object.keys(value).length
    : wrongType(value, 'texto, lista ou objeto', 'a text, list or object');
};

const unique = (items: readonly Json[], budget: Budget): Json[] => {
  budget.buildList(items.length);
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = canonicalText(item, budget);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
};

const groupKey = (value: Json, budget: Budget): string => {
  if (typeof value !== 'object' || value === null) return printed(value, budget);
  return badValue(
    `A chave de um grupo é texto ou número, veio ${typeName(value)[0]}`,
    `The key of a group is a text or number, got ${typeName(value)[1]}`,
  );
};

const groupBy = (items: readonly Json[], keys: readonly Json[], budget: Budget): JsonObject => {
  const groups: JsonObject = {};
  for (const [index, item] of items.entries()) {
    const key = groupKey(keys[index] as Json, budget);
    if (isForbiddenKey(key)) continue;
    const group = Object.hasOwn(groups, key) ? (groups[key] as Json[]) : [];
    group.push(item);
    groups[key] = group;
  }
  return groups;
};

const sortBy = (items: readonly Json[], keys: readonly Json[], budget: Budget): Json[] => {
  const pairs = items.map((item, index) => ({ item, key: keys[index] as Json }));
  return sorted(pairs, (a, b) => {
    budget.spend(STEPS_PER_COMPARISON);
    return compare(a.key, b.key, budget);
  }).map((pair) => pair.item);
};

const chunks = (items: readonly Json[], size: number): Json[] => {
  if (size < 1) badValue('chunk: o tamanho é 1 ou mais', 'chunk: the size is 1 or more');
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
};

const isOk = (item: Json): boolean => isObject(item) && ownMember(item, 'ok') === true;

const SHAPES: Builtin[] = [
  fn(
    'len',
    {
      params: [any('x')],
      returns: 'number',
      help: {
        pt: 'Tamanho de um texto, lista ou objeto (quantas chaves); 0 de null',
        en: 'Length of a text, list or object (how many keys); 0 of null',
      },
      example: ['len([1, 2, 3])', 3],
    },
    ([x]) => length(x),
  ),
  fn(
    'range',
    {
      params: [integer('n')],
      returns: 'number[]',
      help: { pt: 'Os números de 0 a n-1', en: 'The numbers from 0 to n-1' },
      example: ['range(3)', [0, 1, 2]],
    },
    ([n], { budget }) => {
      const count = Math.max(0, n);
      budget.buildList(count);
      return Array.from({ length: count }, (_, index) => index);
    },
  ),
  fn(
    'zip',
    {
      params: [list('a'), list('b')],
      returns: 'list',
      help: { pt: 'Pares [a, b], até a lista mais curta', en: 'Pairs [a, b], as far as the shorter list' },
      example: [
        "zip([1, 2], ['a', 'b'])",
        [
          [1, 'a'],
          [2, 'b'],
        ],
      ],
    },
    ([a, b], { budget }) => {
      const count = Math.min(a.length, b.length);
      budget.buildList(count);
      budget.scanList(2 * count);
      return a.slice(0, count).map((item, index) => [item, b[index] as Json]);
    },
  ),
  fn(
    'chunk',
    {
      params: [list('list'), integer('n')],
      returns: 'list',
      help: { pt: 'A lista em pedaços de até n itens', en: 'The list in pieces of up to n items' },
      example: ['chunk([1, 2, 3], 2)', [[1, 2], [3]]],
    },
    ([items, n], { budget }) => {
      budget.buildList(items.length);
      return chunks(items, n);
    },
  ),
  fn(
    'first',
    {
      params: [list('list')],
      returns: 'item | null',
      help: { pt: 'O primeiro item, ou null', en: 'The first item, or null' },
      example: ['first([1, 2, 3])', 1],
    },
    ([items]) => items[0] ?? null,
  ),
  fn(
    'last',
    {
      params: [list('list')],
      returns: 'item | null',
      help: { pt: 'O último item, ou null', en: 'The last item, or null' },
      example: ['last([1, 2, 3])', 3],
    },
    ([items]) => items.at(-1) ?? null,
  ),
];

const GROUPS: Builtin[] = [
  fn(
    'unique',
    {
      params: [list('list')],
      returns: 'list',
      help: {
        pt: 'Os itens sem repetição, na ordem em que vieram',
        en: 'The items without repeats, in the order in which they came',
      },
      example: ['unique([1, 2, 1])', [1, 2]],
    },
    ([items], { budget }) => unique(items, budget),
  ),
  fn(
    'groupBy',
    {
      params: [list('list'), callback('f', EACH)],
      returns: 'object',
      help: {
        pt: 'Um objeto de listas, pela chave que a função dá',
        en: 'An object of lists, by the key that the function gives',
      },
      example: [
        "groupBy([{ uf: 'SP', n: 1 }, { uf: 'RJ', n: 2 }], i => i.uf)",
        { SP: [{ uf: 'SP', n: 1 }], RJ: [{ uf: 'RJ', n: 2 }] },
      ],
    },
    ([items, f], { budget }) => {
      budget.buildList(items.length);
      return groupBy(
        items,
        items.map((item, index) => f(item, index)),
        budget,
      );
    },
  ),
  fn(
    'sortBy',
    {
      params: [list('list'), callback('f', '(item, index) => number | string')],
      returns: 'list',
      help: {
        pt: 'Em ordem do que a função dá: só números, ou só textos',
        en: 'In the order of what the function gives: numbers, or texts',
      },
      example: ['sortBy([{ n: 2 }, { n: 1 }], i => i.n)', [{ n: 1 }, { n: 2 }]],
    },
    ([items, f], { budget }) => {
      budget.buildList(items.length);
      return sortBy(
        items,
        items.map((item, index) => f(item, index)),
        budget,
      );
    },
  ),
  fn(
    'ok',
    {
      params: [list('list')],
      returns: 'list',
      help: {
        pt: 'De um forEach que coleta: os valores dos itens que deram certo',
        en: 'Of a collecting forEach: the values of the items that succeeded',
      },
      example: ["ok([{ ok: true, value: 1 }, { ok: false, index: 1, error: { code: 'timeout' } }])", [1]],
    },
    ([items], { budget }) => {
      budget.buildList(items.length);
      return items.filter(isOk).map((item) => ownMember(item as JsonObject, 'value'));
    },
  ),
  fn(
    'failed',
    {
      params: [list('list')],
      returns: 'list',
      help: {
        pt: 'De um forEach que coleta: as falhas, { ok, index, error }',
        en: 'Of a collecting forEach: the failures, { ok, index, error }',
      },
      example: [
        "failed([{ ok: true, value: 1 }, { ok: false, index: 1, error: { code: 'timeout' } }])",
        [{ ok: false, index: 1, error: { code: 'timeout' } }],
      ],
    },
    ([items], { budget }) => {
      budget.buildList(items.length);
      return items.filter((item) => !isOk(item));
    },
  ),
];

export const LIST_FUNCTIONS: Builtin[] = [...SHAPES, ...GROUPS];
