import { expect, test } from 'vitest';
import { bareExpression, bracesBefore } from './bare-expression.ts';

test('the author may be about to go on: the last space of an expression stays', () => {
  expect(bareExpression('{{ a  }}')).toBe('a ');
  expect(bareExpression('{{ a }} e {{ b }}')).toBeNull();
  expect(bareExpression('texto')).toBeNull();
});

test('an expression may hold braces of its own', () => {
  expect(bareExpression('{{ {a: {b: 1}} }}')).toBe('{a: {b: 1}}');
});

test('what stands before a bare expression is counted', () => {
  expect(bracesBefore('{{ a }}')).toBe(3);
  expect(bracesBefore(' {{a}}')).toBe(3);
});
