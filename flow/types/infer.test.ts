import { expect, describe as suite, test } from 'vitest';
import { quickest } from '#tests/quickest.ts';
import { parseExpression } from '../expressions/parse.ts';
import { describe } from './describe.ts';
import { envOf } from './env-of.ts';
import { typeOfSchema } from './from-schema.ts';
import { inferExpression } from './infer.ts';
import { t } from './type.ts';

const input = {
  type: 'object',
  properties: {
    id: { type: 'number' },
    name: { type: 'string' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: { cents: { type: 'number' }, qty: { type: 'number' } },
        additionalProperties: false,
      },
    },
  },
};
const error = t.open({ code: t.string, message: t.string });
const ports = t.literal('out', 'error');
const env = envOf({
  names: {
    trigger: t.object({ type: t.string, data: typeOfSchema(input), query: t.unknown }),
    vars: t.object({ tentativas: t.number, nome: t.string, nada: t.null }),
    item: t.unknown,
    index: t.number,
    lista: t.list(t.number),
    textos: t.list(t.string),
  },
  steps: {
    soma: { kind: 'always', type: t.object({ total: t.number, nome: t.string, v: t.null }) },
    talvez: { kind: 'maybe', type: t.object({ v: t.number, lista: t.list(t.number) }) },
    outro: { kind: 'maybe', type: t.object({ v: t.number }) },
    depois: { kind: 'never', type: t.object({ v: t.number }) },
    web: { kind: 'always', type: t.object({ status: t.number, headers: t.record(t.string), body: t.unknown }) },
    codigo: { kind: 'maybe', type: t.number },
  },
  ports: {
    soma: { kind: 'always', type: ports },
    talvez: { kind: 'maybe', type: ports },
    depois: { kind: 'never', type: ports },
  },
  errors: {
    soma: { kind: 'always', type: error },
    talvez: { kind: 'maybe', type: error },
    depois: { kind: 'never', type: error },
  },
});

const read = (source: string, where = env) => {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(`${source}: ${parsed.message.en}`);
  return inferExpression(parsed.ast, where);
};
const codes = (source: string, where = env): string =>
  read(source, where)
    .problems.map((one) => one.code)
    .join(' ');
const typeOf = (source: string): string => describe(read(source).type, 'en');

suite('what is right is left alone', () => {
  test.each([
    'sum(trigger.data.items.map(i => i.cents * i.qty))',
    'steps.soma.total > 10000',
    "port.avisar == 'out' || true".replace('avisar', 'soma'),
    'trigger.data.qualquer.coisa[0].x * 2',
    'trigger.query.a + 1',
    'trigger.data.id * 2',
    'item.a.b.map(x => x.y).filter(y => y > 3).join(",")',
    'number(trigger.data.name) + 1',
    'lista.reduce((soma, x) => soma + x, 0)',
    'lista.reduce((maior, x) => x > maior ? x : maior)',
    'textos.reduce((porNome, x) => ({ ...porNome, [x]: (porNome[x] ?? 0) + 1 }), {}).ana + 1',
    'lista.reduce((todos, x) => [...todos, x * 2], []).map(x => x + 1)',
    'entries(trigger.data).map(([chave, valor]) => `${chave}=${valor}`)',
    'entries({ a: 1 }).map(([chave, valor]) => valor * 2)',
    'groupBy(trigger.data.items, i => i.qty)["3"].length',
    'first(trigger.data.items).cents',
    'trigger.data.items.find(i => i.qty > 1)?.cents ?? 0',
    '[].map(x => x * 2)',
    "['a', 'b'].includes(trigger.data.name)",
    '{ a: 1, ...item }.b',
    '{ ...steps.web.headers, x: 1 }.qualquer',
    '(item ? 1 : "a") * 2',
    'merge(steps.soma, item).algo',
    "steps.web.headers['content-type'].split(';')[0]",
    'steps.web.body.itens.map(i => i.valor)',
    'index % 2 == 0',
    '-index',
    'steps.talvez == null',
    'vars.nada == null ? 0 : vars.nada * 2',
    'vars.nada?.x.y',
    'errors.soma.code',
    'errors.depois?.code',
    'trigger.data.items.toSorted((a, b) => a.cents - b.cents).at(0)',
    'trigger.data.items.flatMap(i => [i.cents, i.qty]).map(n => n + 1)',
    'zip(lista, textos).map(([n, nome]) => n)',
    'sumBy(trigger.data.items, i => i.cents)',
    "formatMoney(steps.soma.total) + ' e ' + formatMoney({ amount: 1, currency: 'BRL' })",
    'formatMoney(moneyMul(money(100), 1.1))',
    'diff(now(), trigger.data.vence, "days") > 3',
    'parseJson(trigger.data.name).a[0] * 2',
    "test(trigger.data.name, '^[0-9]+$') && true",
    'pick(steps.soma, ["total"]).total + 1',
    "steps['soma'].total + 1",
    'trigger.data.items[0].cents + 1',
    'trigger.data.name.length > 3',
    'trigger.data.items.length',
    'item.length + item.slice(1).length',
    'round(avg(lista), 2)',
    "addDuration(now(), 'PT0.5H')",
    "addDuration(now(), item ? '-P1D' : '?')",
    '"a" + 1 + true',
    '!steps.soma',
  ])('%s', (source) => {
    expect(read(source).problems).toEqual([]);
  });
});

