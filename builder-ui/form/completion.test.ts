import { describe, expect, test } from 'vitest';
import { bareExpression, complete, completionAt, insideExpression, matching } from './completion.ts';

const at = (marked: string, bare = false) => {
  const caret = marked.indexOf('|');
  return completionAt(marked.replace('|', ''), caret, bare);
};

describe('names are offered', () => {
  test('inside braces, for the name under the caret', () => {
    expect(at('oi {{ steps.so| }}')).toEqual({ from: 6, to: 14, prefix: 'steps.so' });
    expect(at('oi {{ ste|ps }}')).toEqual({ from: 6, to: 11, prefix: 'ste' });
    expect(at('{{ a?.b| }}')?.prefix).toBe('a.b');
  });
  test('not outside of them, nor in a text between quotes', () => {
    expect(at('steps.so|')).toBeNull();
    expect(at("{{ 'ste|ps' }}")).toBeNull();
    expect(at('{{ a }} ste|')).toBeNull();
    expect(at('\\{{ ste|')).toBeNull();
  });
  test('anywhere in a field that is an expression', () => {
    expect(at('steps.so| > 3', true)).toMatchObject({ prefix: 'steps.so' });
  });
});

test('what continues the prefix comes before what only holds it', () => {
  const names = ['trigger.data.total', 'steps.soma.total', 'total'].map((path) => ({ path }));
  expect(matching(names, 'tot').map((one) => one.path)).toEqual(['total', 'trigger.data.total', 'steps.soma.total']);
});

test('a chosen name takes the place of what was written, and the caret follows', () => {
  const text = '{{ ste > 3 }}';
  const found = completionAt(text, 6, false);
  expect(found && complete(text, found, 'steps.soma')).toEqual({ text: '{{ steps.soma > 3 }}', caret: 13 });
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
