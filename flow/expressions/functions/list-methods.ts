import type { Json } from '../../json.ts';
import type { Budget } from '../budget.ts';
import { any, type Builtin, type Callback, callback, method, optional, position, rest, string } from '../builtin.ts';
import { badValue } from '../evaluation-error.ts';
import type { EvalEnv } from '../scope.ts';
import { checkNesting, compare, equal, printed, truth, typeName } from '../value.ts';
import { STEPS_PER_COMPARISON, sorted } from './sorting.ts';

const EACH = '(item, index, list) => any';

const indexOf = (items: readonly Json[], wanted: Json, from: number, budget: Budget): number => {
  budget.scanList(items.length);
  for (let index = from < 0 ? Math.max(0, items.length + from) : from; index < items.length; index += 1) {
    if (equal(items[index] as Json, wanted, budget)) return index;
  }
  return -1;
};

/** Checked piece by piece: the text never grows past its end. */
const join = (items: readonly Json[], by: string, budget: Budget): string => {
  budget.scanList(items.length);
  let length = Math.max(0, items.length - 1) * by.length;
  const parts = items.map((item) => {
    const part = printed(item, budget);
    length += part.length;
    budget.checkText(length);
    return part;
  });
  budget.buildText(length);
  return parts.join(by);
};

const flattened = (items: readonly Json[], depth: number, into: Json[], budget: Budget): Json[] => {
  budget.growList(into.length, items.length);
  for (const item of items) {
    if (Array.isArray(item) && depth > 0) flattened(item, depth - 1, into, budget);
    else into.push(item);
  }
  return into;
};

const reduce = (items: Json[], f: Callback, given: readonly Json[], env: EvalEnv): Json => {
  if (items.length === 0 && given.length === 0) {
    badValue('reduce de lista vazia precisa de um valor inicial', 'reduce of an empty list needs a first value');
  }
  const first = given.length === 0 ? 1 : 0;
  let value = (first === 1 ? items[0] : given[0]) as Json;
  for (let index = first; index < items.length; index += 1) value = f(value, items[index] as Json, index, items);
  checkNesting(value, env.budget); // the one way in which a value grows deeper than the expression
  return value;
};

const order =
  (f: Callback | undefined, budget: Budget) =>
  (a: Json, b: Json): number => {
    if (!f) {
      budget.spend(STEPS_PER_COMPARISON);
      return compare(a, b, budget);
    }
    const result = f(a, b);
    if (typeof result === 'number') return result;
    return badValue(
      `A comparação dá um número, veio ${typeName(result)[0]}`,
      `The comparison gives a number, got ${typeName(result)[1]}`,
    );
  };

const TESTS: Builtin[] = [
  method(
    'list',
    'filter',
    {
      params: [callback('f', EACH)],
      returns: 'list',
      help: { pt: 'Os itens para os quais a função dá verdadeiro', en: 'The items for which the function is true' },
      example: ['[1, 2, 3].filter(n => n > 1)', [2, 3]],
    },
    (self, [f]) => self.filter((item, index) => truth(f(item, index, self))),
  ),
  method(
    'list',
    'find',
    {
      params: [callback('f', EACH)],
      returns: 'item | null',
      help: {
        pt: 'O primeiro item para o qual a função dá verdadeiro, ou null',
        en: 'The first item for which the function is true, or null',
      },
      example: ['[1, 2, 3].find(n => n > 1)', 2],
    },
    (self, [f]) => self.find((item, index) => truth(f(item, index, self))) ?? null,
  ),
  method(
    'list',
    'findIndex',
    {
      params: [callback('f', EACH)],
      returns: 'number',
      help: {
        pt: 'A posição do primeiro item para o qual a função dá verdadeiro, ou -1',
        en: 'The position of the first item for which the function is true, or -1',
      },
      example: ['[1, 2, 3].findIndex(n => n > 1)', 1],
    },
    (self, [f]) => self.findIndex((item, index) => truth(f(item, index, self))),
  ),
  method(
    'list',
    'some',
    {
      params: [callback('f', EACH)],
      returns: 'boolean',
      help: { pt: 'A função dá verdadeiro para algum item?', en: 'Is the function true for some item?' },
      example: ['[1, 2, 3].some(n => n > 2)', true],
    },
    (self, [f]) => self.some((item, index) => truth(f(item, index, self))),
  ),
  method(
    'list',
    'every',
    {
      params: [callback('f', EACH)],
      returns: 'boolean',
      help: { pt: 'A função dá verdadeiro para todos os itens?', en: 'Is the function true for every item?' },
      example: ['[1, 2, 3].every(n => n > 2)', false],
    },
    (self, [f]) => self.every((item, index) => truth(f(item, index, self))),
  ),
  method(
    'list',
    'includes',
    {
      params: [any('item'), optional(position('from'))],
      returns: 'boolean',
      help: { pt: 'A lista tem um item igual?', en: 'Does the list have an equal item?' },
      example: ['[{ a: 1 }].includes({ a: 1 })', true],
    },
    (self, [item, from = 0], { budget }) => indexOf(self, item, from, budget) !== -1,
  ),
  method(
    'list',
    'indexOf',
    {
      params: [any('item'), optional(position('from'))],
      returns: 'number',
      help: { pt: 'A posição do primeiro item igual, ou -1', en: 'The position of the first equal item, or -1' },
      example: ["['a', 'b'].indexOf('b')", 1],
    },
    (self, [item, from = 0], { budget }) => indexOf(self, item, from, budget),
  ),
  method(
    'list',
    'at',
    {
      params: [position('index')],
      returns: 'item | null',
      help: {
        pt: 'O item na posição; negativos contam do fim; null fora',
        en: 'The item there; negatives count from the end; null outside',
      },
      example: ['[1, 2, 3].at(-1)', 3],
    },
    (self, [index]) => self.at(index) ?? null,
  ),
];

