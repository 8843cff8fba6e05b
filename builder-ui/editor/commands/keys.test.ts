import { expect, test } from 'vitest';
import { isStroke, type KeyStroke, keysInWords } from './keys.ts';

const pressed = (key: string, held: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test.each<[string, KeyStroke, boolean]>([
  ['Mod+D', pressed('d', { ctrlKey: true }), true],
  ['Mod+D', pressed('d', { metaKey: true }), true],
  ['Mod+D', pressed('d'), false],
  ['D', pressed('D', { shiftKey: true }), false],
  ['Shift+P', pressed('P', { shiftKey: true }), true],
  // On many keyboards `?`, `/` and `+` want Shift, on others not.
  ['?', pressed('?', { shiftKey: true }), true],
  ['Plus', pressed('+', { shiftKey: true }), true],
  ['Plus', pressed('+'), true],
  // A Mac writes å for Alt A.
  ['Alt+A', pressed('å', { altKey: true, code: 'KeyA' }), true],
  ['Alt+ArrowUp', pressed('ArrowUp', { altKey: true }), true],
])('%s is told from other strokes', (keys, event, is) => {
  expect(isStroke(event, keys)).toBe(is);
});

test('keys are shown as they are printed', () => {
  expect(keysInWords('Mod+Shift+Z', false)).toBe('Ctrl Shift Z');
  expect(keysInWords('Mod+Shift+Z', true)).toBe('⌘ ⇧ Z');
  expect(keysInWords('Alt+A L', false)).toBe('Alt A, L');
});
