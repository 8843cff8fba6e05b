import { expect, test } from 'vitest';
import { type Cell, moveBy } from './grid-keys.ts';

const size = { rows: 3, columns: 4 };
const at = (row: number, column: number): Cell => ({ row, column });
const move = (from: Cell, key: string, more: { shift?: boolean; ctrl?: boolean } = {}) =>
  moveBy(from, { key, shift: false, ctrl: false, ...more }, size, 10);

test('arrows move by one and stop at the edges', () => {
  expect([move(at(0, 0), 'ArrowDown'), move(at(2, 0), 'ArrowDown')]).toEqual([at(1, 0), at(2, 0)]);
  expect([move(at(0, 0), 'ArrowLeft'), move(at(1, 3), 'ArrowUp')]).toEqual([at(0, 0), at(0, 3)]);
});

test('Tab goes on in the next row, and leaves the table where it ends', () => {
  expect([move(at(0, 3), 'Tab'), move(at(1, 0), 'Tab', { shift: true })]).toEqual([at(1, 0), at(0, 3)]);
  expect([move(at(2, 3), 'Tab'), move(at(0, 0), 'Tab', { shift: true })]).toEqual([null, null]);
});

test('Home, End and pages go far', () => {
  expect([move(at(1, 2), 'Home'), move(at(1, 2), 'End')]).toEqual([at(1, 0), at(1, 3)]);
  expect([move(at(1, 2), 'Home', { ctrl: true }), move(at(1, 2), 'End', { ctrl: true })]).toEqual([at(0, 0), at(2, 3)]);
  expect([move(at(1, 2), 'PageDown'), move(at(1, 2), 'x')]).toEqual([at(2, 2), null]);
});
