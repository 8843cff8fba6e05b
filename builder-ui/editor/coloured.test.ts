import { expect, test } from 'vitest';
import { coloured } from './coloured.ts';

test('comments, texts and words of the language are told apart, and nothing is lost', () => {
  const source = "// Avisar\nconst a = await step('soma', () => `x`); /* two\nlines */ if (b) {}";
  const pieces = coloured(source);
  expect(pieces.map(({ text }) => text).join('')).toBe(source);
  const of = (kind: string) => pieces.filter((one) => one.kind === kind).map(({ text }) => text);
  expect(of('comment')).toEqual(['// Avisar', '/* two\nlines */']);
  expect(of('text')).toEqual(["'soma'", '`x`']);
  expect(of('word')).toEqual(['const', 'await', 'if']);
});

test('an address in a text is no comment', () => {
  expect(coloured("url: 'https://erp.example/n'").filter(({ kind }) => kind === 'comment')).toEqual([]);
});
