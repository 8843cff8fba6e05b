import type { Json } from '../../json.ts';
import type { Budget } from '../budget.ts';
import { type Builtin, method, optional, position, string } from '../builtin.ts';
import { badValue } from '../evaluation-error.ts';
import { occurrences, searchIn } from './text-search.ts';

/** The text with `parts` set between the pieces that `at` and `width` cut out; checked before it is built. */
const replacedAt = (text: string, at: readonly number[], width: number, by: string, budget: Budget): string => {
  budget.buildText(text.length + at.length * (by.length - width));
  const pieces: string[] = [];
  let from = 0;
  for (const position of at) {
    pieces.push(text.slice(from, position));
    from = position + width;
  }
  pieces.push(text.slice(from));
  return pieces.join(by);
};

const replaceAll = (text: string, part: string, by: string, budget: Budget): string => {
  if (part !== '') return replacedAt(text, occurrences(text, part, budget), part.length, by, budget);
  const everywhere = Array.from({ length: text.length + 1 }, (_, index) => index);
  return replacedAt(text, everywhere, 0, by, budget);
};

const split = (text: string, by: string, limit: number, budget: Budget): Json[] => {
  if (limit < 0) badValue('split: o limite é 0 ou mais', 'split: the limit is 0 or more');
  if (by === '') {
    const count = Math.min(limit, text.length);
    budget.buildList(count);
    return text.slice(0, count).split('');
  }
  const at = occurrences(text, by, budget).slice(0, limit);
  budget.buildList(Math.min(limit, at.length + 1));
  const parts = at.map((position, index) =>
    text.slice(index === 0 ? 0 : (at[index - 1] as number) + by.length, position),
  );
  if (parts.length < limit) parts.push(text.slice(at.length === 0 ? 0 : (at.at(-1) as number) + by.length));
  return parts;
};

const padded = (text: string, length: number, fill: string, budget: Budget, atStart: boolean): string => {
  budget.buildText(Math.max(text.length, length));
  return atStart ? text.padStart(length, fill) : text.padEnd(length, fill);
};

const repeated = (text: string, times: number, budget: Budget): string => {
  if (times < 0) badValue('repeat: vezes é 0 ou mais', 'repeat: the count is 0 or more');
  budget.buildText(text.length * times);
  return text.repeat(times);
};

const PART = [string('part'), optional(position('from'))] as const;
const CUT = [optional(position('start')), optional(position('end'))] as const;

const SEARCHES: Builtin[] = [
  method(
    'string',
    'includes',
    {
      params: PART,
      returns: 'boolean',
      help: { pt: 'O texto contém a parte?', en: 'Does the text contain the part?' },
      example: ["'pedido'.includes('did')", true],
    },
    (self, [part, from = 0], { budget }) => searchIn(self, part, budget)(Math.max(0, from)) !== -1,
  ),
  method(
    'string',
    'startsWith',
    {
      params: PART,
      returns: 'boolean',
      help: { pt: 'O texto começa com a parte?', en: 'Does the text begin with the part?' },
      example: ["'pedido'.startsWith('pe')", true],
    },
    (self, [part, from = 0], { budget }) => {
      budget.scanText(part.length);
      return self.startsWith(part, from);
    },
  ),
  method(
    'string',
    'endsWith',
    {
      params: [string('part'), optional(position('end'))],
      returns: 'boolean',
      help: { pt: 'O texto termina com a parte?', en: 'Does the text end with the part?' },
      example: ["'pedido'.endsWith('do')", true],
    },
    (self, [part, end = self.length], { budget }) => {
      budget.scanText(part.length);
      return self.endsWith(part, end);
    },
  ),
  method(
    'string',
    'indexOf',
    {
      params: PART,
      returns: 'number',
      help: { pt: 'Onde a parte começa, ou -1', en: 'Where the part begins, or -1' },
      example: ["'pedido'.indexOf('d')", 2],
    },
    (self, [part, from = 0], { budget }) => searchIn(self, part, budget)(Math.max(0, from)),
  ),
];

