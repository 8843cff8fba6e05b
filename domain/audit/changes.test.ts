import { expect, test } from 'vitest';
import { changesBetween, presentable, presentableChanges } from './changes.ts';

test('changes are what differs, by field; what only one side has is null in the other', () => {
  expect(changesBetween({ a: 1, b: [1], c: { x: 1 } }, { a: 1, b: [2], d: 'n' })).toEqual({
    b: { before: [1], after: [2] },
    c: { before: { x: 1 }, after: null },
    d: { before: null, after: 'n' },
  });
  expect(changesBetween({ a: { x: 1 } }, { a: { x: 1 } })).toBeNull();
});

test('what a name calls a secret is never shown, at any depth; that there is one is', () => {
  const shown = presentable({ name: 'ERP', auth: { apiKey: 's3cret', token: 'abc' }, secret: true, password: null });
  expect(shown).toEqual({ name: 'ERP', auth: { apiKey: '•••', token: '•••' }, secret: true, password: null });
  expect(
    presentableChanges({ clientSecret: { before: 'one', after: 'two' }, name: { before: 'a', after: 'b' } }),
  ).toEqual({
    clientSecret: { before: '•••', after: '•••' },
    name: { before: 'a', after: 'b' },
  });
});

test('what is long is cut, and nothing breaks the store: no NUL, no half of a character', () => {
  expect(presentable({ text: 'x'.repeat(400) }).text).toHaveLength(301);
  expect(presentable({ list: Array.from({ length: 30 }, (_, n) => n) }).list).toHaveLength(21);
  expect(presentable({ text: 'a\0b\ud83d' }).text).toBe('a\ufffdb\ufffd');
  const large = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`f${n}`, 'x'.repeat(300)]));
  expect(presentable(large)).toEqual({ cut: true, bytes: expect.any(Number) });
});
