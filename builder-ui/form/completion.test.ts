import { expect, test } from 'vitest';
import { bareExpression, bracesBefore, insideExpression, matching } from './completion.ts';

test('what continues the prefix comes before what only holds it', () => {
  const names = ['trigger.data.total', 'steps.soma.total', 'total'].map((path) => ({ path }));
  expect(matching(names, 'tot').map((one) => one.path)).toEqual(['total', 'trigger.data.total', 'steps.soma.total']);
});

test('the author may be about to go on: the last space of an expression stays', () => {
  expect(bareExpression('{{ a  }}')).toBe('a ');
  expect(bareExpression('{{ a }} e {{ b }}')).toBeNull();
  expect(bareExpression('texto')).toBeNull();
});

test('an expression is open from its braces to the next', () => {
  expect(insideExpression('{{ a', 4)).toBe(true);
  expect(insideExpression('{{ a }}', 7)).toBe(false);
});

test('what stands before a bare expression is counted', () => {
  expect(bracesBefore('{{ a }}')).toBe(3);
  expect(bracesBefore(' {{a}}')).toBe(3);
});
