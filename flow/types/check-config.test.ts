import { expect, describe as suite, test } from 'vitest';
import { quickest } from '#tests/quickest.ts';
import { parseConfig } from '../expressions/template.ts';
import type { Json, JsonSchema } from '../json.ts';
import { checkConfig } from './check-config.ts';
import { describe } from './describe.ts';
import { envOf } from './env-of.ts';
import { t } from './type.ts';

const env = envOf({
  names: { n: t.number, s: t.string, o: t.object({ a: t.number }), x: t.unknown, b: t.boolean, nada: t.null },
});
const check = (config: Json, schema: JsonSchema) => checkConfig(parseConfig(config), schema, env);
const said = (config: Json, schema: JsonSchema) =>
  check(config, schema).problems.map(({ code, field, message }) => `${code} ${field}: ${message.en}`);

const request: JsonSchema = {
  type: 'object',
  properties: {
    method: { enum: ['GET', 'POST'] },
    url: { type: 'string', format: 'uri' },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    timeout: { type: 'string', format: 'duration' },
    tries: { type: 'integer', minimum: 1, maximum: 5 },
    condition: { type: ['boolean', 'null'] },
    body: {},
    list: {
      type: 'array',
      items: {
        type: 'object',
        properties: { port: { type: 'string', pattern: '^[a-z]+$' } },
        required: ['port'],
        additionalProperties: false,
      },
    },
  },
  required: ['method', 'url'],
  additionalProperties: false,
};
const right = { method: 'GET', url: 'https://a.example' };

suite('a config that fits is left alone', () => {
  test.each<[string, Json]>([
    [
      'literals',
      { ...right, headers: { a: 'b' }, timeout: 'PT1M30S', tries: 2, condition: true, body: [1, { a: null }] },
    ],
    [
      'expressions of the right type',
      { ...right, method: "{{ n > 1 ? 'GET' : 'POST' }}", tries: '{{ n }}', condition: '{{ b }}' },
    ],
    [
      'expressions of which nobody knows',
      { method: '{{ x }}', url: '{{ x.url }}', tries: '{{ x }}', headers: '{{ x }}', list: '{{ x }}' },
    ],
    ['text around an expression', { ...right, url: 'https://a.example/{{ n }}', timeout: 'PT{{ n }}S' }],
    ['a null where nothing is required', { ...right, headers: null, tries: '{{ nada }}' }],
    ["the author's own keys", { ...right, 'x-nota': 1 }],
    ['an expression that may be null', { ...right, url: '{{ x?.a ?? s }}', condition: '{{ b ? null : true }}' }],
  ])('%s', (_, config) => {
    expect(said(config, request)).toEqual([]);
  });
});

suite('what is wrong is said where it stands', () => {
  test.each<[string, Json, string[]]>([
    ['a missing field', { method: 'GET' }, ['bad_config /url: "url" is missing.']],
    [
      'an unknown field',
      { ...right, metod: 1 },
      ['unknown_field /metod: There is no field "metod" here. Did you mean "method"?'],
    ],
    [
      'a wrong choice',
      { ...right, method: 'PSOT' },
      ['bad_config /method: Use one of these: "GET", "POST". Did you mean "POST"?'],
    ],
    ['a wrong kind', { ...right, headers: 'a' }, ['bad_config /headers: This field takes object.']],
    ['a wrong kind, deeper', { ...right, headers: { a: 1 } }, ['bad_config /headers/a: This field takes text.']],
    [
      'no duration',
      { ...right, timeout: '30s' },
      ['bad_config /timeout: "30s" is not an ISO 8601 duration, such as PT30S or P1D.'],
    ],
    ['too much', { ...right, tries: 6 }, ['bad_config /tries: The most is 5.']],
    ['no whole number', { ...right, tries: 1.5 }, ['bad_config /tries: This field takes whole number.']],
    [
      'an expression of a wrong type',
      { ...right, tries: '{{ s }}' },
      ['type_mismatch /tries: This field takes number, and the expression gives text.'],
    ],
    [
      'a text where a number goes',
      { ...right, tries: '{{ n }}{{ n }}' },
      ['type_mismatch /tries: This field takes number, and the expression gives text.'],
    ],
    [
      'no test',
      { ...right, condition: '{{ n }}' },
      ['type_mismatch /condition: This field takes true/false or null, and the expression gives number.'],
    ],
    [
      'a choice that can only be wrong',
      { ...right, method: "{{ 'PUT' }}" },
      ['type_mismatch /method: This field takes "GET" | "POST", and the expression gives "PUT".'],
    ],
    [
      'inside a list',
      { ...right, list: [{ port: 'a' }, { port: 'A', prt: 1 }, {}] },
      [
        'bad_config /list/1/port: "A" is not of the form expected (^[a-z]+$).',
        'unknown_field /list/1/prt: There is no field "prt" here. Did you mean "port"?',
        'bad_config /list/2/port: "port" is missing.',
      ],
    ],
    ['an expression that does not parse', { ...right, tries: '{{ 1 + }}' }, ['bad_expression']],
    ['an unknown name', { ...right, body: { 'a/b': '{{ zz }}' } }, ['unknown_name /body/a~1b: There is no "zz" here.']],
  ])('%s', (_, config, expected) => {
    const problems = said(config, request);
    expect(problems.map((one, i) => (expected[i]?.includes(':') ? one : one.split(' ')[0]))).toEqual(expected);
  });

  test('the range counts in the text of the field', () => {
    const { problems } = check({ ...right, url: 'https://{{ n }}/{{ zz }}' }, request);
    expect(problems).toMatchObject([{ field: '/url', range: { start: 19, end: 21 } }]);
  });
});

