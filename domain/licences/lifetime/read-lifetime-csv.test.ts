import { expect, test } from 'vitest';
import { emailHint, plainKey, readLifetimeCsv } from './read-lifetime-csv.ts';

test('a list is read with its heading or without, by commas or semicolons, quoted or not', () => {
  const row = { email: 'ana@padaria.example', key: 'AB12CD34', product: 'Vitalício, ouro' };
  expect(readLifetimeCsv('\ufeffe-mail,key,product\r\nAna@Padaria.example,ab12-cd34,"Vitalício, ouro"\r\n')).toEqual({
    rows: [row],
    problems: [],
  });
  expect(readLifetimeCsv('\nana@padaria.example;ab12 cd34;Vitalício, ouro').rows).toEqual([row]);
  expect(readLifetimeCsv('ana@padaria.example,ab12cd34,"um ""bom"" produto"').rows[0]?.product).toBe(
    'um "bom" produto',
  );
});

test('lines that cannot be used are named by their number', () => {
  const csv = [
    'email,key,product',
    'ana@padaria.example,AB12CD34,ouro',
    'ana.padaria,AB12CD35,ouro',
    'bia@padaria.example,AB1,ouro',
    'bia@padaria.example,AB12CD36,',
    'bia@padaria.example,AB12CD36',
    'bia@padaria.example,ab12-cd34,ouro',
  ].join('\n');
  const { rows, problems } = readLifetimeCsv(csv);
  expect(rows).toHaveLength(1);
  expect(problems).toEqual([
    { line: 3, problem: 'email' },
    { line: 4, problem: 'key' },
    { line: 5, problem: 'product' },
    { line: 6, problem: 'columns' },
    { line: 7, problem: 'repeated' },
  ]);
});

test('an empty list is no problem, and a key is the same however it is typed', () => {
  expect(readLifetimeCsv('')).toEqual({ rows: [], problems: [] });
  expect(plainKey(' ab12-cd34 ')).toBe(plainKey('AB12CD34'));
  expect(emailHint('maria@padaria.example')).toBe('m•••@padaria.example');
});
