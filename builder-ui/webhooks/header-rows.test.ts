import { expect, test } from 'vitest';
import { faultOf, headersIn, rowsOf } from './header-rows.ts';

const held = rowsOf({ headers: { 'X-Loja': '12' }, secretHeaders: ['Authorization'] });

test('a sealed value that nobody touched stays: it is asked for by null', () => {
  expect(headersIn(held)).toEqual({ headers: { 'X-Loja': '12' }, secretHeaders: { Authorization: null } });
  const changed = held.map((row) => (row.secret ? { ...row, value: 'Bearer novo' } : row));
  expect(headersIn(changed).secretHeaders).toEqual({ Authorization: 'Bearer novo' });
});

test('for another host a sealed value is asked for again', () => {
  const sealed = held[1];
  if (!sealed) throw new Error('two lines');
  expect([faultOf(sealed, held, true), faultOf(sealed, held, false)]).toEqual([null, 'value']);
});

test('a line says what is wrong with it, and an empty one is none', () => {
  const line = (name: string, value = 'x') => ({ key: 9, name, value, secret: false, kept: false });
  const faults = [line('', ''), line('', 'x'), line('Host'), line('x-loja'), line('X-A', ''), line('X-A', 'ção')].map(
    (row) => faultOf(row, [...held, row], true),
  );
  expect(faults).toEqual([null, 'name', 'ours', 'twice', 'value', 'characters']);
  expect(headersIn([line('', '')])).toEqual({ headers: {}, secretHeaders: {} });
});