suite('schemas put together', () => {
  const auth: JsonSchema = {
    anyOf: [
      { const: 'none' },
      {
        type: 'object',
        properties: { type: { const: 'basic' }, connection: { type: 'string' } },
        required: ['type', 'connection'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { type: { const: 'hmac' }, preset: { type: 'string' } },
        required: ['type'],
        additionalProperties: false,
      },
    ],
  };

  test('one branch that fits is enough', () => {
    expect(said('none', auth)).toEqual([]);
    expect(said({ type: 'basic', connection: '{{ x }}' }, auth)).toEqual([]);
    expect(said('{{ x }}', auth)).toEqual([]);
    expect(said({ type: 'hmac' }, auth)).toEqual([]);
  });

  test('of branches that do not, the one speaks that was meant', () => {
    expect(said({ type: 'basic', conection: 'c' }, auth)).toEqual([
      'bad_config /connection: "connection" is missing.',
      'unknown_field /conection: There is no field "conection" here. Did you mean "connection"?',
    ]);
    expect(said({ type: 'hmac', preset: 1 }, auth)).toEqual(['bad_config /preset: This field takes text.']);
    expect(said(12, auth)).toEqual(['bad_config : Use one of these: "none".']);
    expect(said('{{ n }}', auth)).toHaveLength(1);
  });

  test('references and allOf are followed, and a schema that contains itself ends', () => {
    const tree: JsonSchema = {
      $ref: '#/$defs/t',
      $defs: {
        t: {
          type: 'object',
          properties: { kids: { type: 'array', items: { $ref: '#/$defs/t' } } },
          additionalProperties: false,
        },
      },
    };
    expect(said({ kids: [{ kids: [{ kid: 1 }] }] }, tree)).toEqual([
      'unknown_field /kids/0/kids/0/kid: There is no field "kid" here. Did you mean "kids"?',
    ]);
    expect(said('a', { $ref: '#' })).toEqual([]);
    expect(said({ a: 1 }, { allOf: [{ type: 'object', required: ['b'] }] })).toEqual([
      'bad_config /b: "b" is missing.',
    ]);
  });
});

test('references that multiply cost a bounded time', () => {
  const twice = { anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] };
  const schema = { $ref: '#/$defs/a', $defs: { a: { allOf: [twice, { type: 'string' }] } } };
  expect(quickest(() => said(1, schema))).toBeLessThan(500);
});

test('the type of the config is what its node gets', () => {
  const { type } = check(
    { values: { total: '{{ n + 1 }}', nome: 'Olá {{ s }}', fixo: 'x', lista: [1, '{{ s }}'] } },
    {},
  );
  expect(describe(type, 'en')).toBe('object { values }');
  expect(type).toMatchObject({
    props: {
      values: {
        type: { props: { total: { type: t.number }, nome: { type: t.string }, lista: { type: { kind: 'list' } } } },
      },
    },
  });
});

test('a text that does not parse spoils the type of its own field only', () => {
  const { type } = check({ a: '{{ 1 + }}', b: '{{ n }}' }, {});
  expect(type).toMatchObject({ props: { a: { type: t.unknown }, b: { type: t.number } } });
});
