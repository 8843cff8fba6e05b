import { expect, test } from 'vitest';
import { readView } from './view-address.ts';

const columns = [{ name: 'Nome' }, { name: 'Preço' }];
const view = (where: string, sort = '[]') => readView(new URLSearchParams({ where, sort }), columns);

test('an address says which rows, in which order', () => {
  const where = [{ column: 'Nome', operator: 'contains', value: 'ana' }];
  expect(view(JSON.stringify(where), '[{"column":"Preço","descending":true}]')).toEqual({
    where,
    sort: [{ column: 'Preço', descending: true }],
  });
});

test.each([
  '',
  'x',
  '{}',
  '[null]',
  '[{"column":"Velha","operator":"eq","value":1}]',
  '[{"column":"Nome","operator":"drop"}]',
])('an address that says %s is no filter', (where) => {
  expect(view(where, where)).toEqual({
    where: [],
    sort: where.includes('Nome') ? [{ column: 'Nome', descending: false }] : [],
  });
});
