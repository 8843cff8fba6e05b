import { describe, expect, test } from 'vitest';
import { code, member } from './code.ts';
import type { Names } from './names.ts';
import { codeOf, jsonOf, templateOf } from './text.ts';
import { translate } from './translate.ts';

const data = code('trigger.data');
const nothing = () => {
  throw new Error('not asked for');
};
const names = (more: Partial<Names> = {}): Names => ({
  json: data,
  input: {
    item: () => data,
    first: () => data,
    last: () => data,
    all: () => code('[trigger.data]'),
    executed: nothing,
  },
  node: (name) => {
    const own = code(`steps.${name.toLowerCase()}`);
    const all = () => code(`steps.${name.toLowerCase()}All`);
    return { item: () => own, first: () => own, last: () => own, all, executed: () => code('true') };
  },
  index: code('index'),
  previous: 'Before',
  usedSetting: () => {},
  rescue: () => null,
  approximated: () => {},
  ...more,
});
const said = (source: string): string => translate(source, names()).text;

describe('an expression of n8n, in ours', () => {
  test.each([
    ['$json.a.b', 'trigger.data?.a?.b'],
    ["$json['a b'][0]", "trigger.data?.['a b']?.[0]"],
    ['$node["A"].json["x"]', 'steps.a?.x'],
    ["$('A').item.json.x", 'steps.a?.x'],
    ["$('A').first().json.x", 'steps.a?.x'],
    ["$('A').all().map(i => i.json.x)", 'steps.aAll.map(i => i?.x)'],
    ["$('A').all().filter(({ json }) => json.ok).length", 'steps.aAll.filter((json) => json?.ok).length'],
    ['$input.all().length', '[trigger.data]?.length'],
    ["$items('A')[0].json.x", 'steps.aAll?.[0]?.x'],
    ['$json', 'trigger.data'],
    ['$input.item', '{ json: trigger.data }'],
    ['$env.TOKEN', 'tenant.settings?.TOKEN'],
    ['$workflow.name + $execution.id', '`${flow.name}${run.id}`'],
    ['$prevNode.name', "'Before'"],
    ["'Hello ' + $json.name + '!'", '`Hello ${trigger.data?.name}!`'],
    ['$json.n + 1', 'trigger.data?.n + 1'],
    ['!!$json.a', 'bool(trigger.data?.a)'],
    ["typeof $json.a !== 'undefined'", 'trigger.data?.a != null'],
    ['$json.a === undefined ? 1 : 2', 'trigger.data?.a == null ? 1 : 2'],
    ['($json.a || $json.b) ?? 1', '(trigger.data?.a || trigger.data?.b) ?? 1'],
    ['Object.keys($json).length', 'keys(trigger.data).length'],
    ['Math.max(1, $json.n)', 'max([1, trigger.data?.n])'],
    ['JSON.stringify($json.a)', 'json(trigger.data?.a)'],
    ["$json.t.replace(/\\n/g, ' ')", "trigger.data?.t?.replaceAll('\\n', ' ')"],
    ['/^a+$/i.test($json.t)', "test(string(trigger.data?.t), '(?i)^a+$')"],
    ['$json.t.match(/(\\d+)/)[1]', "capture(string(trigger.data?.t), '(\\\\d+)')?.[1]"],
    ['$json.list.isEmpty()', 'len(trigger.data?.list) == 0'],
    ['[...$json.a, 1]', '[...trigger.data?.a, 1]'],
    ['({ ...$json, x: 1 })', '{ ...(trigger.data ?? {}), x: 1 }'],
    ['$ifEmpty($json.a, "b")', "trigger.data?.a || 'b'"],
    ['$now.toFormat("yyyy-LL-dd\'T\'HH")', "formatDate(now(), 'yyyy-MM-dd\\'T\\'HH')"],
    ['$now.minus({ days: 3, hours: 1 }).toISO()', "addDuration(addDuration(now(), '-P3D'), '-PT1H')"],
    ["$now.plus($json.n, 'days').toISODate()", "formatDate(addDuration(now(), `P${trigger.data?.n}D`), 'yyyy-MM-dd')"],
    ["$now.setZone('UTC').format('HH:mm')", "formatDate(now(), 'HH:mm', 'UTC')"],
    ['$json.when.toDateTime().startOf("month")', "startOf(date(trigger.data?.when), 'months')"],
    ["DateTime.fromISO($json.a).diff(DateTime.now(), 'hours').hours", "diff(now(), date(trigger.data?.a), 'hours')"],
  ])('%s', (source, wanted) => {
    // An ISO text of a moment that was reckoned is an instant.
    expect(said(source).replace(/^date\((addDuration.*)\)$/, '$1')).toBe(wanted);
  });

  test.each([
    '$binary.file',
    '$json.a = 1',
    'await x',
    '$fromAI("a")',
    '$now.toFormat("hh a")',
    '$json.t.replace(/\\s+/g, "")',
    'new Map()',
    '$json.x.toLocaleString()',
    "$('A')",
    'a b',
    '$json.constructor',
    '$json.list.map(i => { const a = 1; return a; })',
  ])('says why not: %s', (source) => {
    expect(() => said(source)).toThrow(
      expect.objectContaining({ text: { pt: expect.any(String), en: expect.any(String) } }),
    );
  });
});

describe('texts with expressions', () => {
  test.each([
    ['plain {{ x }}', 'plain \\{{ x }}'],
    ['=plain', 'plain'],
    ['={{ $json.a }}', '{{ trigger.data?.a }}'],
    ['=a {{ $json.a }} b {{ { a: { b: 1 } }.a.b }}', 'a {{ trigger.data?.a }} b {{ { a: { b: 1 } }.a?.b }}'],
  ])('%s', (source, wanted) => {
    expect(templateOf(source, names())).toBe(wanted);
  });

  test('as one expression', () => {
    expect(codeOf('=a {{ $json.b }}', names()).text).toBe('`a ${trigger.data?.b}`');
    expect(codeOf(7, names()).text).toBe('7');
  });

  test('JSON with expressions in its text becomes a value: no quote in what they give can break it', () => {
    const body =
      '={ "a": "{{ $json.a }}", "b": {{ JSON.stringify($json.b) }}, "c": "x \\"{{ $json.c }}\\" y", "d": [{{ $json.d }}] }';
    expect(jsonOf(body, names())).toEqual({
      a: '{{ trigger.data?.a }}',
      b: '{{ trigger.data?.b }}',
      c: 'x "{{ trigger.data?.c }}" y',
      d: ['{{ trigger.data?.d }}'],
    });
    expect(jsonOf('={{ JSON.stringify({ a: $json.a }) }}', names())).toBe('{{ { a: trigger.data?.a } }}');
    expect(jsonOf('={ a: {{ $json.a }} }', names())).toBeNull();
  });
});

test('fields that are known are read where they came from', () => {
  const over = code('x', 'any', { fields: { a: code('steps.set.a') }, base: data });
  expect(member(over, 'a').text).toBe('steps.set.a');
  expect(member(over, 'b').text).toBe('trigger.data?.b');
});