const CUTS: Builtin[] = [
  method(
    'string',
    'slice',
    {
      params: CUT,
      returns: 'string',
      help: {
        pt: 'O trecho de start até antes de end; negativos contam do fim',
        en: 'The part from start to before end; negatives count from the end',
      },
      example: ["'pedido'.slice(-2)", 'do'],
    },
    (self, [start, end]) => self.slice(start, end),
  ),
  method(
    'string',
    'substring',
    {
      params: CUT,
      returns: 'string',
      help: { pt: 'O trecho de start até antes de end', en: 'The part from start to before end' },
      example: ["'pedido'.substring(0, 2)", 'pe'],
    },
    (self, [start = 0, end]) => self.substring(start, end),
  ),
  method(
    'string',
    'at',
    {
      params: [position('index')],
      returns: 'string | null',
      help: {
        pt: 'O caractere na posição; negativos contam do fim; null fora',
        en: 'The character there; negatives count from the end; null outside',
      },
      example: ["'pedido'.at(-1)", 'o'],
    },
    (self, [index]) => self.at(index) ?? null,
  ),
  method(
    'string',
    'split',
    {
      params: [string('by'), optional(position('limit'))],
      returns: 'string[]',
      help: { pt: 'As partes entre os separadores', en: 'The parts between the separators' },
      example: ["'a,b,c'.split(',')", ['a', 'b', 'c']],
    },
    (self, [by, limit = Number.MAX_SAFE_INTEGER], { budget }) => split(self, by, limit, budget),
  ),
  method(
    'string',
    'trim',
    {
      params: [],
      returns: 'string',
      help: { pt: 'Sem espaços no começo e no fim', en: 'Without spaces at both ends' },
      example: ["' Moto '.trim()", 'Moto'],
    },
    (self, _args, { budget }) => {
      budget.scanText(self.length);
      return self.trim();
    },
  ),
];

const CHANGES: Builtin[] = [
  method(
    'string',
    'toLowerCase',
    {
      params: [],
      returns: 'string',
      help: { pt: 'Em minúsculas', en: 'In lower case' },
      example: ["'AÇÃO'.toLowerCase()", 'ação'],
    },
    (self, _args, { budget }) => {
      budget.buildText(self.length);
      return self.toLowerCase();
    },
  ),
  method(
    'string',
    'toUpperCase',
    {
      params: [],
      returns: 'string',
      help: { pt: 'Em maiúsculas', en: 'In upper case' },
      example: ["'ação'.toUpperCase()", 'AÇÃO'],
    },
    (self, _args, { budget }) => {
      budget.buildText(self.length);
      return self.toUpperCase();
    },
  ),
  method(
    'string',
    'replace',
    {
      params: [string('part'), string('by')],
      returns: 'string',
      help: { pt: 'Troca a primeira ocorrência da parte', en: 'Replaces the first occurrence of the part' },
      example: ["'a,b,c'.replace(',', ';')", 'a;b,c'],
    },
    (self, [part, by], { budget }) => {
      const at = searchIn(self, part, budget)(0);
      return at === -1 ? self : replacedAt(self, [at], part.length, by, budget);
    },
  ),
  method(
    'string',
    'replaceAll',
    {
      params: [string('part'), string('by')],
      returns: 'string',
      help: { pt: 'Troca todas as ocorrências da parte', en: 'Replaces every occurrence of the part' },
      example: ["'a,b,c'.replaceAll(',', ';')", 'a;b;c'],
    },
    (self, [part, by], { budget }) => replaceAll(self, part, by, budget),
  ),
  method(
    'string',
    'padStart',
    {
      params: [position('length'), optional(string('fill'))],
      returns: 'string',
      help: { pt: 'Completa à esquerda até o tamanho', en: 'Fills up at the left to the length' },
      example: ["'7'.padStart(3, '0')", '007'],
    },
    (self, [length, fill = ' '], { budget }) => padded(self, length, fill, budget, true),
  ),
  method(
    'string',
    'padEnd',
    {
      params: [position('length'), optional(string('fill'))],
      returns: 'string',
      help: { pt: 'Completa à direita até o tamanho', en: 'Fills up at the right to the length' },
      example: ["'7'.padEnd(3, '.')", '7..'],
    },
    (self, [length, fill = ' '], { budget }) => padded(self, length, fill, budget, false),
  ),
  method(
    'string',
    'repeat',
    {
      params: [position('times')],
      returns: 'string',
      help: { pt: 'O texto repetido', en: 'The text repeated' },
      example: ["'ab'.repeat(2)", 'abab'],
    },
    (self, [times], { budget }) => repeated(self, times, budget),
  ),
];

export const TEXT_METHODS: Builtin[] = [...SEARCHES, ...CUTS, ...CHANGES];
