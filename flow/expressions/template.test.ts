import { describe, expect, test } from 'vitest';
import { quickest } from '#tests/quickest.ts';
import type { Json } from '../json.ts';
import { compileConfig } from './compile.ts';
import { evaluateConfig, fixedScope } from './fixed-scope.ts';
import { expressionsOf, parseConfig, parseTemplate, readsOfConfig } from './template.ts';

const names = { trigger: { data: { n: 3, b: true, nome: 'Ana', nada: null, t: '{{ 1 + 1 }}', o: { a: { b: 1 } } } } };
const filled = (text: string): Json => evaluateConfig(text, names);
const problemsOf = (value: Json) => parseConfig(value).problems;

describe('where {{ }} begins and ends', () => {
  test.each<[string, Json]>([
    ['{{ {a:{b:1}}.a.b }}', 1],
    ['{{{a:{b:1}}}}', { a: { b: 1 } }],
    ["{{ '}}' }}", '}}'],
    ["{{ '}}' + `}}${'}}'}` }}!", '}}}}}}!'],
    ['{{ { a: { b: 2 } } }}', { a: { b: 2 } }],
    ['{{1}}{{2}}', '12'],
    ['{{ 1 }} }}', '1 }}'],
    ['}} {{ 1 }}', '}} 1'],
    ['{ { 1 } }', '{ { 1 } }'],
    ['{{ [{ a: {} }].map(i => ({ ...i })) }}', [{ a: {} }]],
    ['{{\n  1\n}}', 1],
  ])('%s', (text, value) => {
    expect(filled(text)).toEqual(value);
  });

  test.each<[string, Json]>([
    ['\\{{ x }}', '{{ x }}'],
    ['\\{{ x }} {{ 1 }}', '{{ x }} 1'],
    ['{{ 1 }}\\{{', '1{{'],
    ['\\{{{{ 1 }}', '{{1'],
    ['a\\b', 'a\\b'],
  ])('a backslash makes it literal: %s', (text, value) => {
    expect(filled(text)).toEqual(value);
  });

  test.each([
    '{{',
    '{{ ',
    '{{ 1',
    '{{ 1 }',
    '{{ }}',
    '{{}}',
    '{{ 1 } }',
    "{{ 'a }}",
    '{{ a b }}',
    '{{ a // }}',
    '{{ (1 }}',
    '{{ 1 }} {{',
    '{{ 1, 2 }}',
  ])('a faulty one is a problem, not a crash: %s', (text) => {
    const [problem] = problemsOf({ f: text });
    expect(problem).toMatchObject({ pointer: '/f', message: { pt: expect.any(String), en: expect.any(String) } });
    expect(problem?.range.end).toBeLessThanOrEqual(text.length);
  });

  test('an expression of over 4,096 characters is a problem', () => {
    expect(problemsOf(`{{ '${'a'.repeat(4000)}' }}`)).toEqual([]);
    expect(problemsOf(`{{ '${'a'.repeat(4096)}' }}`)[0]?.message.en).toContain('4,096');
    expect(problemsOf(`{{ 1 ${' '.repeat(5000)} }}`)[0]?.message.en).toContain('4,096');
  });

  test('a megabyte of braces takes no time', () => {
    const read = (): void => {
      problemsOf('{{ '.repeat(350_000));
      problemsOf(`{{ ${'[{a:{}},'.repeat(125_000)}`);
      problemsOf('{{1}}'.repeat(50_000));
    };
    expect(quickest(read, 2000)).toBeLessThanOrEqual(2000);
  });
});

