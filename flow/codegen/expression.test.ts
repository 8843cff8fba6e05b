import { describe, expect, test } from 'vitest';
import { parseExpression } from '../expressions/parse.ts';
import { writeConfig } from './config.ts';
import { ExpressionWriter } from './expression.ts';
import { type Naming, quoted, whole } from './written.ts';

const naming: Naming = {
  member: (root, id) => whole(root === 'steps' ? id : `${id}Port`),
  fieldOf: (id, field) => (id === 'sum' ? whole(`${id}.${field}`, 'number') : undefined),
  name: (name) => whole(name),
};

const written = (source: string): string => {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(parsed.message.en);
  return new ExpressionWriter(naming).write(parsed.ast).text;
};

describe('an expression is written', () => {
  test.each([
    ['trigger.data.items[0].name', "get(trigger.data, 'items', 0, 'name')"],
    ['steps.sum.total > 100', 'sum.total > 100'],
    ["trigger.data.n > 'a'", "greater(get(trigger.data, 'n'), 'a')"],
    ["port.tell == 'out'", "tellPort === 'out'"],
    ['trigger.data.a == trigger.data.b', "equal(get(trigger.data, 'a'), get(trigger.data, 'b'))"],
    ['1 == 2', 'equal(1, 2)'],
    ['a + b * 2', 'add(a, multiply(b, 2))'],
    ["a != null && !b || c ?? 'd'", null],
    ['a != null && b || c', '(a !== null && b) || c'],
    ['steps.x?.name ?? 0', "read(x, 'name') ?? 0"],
    ['a?.b.c?.d', "read(read(a, 'b', 'c'), 'd')"],
    ['a?.trim().length', "maybe(a, (it1) => get(call(it1, 'trim'), 'length'))"],
    [
      'list.map(({ id, n: [x] }) => id + x)',
      "call(list, 'map', (given1) => add(field(given1, 'id'), element(field(given1, 'n'), 0)))",
    ],
    ['list.map(text => text)', "call(list, 'map', (text_) => text_)"],
    ['({ ...a, b: 1, [c]: 2, class: 3 })', '{ ...members(a), b: 1, ...member(c, 2), class: 3 }'],
    ['[...a, 1]', '[...items(a), 1]'],
    ['`a${b}`', 'text`a${b}`'],
    ['[] || a', 'value([]) || a'],
    ['a ? 1 : -b', 'a ? 1 : negative(b)'],
    ['now()', 'now()'],
  ])('%s', (source, expected) => {
    if (expected === null) expect(() => written(source)).toThrow();
    else expect(written(source)).toBe(expected);
  });
});

test('texts are quoted so that they are read as they were', () => {
  for (const text of ["it's", 'a "b"', 'a \\ "b" \'c\'', 'line\nline', '${x}`', '\u2028']) {
    expect(parseExpression(quoted(text))).toMatchObject({ ast: { type: 'Literal', value: text } });
  }
});

test('a config keeps its shape; a text with expressions in it becomes one', () => {
  const writer = new ExpressionWriter(naming);
  const config = { url: 'a/{{ trigger.data.id }}`${}', 'x-a': ['{{ b }}', null], plain: '\\{{ no }}' };
  expect(writeConfig(writer, config).text).toBe(
    "{ url: text`a/${get(trigger.data, 'id')}\\`\\${}`, 'x-a': [b, null], plain: '{{ no }}' }",
  );
});
