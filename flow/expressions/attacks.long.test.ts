import { describe, expect, test } from 'vitest';
import { quickest } from '#tests/quickest.ts';
import { TramaError } from '../errors.ts';
import type { Json } from '../json.ts';
import { compileConfig } from './compile.ts';
import { evaluate, fixedScope } from './fixed-scope.ts';
import { parseConfig } from './template.ts';

/** The code of the error, or what came out. */
const outcome = (source: string, names: { [root: string]: Json } = {}): string => {
  try {
    return `gave ${JSON.stringify(evaluate(source, names))?.slice(0, 60)}`;
  } catch (error) {
    expect(error).toBeInstanceOf(TramaError);
    return (error as TramaError).code;
  }
};
// The budget ends an evaluation within a tenth of a second on an idle core; tests run beside each other.
const PATIENCE_MS = 1000;
const timed = (run: () => string): string => {
  let result = '';
  const again = (): void => {
    result = run();
  };
  expect(quickest(again, PATIENCE_MS)).toBeLessThanOrEqual(PATIENCE_MS);
  return result;
};

describe('nothing reaches a prototype, a constructor or a global', () => {
  test.each([
    "''.constructor",
    '[].constructor.constructor("return 1")()',
    "''['constructor']",
    "[]['const' + 'ructor']",
    "({})['__pro' + 'to__']",
    "[].map['constructor']",
    "'a'.at.call",
    '[1].map(x => x.constructor)',
    "[''].map(x => x['cons' + 'tructor']('return this')())",
    '({}).valueOf()',
    '({}).toString()',
    "'a'.valueOf()",
    'this',
    'globalThis',
    'window',
    'self',
    'process',
    'require("fs")',
    'Function("return 1")()',
    'eval("1")',
    'import("fs")',
    'new Date()',
    'Date.now()',
    'Math.random()',
    '(x => x)(1)',
    '[1].map((x) => this)',
    "'a'.replace('a', x => x)",
    "'a'.replace(/a/, 'b')",
    '[1].map(sum)',
    '[1].reduce',
    'arguments[0]',
    "trigger.__defineGetter__('a', 1)",
    '({ get a() { return 1 } }).a',
    '({ __proto__: trigger }).type.constructor',
    "keys('abc')",
    '`${{ toString: 1 }}`.constructor',
    'sum.constructor',
    'sum',
    'test.constructor',
    'has(sum, "a")',
    'json(x => x)',
    '[x => x]',
  ])('%s', (source) => {
    const names = { trigger: { type: 'manual' } };
    expect(['bad_value', 'gave null']).toContain(outcome(source, names));
  });

  test('the forbidden keys of a value from outside are never found, copied or listed', () => {
    const x = JSON.parse('{"__proto__":{"p":1},"constructor":2,"prototype":3,"a":4}') as Json;
    const k = ['__proto__', 'constructor', 'prototype'];
    for (const source of [
      'k.map(n => x[n])',
      'k.map(n => has(x, n)).some(b => b)',
      'entries(x)',
      'keys(x)',
      'values(x)',
      '({ ...x })',
      'merge(x)',
      'pick(x, k)',
      'omit(x, [])',
      'groupBy(k, n => n)',
      'parseJson(j)',
      '({ [k[0]]: 1, [k[1]]: 2, [k[2]]: 3, a: 4 })',
    ]) {
      const text = JSON.stringify(evaluate(source, { x, k, j: JSON.stringify(x) }));
      expect(text, source).not.toMatch(/__proto__|constructor|prototype|"p"/);
    }
  });

  test('a value that prints like code or a template is only a text', () => {
    const names = { t: '{{ trigger.secret }}', u: '${1}' };
    expect(evaluate("'{' + '{ 1 }' + '}'")).toBe('{{ 1 }}');
    expect(compileConfig(parseConfig({ a: '{{ t }}', b: 'x{{ t }}{{ u }}' }))(fixedScope(names))).toEqual({
      a: names.t,
      b: `x${names.t}${names.u}`,
    });
  });

  test('a key called toJSON or toString has no effect', () => {
    expect(evaluate('json({ toJSON: 1, toString: 2 }) + string({ valueOf: 3 })')).toBe(
      '{"toJSON":1,"toString":2}{"valueOf":3}',
    );
  });
});

