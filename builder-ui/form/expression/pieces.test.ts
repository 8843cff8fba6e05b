import { expect, test } from 'vitest';
import { callAt, insideAt, pathAt, pathBefore, piecesIn } from './pieces.ts';

const parts = (text: string) => piecesIn(text).map(({ from, to }) => text.slice(from, to));

test('the expressions of a text are found, with braces and quotes of their own', () => {
  expect(parts('Olá {{ a }} e {{ {x: {y: 1}} }}!')).toEqual(['{{ a }}', '{{ {x: {y: 1}} }}']);
  expect(parts('{{ "}}" }} fim')).toEqual(['{{ "}}" }}']);
  expect(parts('\\{{ a }} {{ b }}')).toEqual(['{{ b }}']);
});

test('what is half written ends where the next begins, or at the end', () => {
  expect(parts('{{ a {{ b }}')).toEqual(['{{ a ', '{{ b }}']);
  expect(parts('x {{ a.')).toEqual(['{{ a.']);
});

test('an offset stands inside of an expression, or in plain text', () => {
  expect(insideAt('oi {{ a }}', 6, false)).toEqual({ from: 5, to: 8 });
  expect(insideAt('oi {{ a }}', 1, false)).toBeNull();
  expect(insideAt('oi {{ a }}', 10, false)).toBeNull();
  expect(insideAt('a.b', 2, true)).toEqual({ from: 0, to: 3 });
});

test('the name that is being written, and the one that is pointed at', () => {
  expect(pathBefore('x + steps.soma.to', 17)).toBe('steps.soma.to');
  expect(pathBefore('a.b.', 4)).toBe('a.b.');
  expect(pathAt('len(steps.soma.total)', 12)).toEqual({ path: 'steps.soma', from: 4, to: 14 });
  expect(pathAt('1 + 2', 2)).toBeNull();
});

test('the call around an offset says its argument', () => {
  const at = (text: string) => callAt(text, 0, text.length);
  expect(at('round(a, ')).toEqual({ name: 'round', argument: 1, method: false });
  expect(at('x.slice(max([1, 2], ",("), ')).toEqual({ name: 'slice', argument: 1, method: true });
  expect(at('has({a: 1, b: ')).toEqual({ name: 'has', argument: 0, method: false });
  expect(at('round(1) + ')).toBeNull();
});
