import { expect, test } from 'vitest';
import type { Json } from '#flow/json.ts';
import { editText, readCell, showCell } from './cell-text.ts';
import type { ColumnType } from './table-types.ts';

const kind = (type: ColumnType, choices: string[] = []) => ({ type, choices });

test.each<[ColumnType, string, Json]>([
  ['number', '1.234,56', 1234.56],
  ['number', '1,234.56', 1234.56],
  ['number', '-0,5', -0.5],
  ['number', 'R$ 10,00', 10],
  ['number', '1.000', 1000],
  ['boolean', 'Sim', true],
  ['boolean', 'não', false],
  ['date', '31/12/2026', '2026-12-31'],
  ['date', '2026-02-03', '2026-02-03'],
  ['choice', 'NOVA', 'Nova'],
  ['json', '{"a":1}', { a: 1 }],
  ['text', ' com espaço', ' com espaço'],
  ['number', '  ', null],
])('%s "%s" is %j in pt-BR', (type, text, value) => {
  expect(readCell(kind(type, ['Nova', 'Paga']), text, 'pt-BR')).toEqual({ value });
});

test.each<[ColumnType, string]>([
  ['number', 'dez'],
  ['number', '1,2,3'],
  ['boolean', 'talvez'],
  ['date', '31/02/2026'],
  ['date', 'amanhã'],
  ['dateTime', 'ontem'],
  ['choice', 'Outra'],
  ['json', '{'],
])('%s "%s" is said to be wrong, and never guessed', (type, text) => {
  expect(readCell(kind(type, ['Nova']), text, 'pt-BR')).toEqual({ problem: type });
});

test('English reads its own marks', () => {
  expect(readCell(kind('number'), '1,234.5', 'en')).toEqual({ value: 1234.5 });
  expect(readCell(kind('date'), '12/31/2026', 'en')).toEqual({ value: '2026-12-31' });
});

test('what is shown and what is edited follow the language', () => {
  expect(showCell(kind('number'), 1234.5, 'pt-BR')).toBe('1.234,5');
  expect(showCell(kind('date'), '2026-12-31', 'pt-BR')).toBe('31/12/2026');
  expect(showCell(kind('json'), { a: [1] }, 'pt-BR')).toBe('{"a":[1]}');
  expect(editText(kind('number'), 1234.5, 'pt-BR')).toBe('1234,5');
  expect([showCell(kind('text'), null, 'en'), editText(kind('text'), null, 'en')]).toEqual(['', '']);
});

test('an instant that was edited and left alone is the same instant', () => {
  const iso = '2026-11-21T15:04:00.000Z';
  expect(readCell(kind('dateTime'), editText(kind('dateTime'), iso, 'pt-BR'), 'pt-BR')).toEqual({ value: iso });
  expect(readCell(kind('dateTime'), '2026-11-21T15:04:00Z', 'pt-BR')).toEqual({ value: iso });
});
