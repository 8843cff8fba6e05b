import { expect, test } from 'vitest';
import { qrCode } from './qr-code.ts';

const rowOf = (cells: boolean[][], row: number): string =>
  (cells[row] ?? []).map((dark) => (dark ? '#' : '.')).join('');

test('a code has its three corners, its clock, and grows with its text', () => {
  const cells = qrCode('otpauth://totp/Trama:ana@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Trama');
  expect(cells.length).toBe(37);
  expect(rowOf(cells, 0)).toMatch(/^#######\..*\.#######$/);
  expect(rowOf(cells, 36)).toMatch(/^#######\./);
  expect(rowOf(cells, 6).slice(8, -8)).toMatch(/^(#\.)+#$/);
  expect([1, 14, 15, 331].map((length) => qrCode('x'.repeat(length)).length)).toEqual([21, 21, 25, 69]);
  expect(() => qrCode('x'.repeat(332))).toThrow();
});

test('the cells are those that a reader of another make has read', () => {
  // Read by jsQR when this was written; so were all versions from 1 to 13.
  expect(qrCode('Trama').map((_, row, cells) => rowOf(cells, row))).toEqual([
    '#######..#..#.#######',
    '#.....#.##.#..#.....#',
    '#.###.#...###.#.###.#',
    '#.###.#..##...#.###.#',
    '#.###.#.###.#.#.###.#',
    '#.....#.....#.#.....#',
    '#######.#.#.#.#######',
    '...........##........',
    '#.#.#.#..###....#..#.',
    '####....#.#...#..#..#',
    '..###.#.#.#.#...#..##',
    '#..#.#...#....#....#.',
    '###.#.###.#.#.#.#..##',
    '........#..#.#.#.#...',
    '#######...##.###.####',
    '#.....#..#.###.##....',
    '#.###.#.#..#.###...##',
    '#.###.#..##...##..##.',
    '#.###.#.#.#.#...###.#',
    '#.....#..##...#....#.',
    '#######.###.#.#.#..##',
  ]);
});