const BUILDERS: Builtin[] = [
  method(
    'list',
    'map',
    {
      params: [callback('f', EACH)],
      returns: 'list',
      help: { pt: 'O que a função dá de cada item', en: 'What the function gives of each item' },
      example: ['[1, 2].map((n, i) => n * 10 + i)', [10, 21]],
    },
    (self, [f], { budget }) => {
      budget.buildList(self.length);
      return self.map((item, index) => f(item, index, self));
    },
  ),
  method(
    'list',
    'flatMap',
    {
      params: [callback('f', EACH)],
      returns: 'list',
      help: { pt: 'Como map, com as listas abertas', en: 'Like map, with lists opened' },
      example: ['[1, 2].flatMap(n => [n, n])', [1, 1, 2, 2]],
    },
    (self, [f], { budget }) => {
      const list: Json[] = [];
      for (const [index, item] of self.entries()) flattened([f(item, index, self)], 1, list, budget);
      return list;
    },
  ),
  method(
    'list',
    'reduce',
    {
      params: [callback('f', '(acc, item, index, list) => any'), optional(any('first'))],
      returns: 'any',
      help: { pt: 'Junta os itens um a um num só valor', en: 'Joins the items one by one into one value' },
      example: ['[1, 2, 3].reduce((acc, n) => acc + n, 0)', 6],
    },
    (self, [f, first], env) => reduce(self, f, first === undefined ? [] : [first], env),
  ),
  method(
    'list',
    'slice',
    {
      params: [optional(position('start')), optional(position('end'))],
      returns: 'list',
      help: {
        pt: 'Os itens de start até antes de end; negativos contam do fim',
        en: 'The items from start to before end; negatives count from the end',
      },
      example: ['[1, 2, 3].slice(1)', [2, 3]],
    },
    (self, [start, end], { budget }) => {
      budget.buildList(self.length);
      return self.slice(start, end);
    },
  ),
  method(
    'list',
    'concat',
    {
      params: [rest(any('more'))],
      returns: 'list',
      help: { pt: 'A lista com outras listas ou itens no fim', en: 'The list with other lists or items at its end' },
      example: ['[1].concat([2, 3], 4)', [1, 2, 3, 4]],
    },
    (self, [more], { budget }) => flattened([self, ...more], 1, [], budget),
  ),
  method(
    'list',
    'join',
    {
      params: [optional(string('by'))],
      returns: 'string',
      help: {
        pt: 'Os itens num só texto, com o separador (“,”) entre eles',
        en: 'The items in one text, the separator (“,”) between them',
      },
      example: ["[1, null, 'a'].join('-')", '1--a'],
    },
    (self, [by = ','], { budget }) => join(self, by, budget),
  ),
  method(
    'list',
    'flat',
    {
      params: [optional(position('depth'))],
      returns: 'list',
      help: { pt: 'Abre as listas de dentro, até a profundidade (1)', en: 'Opens inner lists, down to the depth (1)' },
      example: ['[1, [2, [3]]].flat()', [1, 2, [3]]],
    },
    (self, [depth = 1], { budget }) => flattened(self, Math.min(depth, 200), [], budget),
  ),
  method(
    'list',
    'toSorted',
    {
      params: [optional(callback('f', '(a, b) => number'))],
      returns: 'list',
      help: {
        pt: 'Em ordem: só números, ou só textos (por código); ou pela função, que dá menos de 0, 0 ou mais',
        en: 'In order: numbers, or texts (by code unit); or by the function, which gives below 0, 0 or above',
      },
      example: ['[10, 9, 1].toSorted()', [1, 9, 10]],
    },
    (self, [f], { budget }) => {
      budget.buildList(self.length);
      return sorted(self, order(f, budget));
    },
  ),
  method(
    'list',
    'toReversed',
    {
      params: [],
      returns: 'list',
      help: { pt: 'De trás para a frente', en: 'Back to front' },
      example: ['[1, 2, 3].toReversed()', [3, 2, 1]],
    },
    (self, _args, { budget }) => {
      budget.buildList(self.length);
      return [...self].reverse();
    },
  ),
];

export const LIST_METHODS: Builtin[] = [...TESTS, ...BUILDERS];
