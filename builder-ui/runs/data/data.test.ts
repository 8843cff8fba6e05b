import { expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { dataRows, pathOf, tableIn } from './data-rows.ts';
import { differences } from './diff.ts';

const value: JsonObject = {
  id: 42,
  'e-mail': 'ana@x.example',
  items: [
    { sku: 'A', qty: 2 },
    { sku: 'B', tags: ['novo'] },
  ],
};
const lines = (opened = new Map<string, boolean>(), search = '') =>
  dataRows(value, opened, search).map(({ path, open }) => `${path}${open ? ' +' : ''}`);

test('a value is lines with paths as an expression reads them; deep levels are closed until they are opened', () => {
  expect(lines()).toEqual([
    '.id',
    '["e-mail"]',
    '.items +',
    '.items[0] +',
    '.items[0].sku',
    '.items[0].qty',
    '.items[1] +',
    '.items[1].sku',
    '.items[1].tags',
  ]);
  expect(lines(new Map([['.items', false]]))).toEqual(['.id', '["e-mail"]', '.items']);
  expect(dataRows(7, new Map())).toMatchObject([{ path: '', value: 7, count: null }]);
  expect(pathOf('', 'não')).toBe('["não"]');
});

test('a search leaves what it found, in names and values, with all around it open', () => {
  expect(lines(new Map(), 'NOVO')).toEqual(['.items +', '.items[1] +', '.items[1].tags +', '.items[1].tags[0]']);
  expect(lines(new Map(), 'qty')).toEqual(['.items +', '.items[0] +', '.items[0].qty']);
  expect(lines(new Map(), 'nada')).toEqual([]);
});

test('a list of objects is a table, of all columns that its rows have', () => {
  expect(tableIn(value)).toMatchObject({ path: '.items', columns: ['sku', 'qty', 'tags'] });
  expect(tableIn([{ a: 1 }, { b: 2 }])).toMatchObject({ path: '', columns: ['a', 'b'] });
  expect(tableIn([1, 2])).toBeNull();
});

test('two values differ by what was added, taken away and changed, each with its path', () => {
  expect(
    differences(value, { ...value, id: 43, items: [{ sku: 'A' }, { sku: 'B', tags: ['novo'] }], pago: true }),
  ).toEqual([
    { path: '.id', kind: 'changed', before: 42, after: 43 },
    { path: '.items[0].qty', kind: 'removed', before: 2 },
    { path: '.pago', kind: 'added', after: true },
  ]);
  expect(differences(value, structuredClone(value))).toEqual([]);
  expect(differences([1], { 0: 1 })).toMatchObject([{ path: '', kind: 'changed' }]);
});
