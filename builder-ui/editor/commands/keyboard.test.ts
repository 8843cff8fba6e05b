import { expect, test } from 'vitest';
import type { Command } from './command.ts';
import { type ChordBegun, createKeyboard } from './keyboard.ts';

const command = (id: string, keys: string[], more: Partial<Command> = {}): Command => ({
  id,
  title: { pt: id, en: id },
  keys,
  icon: 'plus',
  group: 'edit',
  run: () => {},
  ...more,
});
const pressed = (key: string, held: object = {}): KeyboardEvent =>
  ({
    key,
    code: '',
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    target: null,
    ...held,
  }) as KeyboardEvent;
const id = (found: Command | ChordBegun | undefined) => found && ('chord' in found ? `${found.chord} …` : found.id);

test('a chord waits for its second stroke, and for no other', () => {
  let clock = 10_000;
  const press = createKeyboard(
    () => [command('left', ['Alt+A L']), command('top', ['Alt+A T']), command('light', ['L'])],
    () => clock,
  );
  const altA = pressed('a', { altKey: true, code: 'KeyA' });
  expect(id(press(altA))).toBe('Alt+A …');
  expect(id(press(pressed('t')))).toBe('top');
  expect(id(press(pressed('l')))).toBe('light');
  expect(id(press(altA))).toBe('Alt+A …');
  clock += 5000;
  expect(id(press(pressed('l')))).toBe('light');
});

test('what cannot be done now leaves its keys to what can; keys of the canvas count on the canvas only', () => {
  const press = createKeyboard(
    () => [
      command('near', ['D']),
      command('far', ['D'], { when: () => false }),
      command('walk', ['X'], { keysIn: 'canvas' }),
    ],
    () => 0,
  );
  expect(id(press(pressed('d')))).toBe('near');
  expect(press(pressed('x'))).toBeUndefined();
});
