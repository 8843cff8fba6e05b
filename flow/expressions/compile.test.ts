import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { evaluate } from './fixed-scope.ts';

const names = {
  trigger: { data: { n: 3, s: 'abc', z: null, l: [1, 2], o: { a: 1 }, b: true } },
  steps: { soma: { total: 7 } },
  port: { soma: 'out' },
  errors: { soma: { code: 'timeout' } },
};
const value = (source: string): Json => evaluate(source, names);
const codeOf = (source: string, more = {}): string => {
  try {
    return `gave ${JSON.stringify(evaluate(source, { ...names, ...more }))}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('operators', () => {
  test.each<[string, Json]>([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['7 % 3', 1],
    ['-7 % 3', -1],
    ["'a' + 'b'", 'ab'],
    ["'a' + 1", 'a1'],
    ["1.5 + 'a'", '1.5a'],
    ["'a' + true", 'atrue'],
    ["false + ''", 'false'],
    ['0 * -1', 0],
    ['-trigger.data.n', -3],
    ["'a' < 'b'", true],
    ["'Z' < 'a'", true],
    ["'10' < '9'", true],
    ['10 < 9', false],
    ['2 <= 2', true],
    ["'b' >= 'a'", true],
    ['null == null', true],
    ['trigger.data.nothing == null', true],
    ["1 == '1'", false],
    ["1 === '1'", false],
    ['0 == false', false],
    ['null == false', false],
    ['[1, { a: 2 }] == [1, { a: 2 }]', true],
    ['{ a: 1, b: 2 } == { b: 2, a: 1 }', true],
    ['[1] != [2]', true],
    ['[] == {}', false],
    ["'a' !== 'b'", true],
    ['1 && 0', 0],
    ["'' || 'x'", 'x'],
    ['null ?? 1', 1],
    ['0 ?? 1', 0],
    ['[] && 1', 1],
    ['!{}', false],
    ["!''", true],
    ['!null', true],
    ["0 ? 'a' : 'b'", 'b'],
    ["[] ? 'a' : 'b'", 'a'],
  ])('%s', (source, expected) => {
    expect(value(source.startsWith('{') ? `(${source.replace(' ==', ') == (')})` : source)).toEqual(expected);
  });

  const kinds = ['null', '1', "'a'", 'true', '[1]', '{ a: 1 }'];
  const pairs = kinds.flatMap((a) => kinds.map((b) => [a, b] as const));
  const wrapped = (source: string) => (source.startsWith('{') ? `(${source})` : source);

  test.each(pairs)('arithmetic takes numbers, order two numbers or two strings: %s and %s', (a, b) => {
    const [left, right] = [wrapped(a), wrapped(b)];
    const numbers = a === '1' && b === '1';
    for (const operator of ['-', '*', '/', '%']) {
      expect(codeOf(`${left} ${operator} ${right}`), operator).toMatch(numbers ? /^gave/ : /^bad_value$/);
    }
    const ordered = numbers || (a === "'a'" && b === "'a'");
    for (const operator of ['<', '<=', '>', '>=']) {
      expect(codeOf(`${left} ${operator} ${right}`), operator).toMatch(ordered ? /^gave/ : /^bad_value$/);
    }
    const plain = ['1', "'a'", 'true'];
    const joins = numbers || ((a === "'a'" || b === "'a'") && plain.includes(a) && plain.includes(b));
    expect(codeOf(`${left} + ${right}`)).toMatch(joins ? /^gave/ : /^bad_value$/);
  });

  test.each(['1 / 0', '0 / 0', '1 % 0', '1e308 * 10', '1e308 + 1e308', '-1e308 - 1e308'])(
    'not finite is bad_value: %s',
    (source) => {
      expect(codeOf(source)).toBe('bad_value');
    },
  );

  test.each(['-null', "-'1'", '-[1]', '-true'])('minus takes a number: %s', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });

  test('&& || ?? and ?: evaluate only what they need', () => {
    for (const source of ['false && nada', 'true || nada', '1 ?? nada', 'true ? 1 : nada'])
      expect(codeOf(source)).toMatch(/^gave/);
  });

  /** A source and what JavaScript makes of it. */
  interface Sum {
    source: string;
    value: number;
  }
  const COMPUTE: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
    '<': (a, b) => Number(a < b),
    '>=': (a, b) => Number(a >= b),
    '==': (a, b) => Number(a === b),
  };
  const leaf = fc
    .oneof(fc.integer({ min: -50, max: 50 }), fc.constantFrom(0.1, 2.5, 1e3))
    .map((value): Sum => ({ source: `(${value})`, value }));
  const { tree } = fc.letrec<{ tree: Sum }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.tuple(tie('tree'), fc.constantFrom(...Object.keys(COMPUTE)), tie('tree')).map(([a, operator, b]): Sum => {
        const value = COMPUTE[operator]?.(a.value, b.value) ?? Number.NaN;
        const source = `(${a.source} ${operator} ${b.source})`;
        return { source: '<>='.includes(operator[0] as string) ? `(${source} ? 1 : 0)` : source, value };
      }),
    ),
  }));
  test('numbers compute as in JavaScript', () => {
    fc.assert(
      fc.property(tree, ({ source, value: expected }) => {
        const got = codeOf(source);
        if (got !== 'bad_value') expect(got).toBe(`gave ${JSON.stringify(expected + 0)}`);
        else expect(source).toMatch(/[/%]/); // somewhere in it a division by zero
      }),
    );
  });
});

describe('members', () => {
  test.each<[string, Json]>([
    ['trigger.data.s', 'abc'],
    ["trigger['data']['n']", 3],
    ['trigger.data.nothing', null],
    ['trigger.data.l[1]', 2],
    ['trigger.data.l[9]', null],
    ['trigger.data.l[-1]', null],
    ['trigger.data.l[0.5]', null],
    ['trigger.data.l.length', 2],
    ["trigger.data.l['length']", 2],
    ['trigger.data.s[0]', 'a'],
    ['trigger.data.s[9]', null],
    ['trigger.data.s.length', 3],
    ['{ 1: 2 }[1]', 2],
    ['trigger.data.o.toString', null],
    ['trigger.data.o.hasOwnProperty', null],
    ["trigger.data.o['__pro' + 'to__']", null],
    ["trigger.data.o['const' + 'ructor']", null],
    ['trigger.data.z?.a', null],
    ['trigger.data.z?.a.b.c', null],
    ['trigger.data.z?.[0][1]', null],
    ['trigger.data.z?.map(x => x).length', null],
    ['trigger.data.o?.a', 1],
    ['trigger.data.l?.[0]', 1],
    ['trigger.data.nothing?.a ?? 5', 5],
    ['trigger.data.l.at(9)?.a.b', null],
    ['steps.soma.total', 7],
    ["steps['soma'].total", 7],
    ['port.soma', 'out'],
    ['errors.soma.code', 'timeout'],
    ['steps.other', null],
    ['steps.other?.total', null],
    ['port.other', null],
  ])('%s', (source, expected) => {
    expect(value(source.startsWith('{') ? source.replace('}', '})').replace('{', '({') : source)).toEqual(expected);
  });

  test.each([
    'trigger.data.z.a',
    'trigger.data.nothing.a',
    'trigger.data.z[0]',
    '(trigger.data.z?.a).b',
    'trigger.data.z.map(x => x)',
    'trigger.data.s.foo',
    'trigger.data.n.foo',
    'trigger.data.b.foo',
    'trigger.data.l.foo',
    'trigger.data.n[0]',
    'trigger.data.l[true]',
    'trigger.data.o[null]',
    'trigger.data.s.trim',
    'trigger.data.l.map',
    'nada',
    'nada?.a',
    'undefined',
    'NaN',
    'Infinity',
    'globalThis',
    'process',
    'Math.max(1)',
    'Object',
    'arguments',
    'foo()',
    'eval("1")',
    'trigger.data.s.foo()',
    'trigger.data.o.map(x => x)',
    'trigger.data.l.push(1)',
    'trigger.data.l.sort()',
    'trigger.data.n.toString()',
    'trigger.data.s.match("a")',
    'trigger.data.b.toFixed()',
    'steps.other.total',
    'trigger.data.s.length()',
    "'a'.concat('b')",
    'sum(x => x)',
    '[1].concat(x => x)',
    '[1].map(1)',
    '[1].map()',
    '[1].map(string)',
    'trigger()',
    'string',
  ])('%s is bad_value', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });

  test('says in the tenant’s language what was null', () => {
    expect(() => evaluate('trigger.data.z.a', names)).toThrow('trigger.data.z é null');
    expect(() => evaluate('trigger.data.z.a', names, { locale: 'en' })).toThrow('trigger.data.z is null');
  });
});

describe('lists, objects and functions', () => {
  test.each<[string, Json]>([
    ['[...trigger.data.l, ...[3]]', [1, 2, 3]],
    ['({ ...trigger.data.o, b: 2, ["c" + 1]: 3, 4: 5, trigger: 1 })', { a: 1, b: 2, c1: 3, 4: 5, trigger: 1 }],
    ['({ a: 1, ...null, ...{ a: 2 } })', { a: 2 }],
    ["({ __proto__: { x: 1 }, constructor: 1, prototype: 2, a: 3, ['__proto__']: 4 })", { a: 3 }],
    ['entries({ a: 1, b: 2 }).map(([k, v]) => k + v)', ['a1', 'b2']],
    ['[{ a: 1, b: { c: [2, 3] } }].map(({ a, b: { c: [, x] } }) => a + x)', [4]],
    ['[[1]].map(([a, b]) => b)', [null]],
    [
      '[1, 2].map(x => [3, 4].map((y, i) => x * 100 + y * 10 + i))',
      [
        [130, 141],
        [230, 241],
      ],
    ],
    ['[1].map(trigger => trigger + 1)', [2]],
    ['[1, 2].map((x, i, all) => all.length + i)', [2, 3]],
    ['[1].map(() => 5)', [5]],
    ['[1].map((a, b, c, d) => d)', [null]],
    ['sum([1, 2].map(sum => sum))', 3],
    ['`a${1}b${null}c${[1]}${{ a: 1 }}${true}`', 'a1bc[1]{"a":1}true'],
    ['[3, 1, 2].toSorted((a, b) => b - a)', [3, 2, 1]],
    ['concat', 'bad_value'],
  ])('%s', (source, expected) => {
    if (expected === 'bad_value') expect(codeOf(source)).toBe(expected);
    else expect(value(source)).toStrictEqual(expected);
  });

  test.each([
    '[...null]',
    "[...'abc']",
    '[...{}]',
    '({ ...[1] })',
    "({ ...'abc' })",
    '({ [null]: 1 })',
    '[1].map(([a]) => a)',
    '[null].map(({ a }) => a)',
  ])('%s is bad_value', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });

  test('what is made never shares a prototype with a key of its own', () => {
    const made = value('({ ...{ a: 1 } })');
    expect(Object.keys(made as object)).toEqual(['a']);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});
