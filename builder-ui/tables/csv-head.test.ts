import { expect, test } from 'vitest';
import { columnFor, readCsvHead, withHeader } from './csv-head.ts';

test('a spreadsheet’s file is read: its delimiter, its header, its first rows', () => {
  const head = readCsvHead('\ufeffPeça;"Preço; à vista"\r\n"Vela ""NGK""";10,5\r\n\r\n"de\nduas linhas";2\r\n', 2);
  expect(head).toMatchObject({
    delimiter: ';',
    header: ['Peça', 'Preço; à vista'],
    sample: [
      ['Vela "NGK"', '10,5'],
      ['de\nduas linhas', '2'],
    ],
  });
});

test.each([
  ['a,b\n1,2', ','],
  ['a\tb\n1\t2', '\t'],
  ['"x;y",b\n1,2', ','],
  ['só uma', ';'],
])('%j is split by %j', (text, sign) => {
  expect(readCsvHead(text).delimiter).toBe(sign);
});

test('columns are named anew, and what is left out has a name of no column', () => {
  const text = 'nome,fone,x\nAna,1,2\n';
  expect(withHeader(text, readCsvHead(text), ['Nome "todo"', null, 'X'])).toBe('"Nome ""todo""","— 2","X"\nAna,1,2\n');
});

test('a header means the column of its name, whatever its case and accents', () => {
  const columns = [{ name: 'Preço' }, { name: 'Peça' }];
  expect([columnFor(' PECA ', columns), columnFor('preço', columns), columnFor('Outra', columns)]).toEqual([
    'Peça',
    'Preço',
    null,
  ]);
});

test('nothing is no file', () => {
  expect(readCsvHead('')).toMatchObject({ header: [], sample: [] });
});
