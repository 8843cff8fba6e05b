import { describe, expect, test } from 'vitest';
import { parseExpression } from './parse.ts';

const reads = (source: string) => {
  const result = parseExpression(source);
  return result.ok ? result.reads : result.message.en;
};

describe('the subset of JavaScript', () => {
  test.each([
    "null ?? true ?? 'a' ?? 1.5",
    '[1, ...[2], { a: 1, ["b"]: 2, \'c d\': 3, 4: 5, ...{} }]',
    'a?.b?.[0]?.c.d',
    '`a${1}b`',
    'a.map(([k, [, v]], { x, y: { z } }) => ({ k, v, x, z }))',
    '!a && -b < 3 || c >= 2 ? d != 1 : e !== f',
    'a % 2 === 0',
    'sum(a) + min([...b])',
    '1_000 + 0x10',
  ])('takes %s', (source) => {
    expect(parseExpression(source)).toMatchObject({ ok: true });
  });

  test.each([
    'a = 1',
    'a += 1',
    'a++',
    '--a',
    'new Date()',
    'this',
    'this.a',
    'super.a',
    '/a/',
    '/a/.test(b)',
    'a; b',
    'if (a) b',
    'function () {}',
    'class {}',
    'f`a`',
    'a in b',
    'a instanceof b',
    'a & b',
    'a | b',
    'a ^ b',
    '~a',
    'a << 1',
    'a >>> 1',
    'a ** 2',
    'void 0',
    'typeof a',
    'delete a.b',
    'a, b',
    'await a',
    'yield a',
    "import('a')",
    'import.meta',
    '1n',
    '1e999',
    '+a',
    'x => x',
    '[x => x]',
    '({ f: x => x })',
    'f(x => { return x })',
    'f(async x => x)',
    'f((x = 1) => x)',
    'f((...x) => x)',
    'f(({ ...x }) => x)',
    'f(x => y => x)',
    '({ get a() { return 1 } })',
    '({ f() {} })',
    '[, 1]',
    '...a',
    "a['b'](1)",
    'a.b?.(1)',
    'f?.(1)',
    'f()()',
    '(a ?? b)(1)',
    'a.__proto__',
    "a['constructor']",
    'a.prototype',
    'a.constructor()',
    'a?.constructor',
    'a // b',
    '/* a */ b',
    "'abc",
    '`abc',
    '(',
    'a b',
    '',
    '   ',
    '{{ a }}',
    '@a',
    '#a',
    'a.#b',
    'let',
    'enum',
    "'\\u{110000}'",
    '08',
    'f(a, a => (a = 1))',
    '"use strict"; a',
    'new.target',
    'a ?? b || c',
    '<!-- a',
    'f(({ a, a }) => a)',
  ])('refuses %s', (source) => {
    const result = parseExpression(source);
    expect(result).toMatchObject({ ok: false, message: { pt: expect.any(String), en: expect.any(String) } });
    if (result.ok) return;
    const { start, end } = result.range;
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(source.length);
  });

  test('says where: the range is of the refused part', () => {
    const result = parseExpression('1 + (a = 2)');
    expect(result).toMatchObject({ ok: false, range: { start: 5, end: 10 } });
  });

  test('takes 4,096 characters and not one more', () => {
    expect(parseExpression(`'${'a'.repeat(4094)}'`).ok).toBe(true);
    expect(parseExpression(`'${'a'.repeat(4095)}'`).ok).toBe(false);
  });

  test('nests 100 deep, and refuses what would overflow the stack', () => {
    const nested = (depth: number, open: string, close: string) => open.repeat(depth) + '1' + close.repeat(depth);
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
      ['- ', ''],
      ['!', ''],
      ['{a:', '}'],
      ['f(', ')'],
      ['1?1:', ''],
    ] as const) {
      const source = open === '{a:' ? ['(', ')'] : ['', ''];
      expect(parseExpression(source[0] + nested(100, open, close) + source[1]).ok, open).toBe(true);
      expect(parseExpression(source[0] + nested(800, open, close) + source[1]).ok, open).toBe(false);
    }
    expect(parseExpression(nested(4000, '(', '')).ok).toBe(false);
  });

  test('long chains are not deep', () => {
    expect(parseExpression(`1${'+1'.repeat(2000)}`).ok).toBe(true);
    expect(parseExpression(`a${'.b'.repeat(2000)}`).ok).toBe(true);
  });

  test('the tree is plain JSON, with offsets into the source', () => {
    const result = parseExpression('a?.b[0] + sum(c.map(([x]) => x)) + `${d}`');
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    const sum = parseExpression('1 + sum(a)');
    expect(sum).toMatchObject({
      ast: { right: { type: 'CallExpression', start: 4, end: 10, callee: { start: 4, end: 7 } } },
    });
  });
});

describe('the pattern of test and capture', () => {
  test.each(["test(a, '[0-9]+')", "capture(a, '(?P<y>[0-9]+)-(?i)x')", "test(a, '^\\\\d{3}\\\\.\\\\d{3}$')"])(
    'takes %s',
    (source) => {
      expect(parseExpression(source).ok).toBe(true);
    },
  );

  test.each([
    'test(a, b)',
    'test(a, `x`)',
    "test(a, 'x' + 'y')",
    "test(a, '(')",
    "test(a, '(a)\\\\1')",
    "test(a, '(?=a)')",
    'test(...a)',
    'test(a, ...b)',
    "test(...[a], 'x')",
    'test(a, 1)',
    `test(a, '${'a'.repeat(1001)}')`,
    "test(a, '(abcdefghij){1000}{1000}')",
    `test(a, '(?:${'abcdefghij'.repeat(50)}){900}')`,
  ])('refuses %s', (source) => {
    expect(parseExpression(source).ok).toBe(false);
  });
});

describe('what an expression reads', () => {
  test('steps, ports, errors, vars and other names, each once', () => {
    expect(
      reads(
        "steps.a.x + steps['b'].y + steps.a.z + port.c + errors.d.code + vars.n + vars['m'] + trigger.data.x + item",
      ),
    ).toEqual({
      steps: ['a', 'b'],
      ports: ['c'],
      errors: ['d'],
      error: false,
      vars: ['n', 'm'],
      names: ['trigger', 'item'],
    });
  });

  test('error is short for one node’s failure', () => {
    expect(reads('error.code == errors.a.code')).toMatchObject({ error: true, errors: ['a'], names: [] });
  });

  test('vars read as a whole are all of them', () => {
    expect(reads('vars')).toMatchObject({ vars: 'all' });
    expect(reads('vars[item]')).toMatchObject({ vars: 'all', names: ['item'] });
    expect(reads('vars.a + keys(vars)')).toMatchObject({ vars: 'all' });
  });

  test('parameters are no reads, also where they hide a root', () => {
    expect(reads('list.map((steps, [index, { vars: v }]) => steps.x + index + v + item)')).toMatchObject({
      steps: [],
      vars: [],
      names: ['list', 'item'],
    });
  });

  test('functions and keys are no names', () => {
    expect(reads('sum({ a: 1, last }.a)')).toMatchObject({ names: ['last'] });
  });

  test.each([
    'steps',
    'port',
    'errors',
    'steps[a]',
    'steps[`a`]',
    'keys(steps)',
    'port[0]',
    '[...errors]',
    '{steps}',
    'steps.map(x => x)',
  ])('refuses %s: which node must be known without running', (source) => {
    expect(parseExpression(source === '{steps}' ? '({ steps })' : source).ok).toBe(false);
  });

  test('an optional member of a root is that node', () => {
    expect(reads('steps?.a?.x')).toMatchObject({ steps: ['a'] });
  });
});
