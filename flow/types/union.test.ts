import { expect, test } from 'vitest';
import { describe } from './describe.ts';
import { type Type, t, withoutNull } from './type.ts';
import { nullable, union } from './union.ts';

const said = (...types: Type[]) => describe(union(...types), 'pt-BR');

test('what is unknown swallows the rest, wherever it stands', () => {
  expect(union(t.number, t.string, t.unknown)).toBe(t.unknown);
  expect(union()).toBe(t.never);
  expect(union(t.never, t.number)).toBe(t.number);
});

test('members of one kind become one', () => {
  expect(said(t.literal('a'), t.literal('b', 'a'))).toBe('"a" | "b"');
  expect(said(t.literal('a'), t.string)).toBe('texto');
  expect(said(t.list(t.number), t.list(t.string))).toBe('lista de (número ou texto)');
  expect(said(t.object({ a: t.number }), t.object({ a: t.null }))).toBe('objeto { a }');
  expect(said(t.object({ a: t.number }), t.object({ b: t.null }))).toBe('objeto { a } ou objeto { b }');
});

test('many shapes are an object of which little is known', () => {
  const shapes = Array.from({ length: 9 }, (_, i) => t.object({ [`campo${i}`]: t.number }));
  expect(said(...shapes, t.null)).toBe('objeto ou nulo');
});

test('null comes last in words, and goes away', () => {
  expect(said(t.null, t.number)).toBe('número ou nulo');
  expect(withoutNull(nullable(t.number))).toBe(t.number);
  expect(nullable(nullable(t.number))).toEqual(nullable(t.number));
});