describe('what a text becomes', () => {
  test.each<[string, Json]>([
    ['{{ trigger.data.n }}', 3],
    [' {{ trigger.data.n }}', ' 3'],
    ['{{ trigger.data.n }} ', '3 '],
    ['Olá {{ trigger.data.nome }}!', 'Olá Ana!'],
    ['[{{ trigger.data.nada }}]', '[]'],
    ['{{ trigger.data.nada }}', null],
    ['{{ trigger.data.b }}!', 'true!'],
    ['o={{ trigger.data.o }}', 'o={"a":{"b":1}}'],
    ['{{ [1, "a"] }}{{ 0.1 + 0.2 }}', '[1,"a"]0.30000000000000004'],
    ['x{{ trigger.data.t }}', 'x{{ 1 + 1 }}'],
    ['{{ trigger.data.t }}', '{{ 1 + 1 }}'],
  ])('%s', (text, value) => {
    expect(filled(text)).toEqual(value);
  });

  test('a text that would pass 1 MB is too expensive', () => {
    const big = { s: 'x'.repeat(600_000) };
    expect(() => evaluateConfig('{{ s }}{{ s }}', big)).toThrow(
      expect.objectContaining({ code: 'expression_too_expensive' }),
    );
  });
});

describe('a config', () => {
  test('is searched to any depth, its keys never', () => {
    const config = { deep: [{ '{{ 1 }}': ['{{ 1 + 1 }}', 7, null, true, { a: 'n={{ trigger.data.n }}' }] }] };
    expect(evaluateConfig(config, names)).toEqual({ deep: [{ '{{ 1 }}': [2, 7, null, true, { a: 'n=3' }] }] });
  });

  test('keeps literal fields as they are, only at the top', () => {
    const template = parseConfig({ source: '{{ 1 }}', input: { source: '{{ 1 }}' } }, ['source']);
    expect(compileConfig(template)(fixedScope())).toEqual({ source: '{{ 1 }}', input: { source: 1 } });
  });

  test('drops the keys that lead to a prototype', () => {
    const config = JSON.parse(
      '{"a":{"__proto__":{"x":"{{ 1 }}"},"constructor":1,"prototype":2,"b":"{{ 1 }}"}}',
    ) as Json;
    expect(evaluateConfig(config)).toEqual({ a: { b: 1 } });
  });

  test('gives parts without expressions as the same value each time', () => {
    const evaluate = compileConfig(parseConfig({ big: { list: [1, 2] }, n: '{{ 1 }}' }));
    const [first, second] = [evaluate(fixedScope()), evaluate(fixedScope())] as { big: Json }[];
    expect(first?.big).toBe(second?.big);
    expect(first).not.toBe(second);
  });

  test('is plain JSON once parsed', () => {
    const template = parseConfig({ a: ['{{ trigger.data.n }}', 'x{{ 1 }}'], b: 2 });
    expect(JSON.parse(JSON.stringify(template))).toEqual(template);
  });

  test('names every problem with its pointer and the range in its text', () => {
    expect(problemsOf({ values: { 'a/b~c': 'x {{ a b }}', ok: '{{ 1 }}' }, list: [1, '{{ this }}'] })).toMatchObject([
      { pointer: '/values/a~1b~0c', range: { start: 7 } },
      { pointer: '/list/1', range: { start: 3, end: 7 } },
    ]);
  });

  test('lists its expressions with pointers, and if they are the whole field', () => {
    const { root } = parseConfig({ a: '{{ x }}', b: ['n {{ y }} {{ z }}'] });
    expect(expressionsOf(root).map(({ pointer, whole, ast }) => [pointer, whole, ast.start])).toEqual([
      ['/a', true, 3],
      ['/b/0', false, 5],
      ['/b/0', false, 13],
    ]);
  });

  test('says what all of it reads', () => {
    const template = parseConfig({ a: '{{ steps.x.y }}', b: ['{{ steps.z }} {{ vars.n }} {{ steps.x }}'] });
    expect(readsOfConfig(template)).toMatchObject({ steps: ['x', 'z'], vars: ['n'] });
  });
});

test('one text parsed alone', () => {
  expect(parseTemplate('abc')).toEqual({ kind: 'constant', value: 'abc' });
  expect(parseTemplate('{{ 1 }}')).toMatchObject({ kind: 'expression' });
  expect(parseTemplate('a{{ 1 }}')).toMatchObject({ kind: 'text', parts: ['a', { type: 'Literal' }] });
  expect(parseTemplate('a{{')).toMatchObject({ problem: { ok: false } });
});