suite('what is certainly wrong is an error', () => {
  test.each([
    ["'a' * 2", 'type_mismatch'],
    ['2 - "1"', 'type_mismatch'],
    ['null + 1', 'type_mismatch'],
    ['steps.soma.nome * 2', 'type_mismatch'],
    ['steps.soma.v * 2', 'type_mismatch'],
    ['[1] + 1', 'type_mismatch'],
    ['{ a: 1 } + "x"', 'type_mismatch'],
    ['true + 1', 'type_mismatch'],
    ["1 < 'a'", 'type_mismatch'],
    ['steps.soma.total > steps.soma.nome', 'type_mismatch'],
    ['-steps.soma.nome', 'type_mismatch'],
    ['null.x', 'type_mismatch'],
    ['item[true]', 'type_mismatch'],
    ['[...1]', 'type_mismatch'],
    ['({ ...[1] })', 'type_mismatch'],
    ['sum(textos)', 'type_mismatch'],
    ['sum(1)', 'type_mismatch'],
    ["'a'.repeat('b')", 'type_mismatch'],
    ['round()', 'type_mismatch'],
    ['round(1, 2, 3)', 'type_mismatch'],
    ['lista.map(1)', 'type_mismatch'],
    ['round(x => x)', 'type_mismatch'],
    ['sumBy(trigger.data.items, i => "a")', 'type_mismatch'],
    ["diff(now(), today(), 'dias')", 'type_mismatch'],
    ["addDuration(now(), '1 dia')", 'type_mismatch'],
    ['textos.map(x => x * 2)', 'type_mismatch'],
    ['item.algo.map(x => "a" * 2)', 'type_mismatch'],
    ['trigger.data.name - 1', 'type_mismatch'],
    ['steps.soma.naoExiste', 'unknown_field'],
    ['steps.soma?.naoExiste', 'unknown_field'],
    ['vars.x', 'unknown_field'],
    ['trigger.dados', 'unknown_field'],
    ['trigger.data.items.map(i => i.preco)', 'unknown_field'],
    ['trigger.data.items.map(({ preco }) => preco)', 'unknown_field'],
    ["'a'.naoExiste", 'unknown_field'],
    ["'a'.naoExiste()", 'unknown_field'],
    ["'a'.trim", 'unknown_field'],
    ['trigger.data.id.x', 'unknown_field'],
    ['lista.sort()', 'unknown_field'],
    ['lista.foo', 'unknown_field'],
    ['{ a: 1 }.b', 'unknown_field'],
    ['item.naoExiste()', 'unknown_name'],
    ['naoExiste(1)', 'unknown_name'],
    ['naoExiste + 1', 'unknown_name'],
    ['lista.map(number)', 'unknown_name type_mismatch'],
    ['undefined', 'unknown_name'],
    ['Math.max(1, 2)', 'unknown_name'],
    ['steps.sumiu.v', 'unknown_name'],
    ['steps.sumiu?.v', 'unknown_name'],
    ['port.sumiu', 'unknown_name'],
    ['errors.sumiu?.code', 'unknown_name'],
    ['steps.depois.v', 'not_before'],
    ['steps.depois?.v ?? 0', 'not_before'],
    ['error.code', 'ambiguous_error'],
  ])('%s is %s', (source, code) => {
    expect(codes(source)).toBe(code);
  });

  test('the problem says where it is, what is wrong and which name is near', () => {
    expect(read('1 + steps.soma.totl').problems).toEqual([
      {
        code: 'unknown_field',
        severity: 'error',
        message: {
          pt: 'Não há "totl" em steps.soma (objeto { total, nome, v }). Você quis dizer "total"?',
          en: 'There is no "totl" in steps.soma (object { total, nome, v }). Did you mean "total"?',
        },
        range: { start: 15, end: 19 },
      },
    ]);
  });

  test.each([
    ['lista.sort()', 'toSorted'],
    ['Math.round(1.5)', 'round, floor, ceil, abs, min, max'],
    ['undefined', 'null'],
    ['step.soma.total', 'steps'],
    ['steps.some.total', 'soma'],
    ['roud(1.5)', 'round'],
    ["parseInt('1')", 'number'],
  ])('%s: did you mean %s?', (source, meant) => {
    expect(read(source).problems[0]?.message.en).toContain(`Did you mean "${meant}"?`);
  });

  test('one mistake is one problem: what follows from it is not reported', () => {
    expect(codes('steps.soma.naoExiste.outra * naoExiste(1) + sum("a")')).toBe(
      'unknown_field unknown_name type_mismatch',
    );
  });
});

