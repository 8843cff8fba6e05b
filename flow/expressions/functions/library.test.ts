import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '#tests/any-character.ts';
import type { Json } from '../../json.ts';
import { evaluate } from '../fixed-scope.ts';

const codeOf = (source: string): string => {
  try {
    return `gave ${JSON.stringify(evaluate(source))}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('texts', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'Ç'), maxLength: 60 });
  const place = fc.integer({ min: -70, max: 70 });

  test('methods give what JavaScript’s give', () => {
    fc.assert(
      fc.property(short, short, short, place, place, (s, p, by, i, j) => {
        const names = { s, p, by, i, j };
        const same = (source: string, expected: Json | undefined): void => {
          expect(evaluate(source, names), source).toEqual(expected ?? null);
        };
        same('s.includes(p)', s.includes(p));
        same('s.includes(p, i)', s.includes(p, i));
        same('s.indexOf(p)', s.indexOf(p));
        same('s.indexOf(p, i)', s.indexOf(p, i));
        same('s.startsWith(p, i)', s.startsWith(p, i));
        same('s.endsWith(p, i)', s.endsWith(p, i));
        same('s.slice(i, j)', s.slice(i, j));
        same('s.slice(i)', s.slice(i));
        same('s.substring(i, j)', s.substring(i, j));
        same('s.split(p)', s.split(p));
        same('s.split(p, 2)', s.split(p, 2));
        same('s.trim()', s.trim());
        same('s.toLowerCase() + s.toUpperCase()', s.toLowerCase() + s.toUpperCase());
        same(
          's.replace(p, by)',
          s.replace(p, () => by),
        );
        same(
          's.replaceAll(p, by)',
          s.replaceAll(p, () => by),
        );
        same('s.padStart(i, p)', s.padStart(i, p));
        same('s.padEnd(i, p)', s.padEnd(i, p));
        same('s.at(i)', s.at(i));
        same('s[i]', s[i]);
      }),
    );
  });

  test('search finds long needles where JavaScript finds them', () => {
    const ab = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 200 });
    const needle = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 17, maxLength: 30 });
    fc.assert(
      fc.property(ab, needle, ab, (before, n, after) => {
        const s = before + n + after + n.slice(1) + n;
        expect(evaluate('[s.indexOf(n), s.split(n), s.replaceAll(n, "-")]', { s, n })).toEqual([
          s.indexOf(n),
          s.split(n),
          s.replaceAll(n, '-'),
        ]);
      }),
    );
  });

  test.each<[string, Json]>([
    ["'a.b'.replace('.', '$&')", 'a$&b'],
    ["'aa'.replaceAll('a', '$$')", '$$$$'],
    ["'ab'.replaceAll('', '-')", '-a-b-'],
    ["'abc'.slice(1.9)", 'bc'],
    ["'x'.repeat(2.5)", 'xx'],
    ["'x'.repeat(0)", ''],
    ["'ÇÃO'.toLowerCase()", 'ção'],
    ["'\\u00a0 a \\n'.trim()", 'a'],
    ["'😀'.length", 2],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  test.each([
    "'a'.repeat(-1)",
    "'a'.includes(1)",
    "'a'.split(null)",
    "'a'.replace('a', 1)",
    "'a'.at('0')",
    "'a'.padStart('3')",
    "'a'.split()",
    "'a'.trim(1)",
    "'a'.split(',', -1)",
    '(1).toFixed(101)',
    "'1'.toFixed(2)",
  ])('%s is bad_value', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });
});

describe('lists', () => {
  const items = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 });
  const place = fc.integer({ min: -25, max: 25 });

  test('methods give what JavaScript’s give', () => {
    fc.assert(
      fc.property(items, items, place, place, (a, b, i, j) => {
        const names = { a, b, i, j };
        const same = (source: string, expected: Json | undefined): void => {
          expect(evaluate(source, names), source).toEqual(expected ?? null);
        };
        same('a.slice(i, j)', a.slice(i, j));
        same('a.at(i)', a.at(i));
        same('a.includes(i, j)', a.includes(i, j));
        same('a.indexOf(i, j)', a.indexOf(i, j));
        same('a.concat(b, i, [[j]])', [...a, ...b, i, [j]]);
        same(
          'a.map((x, n) => x * n + 0)',
          a.map((x, n) => x * n + 0),
        );
        same(
          'a.filter(x => x)',
          a.filter((x) => x),
        );
        same(
          'a.find(x => x > 2)',
          a.find((x) => x > 2),
        );
        same(
          'a.findIndex(x => x > 2)',
          a.findIndex((x) => x > 2),
        );
        same('[a.some(x => x > 4), a.every(x => x < 5)]', [a.some((x) => x > 4), a.every((x) => x < 5)]);
        same(
          'a.reduce((s, x, n) => s - x * n, i)',
          a.reduce((s, x, n) => s - x * n, i),
        );
        same('[a, [b, [i]]].flat(j)', ([a, [b, [i]]] as unknown[]).flat(j) as Json);
        same(
          'a.flatMap(x => x > 0 ? [x, [x]] : x)',
          a.flatMap((x): Json[] => (x > 0 ? [x, [x]] : [x])),
        );
        same(
          'a.toSorted()',
          a.toSorted((x, y) => x - y),
        );
        same(
          'a.toSorted((x, y) => y % 3 - x % 3)',
          a.toSorted((x, y) => (y % 3) - (x % 3)),
        );
        same('a.toReversed()', a.toReversed());
        same("a.join('; ')", a.join('; '));
      }),
    );
  });

  test.each<[string, Json]>([
    ["['b', 'a', 'Z', 'é'].toSorted()", ['Z', 'a', 'b', 'é']],
    ['[10, 9, 1].toSorted()', [1, 9, 10]],
    ['[].toSorted()', []],
    ["[1, null, 'a', [2], { b: 3 }, true].join()", '1,,a,[2],{"b":3},true'],
    ['[[1], { a: 1 }].includes({ a: 1 })', true],
    ['[[1], { a: 1 }].indexOf([1])', 0],
    ['[1, 2].find(x => x > 9)', null],
    ['[3, 4].reduce((a, b) => a * 10 + b)', 34],
    ['[].reduce((a, b) => a, 7)', 7],
    ['[].reduce((a, b) => a, null)', null],
    ['sum([])', 0],
    ['avg([])', null],
    ['min([])', null],
    ['max([])', null],
    ['sum([0.5, 1])', 1.5],
    ['min([2, -1])', -1],
    ['max([2, 3])', 3],
    ['avg([1, 2])', 1.5],
    ['sumBy([], x => x)', 0],
    ['maxBy([], x => x)', null],
    ["maxBy(['b', 'c', 'a'], x => x)", 'c'],
    ['minBy([{ n: 1, a: 1 }, { n: 1, a: 2 }], x => x.n).a', 1],
    ['sumBy([1, 2], (x, i) => x * i)', 2],
    ['round(2.5)', 3],
    ['round(-2.5)', -3],
    ['round(1.005, 2)', 1.01],
    ['round(1234.5, -2)', 1200],
    ['round(1e21, 2)', 1e21],
    ['round(-0.4)', 0],
    ['round(0.1 + 0.2, 2)', 0.3],
    ['floor(-0.5)', -1],
    ['ceil(-0.5)', 0],
    ['abs(-0)', 0],
    ['clamp(5, 0, 3)', 3],
    ['clamp(-5, 0, 3)', 0],
    ['len(null)', 0],
    ["len('ab')", 2],
    ['len({ a: 1 })', 1],
    ['unique([1, "1", [1], [1], { a: 1, b: 2 }, { b: 2, a: 1 }, null, null])', [1, '1', [1], { a: 1, b: 2 }, null]],
    ['groupBy([1, 2, 3, null], x => x == null ? null : x % 2)', { 0: [2], 1: [1, 3], '': [null] }],
    ["groupBy(['a'], x => true)", { true: ['a'] }],
    ['sortBy([{ n: 2, i: 0 }, { n: 1, i: 1 }, { n: 2, i: 2 }], x => x.n).map(x => x.i)', [1, 0, 2]],
    ["sortBy(['b', 'B', 'a'], x => x)", ['B', 'a', 'b']],
    [
      'zip([1, 2, 3], [4, 5])',
      [
        [1, 4],
        [2, 5],
      ],
    ],
    ['range(0)', []],
    ['range(-3)', []],
    ['chunk([], 2)', []],
    ['first([])', null],
    ['last([])', null],
    [
      'chunk([1, 2, 3, 4], 2)',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['ok([{ ok: true, value: null }, { ok: false, index: 1, error: {} }])', [null]],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toStrictEqual(expected);
  });

  test.each([
    '[].reduce((a, b) => a)',
    "[1, 'a'].toSorted()",
    '[null, 1].toSorted()',
    '[true, false].toSorted()',
    '[[1], [2]].toSorted()',
    '[2, 1].toSorted((a, b) => a > b)',
    "sum(['1'])",
    'sum([null])',
    'sum(1)',
    'sum(null)',
    'sum({})',
    "max(['a'])",
    'sumBy([1], x => null)',
    "sortBy([1, 'a'], x => x)",
    'sortBy([null, null], x => x)',
    'maxBy([null], x => x)',
    'groupBy([1], x => [x])',
    'range(1.5)',
    "range('3')",
    'range(null)',
    'chunk([1], 0)',
    'chunk([1], -1)',
    'zip([1], 1)',
    'len(1)',
    'len(true)',
    "first('abc')",
    'unique({})',
    "round('1')",
    'round(1, 0.5)',
    'round(1, 1000)',
    'keys(null)',
    'keys([1])',
    "has(null, 'a')",
    'merge(null)',
    'merge([1])',
    'pick({}, [1])',
    'pick({}, 1)',
    'values("a")',
    'sum([1e308, 1e308])',
  ])('%s is bad_value', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });

  test('an order that contradicts itself still gives the same list everywhere, with every item in it', () => {
    const sorted = evaluate('range(50).toSorted((a, b) => (a * 7 + b * 3) % 5 - 2)') as number[];
    expect(sorted.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(sorted.slice(0, 5)).toEqual(
      (evaluate('range(50).toSorted((a, b) => (a * 7 + b * 3) % 5 - 2)') as number[]).slice(0, 5),
    );
  });
});

describe('objects and conversions', () => {
  test.each<[string, Json]>([
    ['keys({ b: 1, a: 2 })', ['b', 'a']],
    ['merge({ a: { x: 1 } }, { a: { y: 2 } })', { a: { y: 2 } }],
    ['merge()', {}],
    ["pick({ a: 1, b: 2, c: 3 }, 'a', 'c', 'z')", { a: 1, c: 3 }],
    ["omit({ a: 1, b: 2, c: 3 }, 'a', 'z')", { b: 2, c: 3 }],
    ["has({ a: null }, 'a')", true],
    ["has({}, 'toString')", false],
    ["number(' 12 ')", 12],
    ["number('-1.5e3')", -1500],
    ["number('')", null],
    ["number('abc')", null],
    ["number('12abc')", null],
    ["number('0x10')", null],
    ["number('.5')", null],
    ["number('+5')", null],
    ["number('01')", null],
    ["number('1e999')", null],
    ["number('-0')", 0],
    ['number(7)', 7],
    ['number(null)', null],
    ['number(true)', null],
    ['number([1])', null],
    ["number('NaN')", null],
    ['string(null)', ''],
    ['string([1, "a"])', '[1,"a"]'],
    ['string(true)', 'true'],
    ["string('a')", 'a'],
    ['string(0.1 + 0.2)', '0.30000000000000004'],
    ['string(1e21)', '1e+21'],
    ["bool('')", false],
    ["bool('0')", true],
    ['bool([])', true],
    ['bool(null)', false],
    ['json(null)', 'null'],
    ["json('a\"')", '"a\\""'],
    ['json({ a: [1] })', '{"a":[1]}'],
    ["parseJson('null')", null],
    ['parseJson(\'[1, {"a": "b"}]\')[1].a', 'b'],
    ['parseJson(\'"[[["\')', '[[['],
    ['(1.005).toFixed(2)', '1.00'],
    ['(2).toFixed()', '2'],
    ["base64('')", ''],
    ["base64('a')", 'YQ=='],
    ["base64('ab')", 'YWI='],
    ["base64('abc')", 'YWJj'],
    ['urlEncode(12)', '12'],
    ["test('Olá MUNDO', '(?i)mundo$')", true],
    ["capture('x', '(y)?x')", ['x', null]],
    ["capture('abc', 'd')", null],
    ["capture('b-42', '(?P<l>[a-z])-([0-9]+)')", ['b-42', 'b', '42']],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toStrictEqual(expected);
  });

  test.each([
    "parseJson('')",
    "parseJson('{')",
    'parseJson(null)',
    "parseJson('undefined')",
    'json(x => x)',
    'string(x => x)',
    'hash(null)',
    'base64([1])',
    "test(null, 'a')",
    "test('a')",
    "capture(1, 'a')",
  ])('%s is bad_value', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });

  test('base64, addresses and hashes are those of UTF-8, half a character included', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 40 }), (s) => {
        const bytes = Buffer.from(s, 'utf8');
        expect(evaluate('base64(s)', { s })).toBe(bytes.toString('base64'));
        expect(evaluate('urlEncode(s)', { s })).toBe(encodeURIComponent(bytes.toString('utf8')));
      }),
    );
    expect(evaluate('urlEncode(s)', { s: '\ud800' })).toBe('%EF%BF%BD');
    expect(evaluate("hash('olá')")).toBe('9b186e077c7c6d044f5789d76e6d8070a5b0aaa902ebc608bc34170722dba903');
  });

  test('uuid and random are the run’s own', () => {
    expect(evaluate('[uuid(), random()]', {}, { uuid: () => 'u', random: () => 0.75 })).toEqual(['u', 0.75]);
  });
});
