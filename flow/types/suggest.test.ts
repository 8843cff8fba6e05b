import { expect, test } from 'vitest';
import { nearestName } from './suggest.ts';

const names = ['total', 'cliente', 'endereço', 'toUpperCase', 'id'];

test.each([
  ['totl', 'total'],
  ['Total', 'total'],
  ['tatol', 'total'],
  ['enderco', 'endereço'],
  ['endereco', 'endereço'],
  ['toUppercase', 'toUpperCase'],
  ['clientes', 'cliente'],
  ['di', 'id'],
  ['valor', undefined],
  ['x', undefined],
  ['', undefined],
])('of %j the nearest is %j', (typed, expected) => {
  expect(nearestName(typed, names)).toBe(expected);
});