suite('a node that is done on some paths only', () => {
  test.each([
    'steps.talvez.v',
    'steps.talvez.lista.map(x => x)',
    'steps.codigo + 1',
    'errors.talvez.code',
    'errors.depois.code',
  ])('%s is a warning', (source) => {
    const { problems } = read(source);
    expect(problems.map((one) => `${one.severity} ${one.code}`)).toEqual(['warning maybe_missing']);
  });

  test.each([
    'steps.talvez',
    'steps.talvez?.v',
    'steps.talvez?.lista.map(x => x)',
    'steps.talvez?.v ?? steps.outro?.v',
    'steps.talvez != null && steps.talvez.v',
    'null != steps.talvez && steps.talvez.v',
    'steps.talvez && steps.talvez.v',
    'steps.talvez ? steps.talvez.v : 0',
    '!steps.talvez ? 0 : steps.talvez.v',
    'steps.talvez == null ? 0 : steps.talvez.v',
    '!steps.talvez || steps.talvez.v > 1',
    'steps.talvez == null || steps.talvez.v > 1',
    "port.talvez == 'out' ? steps.talvez.v : 0",
    "port.talvez == 'error' ? errors.talvez.code : null",
    'bool(steps.talvez) && steps.talvez.v',
    'steps.talvez?.v > 1 && steps.talvez.v',
    'steps.talvez && steps.outro ? steps.talvez.v + steps.outro.v : 0',
    '!(steps.talvez && steps.outro) || steps.talvez.v + steps.outro.v > 1',
    'steps.talvez != null && lista.map(x => x + steps.talvez.v)',
    'len(steps.talvez?.lista) > 0 ? 1 : 0',
    '(steps.talvez?.v ?? false) && steps.talvez.v',
    'steps.codigo == null ? 0 : steps.codigo + 1',
  ])('%s is right', (source) => {
    expect(read(source).problems).toEqual([]);
  });

  test.each([
    'steps.talvez || steps.talvez.v',
    'steps.outro ? steps.talvez.v : 0',
    'steps.talvez != null || steps.talvez.v',
  ])('%s is still a warning', (source) => {
    expect(codes(source)).toBe('maybe_missing');
  });
});

suite('the type of what comes out', () => {
  test.each([
    ['1 + 1', 'number'],
    ['"a" + item', 'text'],
    ['item + 1', 'number or text'],
    ['lista.map(x => `${x}`)', 'list of text'],
    ['lista.filter(x => x > 1)', 'list of number'],
    ['first(lista)', 'number or null'],
    ['lista[0]', 'number or null'],
    ['steps.talvez?.v', 'number or null'],
    ['steps.talvez?.v ?? 0', 'number'],
    ['steps.talvez?.lista.length', 'number or null'],
    ['steps.talvez', 'object { v, lista } or null'],
    ['port.soma', '"out" | "error" or null'],
    ['item > 1', 'true/false'],
    ['item && item.x', 'any value'],
    ['lista && 1', 'number'],
    ['item ? 1 : "a"', 'number or "a"'],
    ['{ a: 1, ...{ b: 2 }, ["c"]: 3 }', 'object { a, b, c }'],
    ['{ a: 1, [item]: 2 }', 'object { a, … }'],
    ['trigger.data.items', 'list of object { cents, qty } or null'],
    ['trigger.data.outro', 'any value'],
    ['groupBy(trigger.data.items, i => i.qty)', 'object'],
    ['item.trim()', 'text'],
    ['item.map(x => 1)', 'list of number'],
    ['lista.reduce((a, x) => a + x, 0)', 'number'],
    ['lista.reduce((a, x) => [...a, x], [])', 'list of number'],
    ['now()', 'instant'],
    ['days("2026-01-01", "2026-01-03")', 'list of day'],
    ['number("1")', 'number or null'],
    ['[1, "a"]', 'list of (number or "a")'],
  ])('%s gives %s', (source, expected) => {
    expect(typeOf(source)).toBe(expected);
  });

  test('parameters hide the names around them', () => {
    expect(codes('textos.map(lista => lista * 2)')).toBe('type_mismatch');
    expect(codes('textos.map(steps => steps.length)')).toBe('');
  });

  test('the one error of every path can be read, and its fields are known', () => {
    const where = envOf({ onlyError: t.object({ code: t.string }) });
    expect(codes('error.code', where)).toBe('');
    expect(codes('error.kode', where)).toBe('unknown_field');
  });
});

test('a reduce inside a reduce inside a reduce costs no more than a glance', () => {
  const nested = (depth: number): string =>
    depth === 0 ? 'x' : `item.reduce((a${depth}, x) => ({ ...a${depth}, [x.k]: ${nested(depth - 1)} }), {})`;
  expect(quickest(() => expect(read(nested(40)).problems).toEqual([]))).toBeLessThan(500);
});

test('no length of a chain ends the stack, or takes long', () => {
  const long = [
    'a' + '.a'.repeat(2_000),
    'a' + ' + a'.repeat(1_000),
    'a' + ' && a'.repeat(800),
    '!a || '.repeat(680) + 'a',
  ];
  const where = envOf({ names: { a: t.unknown } });
  for (const source of long) {
    expect(quickest(() => expect(read(source, where).problems).toEqual([]))).toBeLessThan(300);
  }
});
