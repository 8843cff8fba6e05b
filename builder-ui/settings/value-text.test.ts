import { expect, test } from 'vitest';
import { readValue, writeValue } from './value-text.ts';

test('what is written is a number, a list, a truth or a text, and comes back as it was', () => {
  expect(['12.5', 'true', '[1, "a"]', 'Rua 9', '09:00', '12 horas', '', '"12"'].map(readValue)).toEqual([
    12.5,
    true,
    [1, 'a'],
    'Rua 9',
    '09:00',
    '12 horas',
    '',
    '12',
  ]);
  for (const value of [12.5, '12', 'true', true, null, { a: [1] }, 'olá', '"x"', '{'])
    expect(readValue(writeValue(value))).toEqual(value);
});
