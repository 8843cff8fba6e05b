import { expect, test } from 'vitest';
import { piecesOf } from './underlines.tsx';

const mark = (start: number, end: number) => ({ start, end, severity: 'error' as const });
const parts = (text: string, ...marks: ReturnType<typeof mark>[]) =>
  piecesOf(text, marks).map((piece) => (piece.mark ? `[${piece.text}]` : piece.text));

test('the faulty parts of a text are marked, the rest is as it was', () => {
  expect(parts('{{ nada.aqui }}', mark(3, 7))).toEqual(['{{ ', '[nada]', '.aqui }}']);
});

test('what is missing is marked where it should stand; what lies beyond the text is not', () => {
  expect(parts('a + ', mark(3, 3))).toEqual(['a +', '[ ]', '']);
  expect(parts('a', mark(4, 9))).toEqual(['a']);
});

test('of two marks over the same letters the first is drawn', () => {
  expect(parts('abc', mark(0, 2), mark(1, 3))).toEqual(['', '[ab]', 'c']);
});