describe('the budget ends what would take time or memory', () => {
  const letters = 'a'.repeat(500_000);
  const list = Array.from({ length: 10_000 }, (_, index) => index);
  const wide = Object.fromEntries(list.map((index) => [`k${index}`, index]));
  const copy = [...list];
  const half = letters.slice(250_000);
  const names: { [root: string]: Json } = {
    letters,
    list,
    wide,
    copy,
    needle: `${half.slice(125_000)}b${half.slice(125_000)}`,
  };

  test.each([
    'range(1000).map(a => range(1000).map(b => a * b).length).length',
    "'x'.repeat(1e9)",
    "'x'.repeat(1e300)",
    'range(1e9)',
    'range(100001)',
    "'x'.padStart(1e12)",
    "'x'.padEnd(1e15, 'ab')",
    'letters + letters + letters',
    '`${letters}${letters}${letters}`',
    "letters.replaceAll('a', letters)",
    "letters.replaceAll('', letters)",
    "letters.split('')",
    'list.join(letters)',
    '[letters, letters, letters].join()',
    'range(30).reduce(a => a + a, "aa")',
    'range(30).reduce(a => a.concat(a), [1])',
    'range(30).reduce(a => [...a, ...a], [1])',
    'range(100).reduce(a => [a, a], 1)',
    'range(300).reduce(a => [a], 1)',
    'range(9999).reduce(a => ({ a }), 1)',
    'json(range(25).reduce(a => [a, a], 1))',
    'range(25).reduce(a => [a, a], 1) == range(25).reduce(a => [a, a], 1)',
    'range(25).reduce(a => [a, a], 1).flat(200)',
    'range(30).reduce(a => a.flatMap(x => [x, x]), [1])',
    "json('\\u0000'.repeat(300000))",
    'moneySplit(1, 1e9)',
    "days('0001-01-01', '9999-12-31')",
    "slices('0001-01-01', '9999-12-31', 'P1D')",
    'addBusinessDays(now(), 1e9)',
    'addBusinessDays(now(), -1e9)',
    'chunk(range(60000).concat(range(60000)), 1)',
  ])('%s', (source) => {
    expect(timed(() => outcome(source, names))).toBe('expression_too_expensive');
  });

  const repeated = [
    'letters.includes(needle)',
    "letters.indexOf('b')",
    'letters == letters',
    'letters < letters',
    'letters.toUpperCase()',
    'letters.trim()',
    'hash(letters)',
    'base64(letters)',
    'urlEncode(letters)',
    'json(wide)',
    'parseJson(json(list))',
    'string(list)',
    'sum(list)',
    'unique(list)',
    'list.toSorted()',
    'list.indexOf(-1)',
    'list.toReversed()',
    'list.slice(1)',
    '({ ...wide })',
    'keys(wide)',
    'entries(wide)',
    'merge(wide, wide)',
    'omit(wide, [])',
    'list == copy',
    "list.join('')",
    'zip(list, list)',
    'chunk(list, 2)',
    "test(letters, '(a|aa)+[bc]')",
    "capture(letters, '(a+)+[bc]')",
    "letters.replace('b', '')",
    "letters.split('b')",
    'number(letters)',
    'letters.startsWith(letters)',
  ];
  test.each(repeated)('done thirty thousand times: %s', (source) => {
    expect(timed(() => outcome(`range(30000).map(i => ${source})`, names))).toBe('expression_too_expensive');
  });

  test('search stays linear where the engine’s own is not', () => {
    expect(timed(() => outcome('letters.includes(needle)', names))).toBe('gave false');
  });

  test.each(['(a+)+$', '(a|aa)+$', '(.*)*b', '((a{0,30}){0,30})b', '(\\\\w+\\\\s?)*$'])(
    'a pattern that explodes elsewhere is linear here: %s',
    (pattern) => {
      const result = timed(() => outcome(`test(t, '${pattern}')`, { t: `${'a'.repeat(20_000)}!` }));
      expect(result).toMatch(/^gave (true|false)$|^expression_too_expensive$/);
    },
  );

  test('a value nested too deeply is refused before any walk', () => {
    let deep: Json = 1;
    for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
    for (const source of [
      'json(x)',
      'string(x)',
      'x == y',
      'unique([x])',
      '`${x}`',
      '[1].reduce(a => x, 1)',
      '[x].join()',
    ]) {
      const same = structuredCloneOf(deep);
      expect(outcome(source, { x: deep, y: same }), source).toBe('expression_too_expensive');
    }
  });

  test('what fits is not refused', () => {
    for (const source of [
      'range(100000).length',
      "'x'.repeat(1000000).length",
      'range(20000).map(i => i * 2).length',
      'sum(range(50000))',
      'list.filter(i => i % 2 == 0).map(i => ({ n: i })).length',
      'sortBy(list, i => -i).length',
      'len(json(list))',
      "list.reduce((s, i) => s + 'x', '').length",
      'unique(list).length',
      'list.toSorted((a, b) => b - a).length > 0 || true',
    ]) {
      expect(outcome(source, { list: list.slice(0, 5000), letters }), source).toMatch(/^gave/);
    }
  });

  test('each evaluation has a budget of its own', () => {
    const run = compileConfig(parseConfig(Array.from({ length: 20 }, () => '{{ range(50000).length }}')));
    expect(run(fixedScope())).toEqual(Array.from({ length: 20 }, () => 50_000));
  });
});

/** A copy without recursion, for values deeper than a stack. */
const structuredCloneOf = (value: Json): Json => {
  let depth = 0;
  for (let inner = value; Array.isArray(inner); inner = inner[0] as Json) depth += 1;
  let copy: Json = 1;
  for (; depth > 0; depth -= 1) copy = [copy];
  return copy;
};
