import { expect, test } from 'vitest';
import type { Json } from '#flow/json.ts';
import type { Column, ColumnType } from './column.ts';
import { readText } from './read-text.ts';

const column = (type: ColumnType, choices: string[] = []): Column => ({
  id: 'c1',
  name: 'a',
  type,
  required: false,
  unique: false,
  indexed: false,
  default: null,
  choices,
});
const read = (type: ColumnType, text: string, more: { decimal?: ',' | '.'; dayFirst?: boolean } = {}) => {
  const format = { timezone: 'America/Sao_Paulo', decimal: ',' as const, dayFirst: true, ...more };
  const found = readText(column(type, ['novo', 'Antigo', 'antigo']), text, format);
  return 'value' in found ? found.value : `no ${found.problem}`;
};

test.each<[ColumnType, string, Json, object?]>([
  ['number', '1.234,56', 1234.56],
  ['number', '1.234,56', 1234.56, { decimal: '.' }],
  ['number', '1,234.56', 1234.56],
  ['number', '1.234', 1234],
  ['number', '1.234', 1.234, { decimal: '.' }],
  ['number', '1,5', 1.5],
  ['number', 'R$ -2,50', -2.5],
  ['number', '-R$ 2,50', -2.5],
  ['number', '1e3', 1000],
  ['number', '1 000', 1000],
  ['number', '12,34,56', 'no number'],
  ['number', 'Infinity', 'no number'],
  ['number', '0x10', 'no number'],
  ['number', ' ', null],
  ['boolean', 'SIM', true],
  ['boolean', 'falso', false],
  ['boolean', 'talvez', 'no boolean'],
  ['date', '31/12/2025', '2025-12-31'],
  ['date', '12/31/2025', 'no date'],
  ['date', '12/31/2025', '2025-12-31', { dayFirst: false }],
  ['date', '1.2.2025', '2025-02-01'],
  ['date', '2025-02-29', 'no date'],
  ['date', '2025-02-28T10:00', 'no date'],
  ['dateTime', '2025-06-01 09:30', '2025-06-01T12:30:00.000Z'],
  ['dateTime', '01/06/2025 9:30', '2025-06-01T12:30:00.000Z'],
  ['dateTime', '01/06/2025 09:30:15', '2025-06-01T12:30:15.000Z'],
  ['dateTime', '01/06/2025', '2025-06-01T03:00:00.000Z'],
  ['dateTime', '2025-06-01T09:30:00+02:00', '2025-06-01T07:30:00.000Z'],
  ['dateTime', '01/06/2025 25:00', 'no dateTime'],
  ['choice', 'NOVO', 'novo'],
  ['choice', 'antigo', 'antigo'],
  ['choice', 'ANTIGO', 'no choice'],
  ['json', '{"a": [1]}', { a: [1] }],
  ['json', '{a}', 'no json'],
  ['text', ' 01001000 ', ' 01001000 '],
  ['text', '', ''],
])('as a %s, %s is %j', (type, text, value, more) => {
  expect(read(type, text, more)).toEqual(value);
});
