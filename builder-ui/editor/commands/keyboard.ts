import { useEffect, useState } from 'react';
import type { Command } from './command.ts';
import { isStroke } from './keys.ts';
import { allCommands, canRun } from './registry.ts';

const MARK = 'data-canvas-keys';
/** Marks the element in which the keys of the canvas count. */
export const CANVAS_KEYS = { [MARK]: '' };
export const CANVAS_SELECTOR = `[${MARK}]`;

const OWN_KEYS = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';

/** What of an event's target is asked: which elements it stands in. Windows and documents stand in none. */
const standsIn = (target: EventTarget | null, selector: string): boolean => {
  const { closest } = (target ?? {}) as Partial<Element>;
  return closest !== undefined && closest.call(target, selector) !== null;
};

/** A place where keys and pasting are its own. */
export const isWriting = (target: EventTarget | null): boolean => standsIn(target, OWN_KEYS);

const isOnCanvas = (target: EventTarget | null): boolean =>
  standsIn(target, CANVAS_SELECTOR) && !standsIn(target, 'button');

const counts = (command: Command, target: EventTarget | null): boolean => {
  if (command.keysIn === 'anywhere') return true;
  if (isWriting(target)) return false;
  return command.keysIn === 'canvas' ? isOnCanvas(target) : true;
};

/** How long the second stroke of a chord is waited for. */
const CHORD_MS = 2000;

/** The first stroke of a chord was pressed: `Alt+A`. */
export interface ChordBegun {
  chord: string;
}

/** What the strokes of a keyboard do, one after the other: commands of one stroke at once, chords at their second. */
export const createKeyboard = (commands: () => readonly Command[], now: () => number) => {
  let begun = { strokes: [] as string[], at: 0 };
  return (event: KeyboardEvent): Command | ChordBegun | undefined => {
    if (event.defaultPrevented || event.isComposing || /^(?:Control|Shift|Alt|Meta)$/.test(event.key)) return undefined;
    const chord = now() - begun.at < CHORD_MS ? begun.strokes : [];
    begun = { strokes: [], at: 0 };
    // The last that was registered is the nearest to what is on the screen.
    const able = commands()
      .filter((command) => counts(command, event.target))
      .toReversed();
    const next: string[] = [];
    for (const command of able) {
      for (const keys of command.keys ?? []) {
        const [first = '', second] = keys.split(' ');
        if (second !== undefined && chord.includes(first) && isStroke(event, second) && canRun(command)) return command;
        if (!isStroke(event, first)) continue;
        if (second !== undefined) next.push(...(canRun(command) ? [first] : []));
        else if (chord.length === 0 && canRun(command)) return command;
      }
    }
    const [first] = next;
    if (first === undefined) return undefined;
    begun = { strokes: next, at: now() };
    return { chord: first };
  };
};

/** The keys of every command that is on the page; mounted once, around all pages. Gives the chord that is begun. */
export const useKeyboard = (): string | null => {
  const [chord, setChord] = useState<string | null>(null);
  useEffect(() => {
    const press = createKeyboard(allCommands, Date.now);
    const onKeyDown = (event: KeyboardEvent) => {
      const found = press(event);
      if (!/^(?:Control|Shift|Alt|Meta)$/.test(event.key)) setChord(found && 'chord' in found ? found.chord : null);
      if (!found) return;
      event.preventDefault();
      if ('run' in found) found.run();
    };
    globalThis.addEventListener('keydown', onKeyDown);
    return () => globalThis.removeEventListener('keydown', onKeyDown);
  }, []);
  useEffect(() => {
    if (chord === null) return;
    const timer = setTimeout(() => setChord(null), CHORD_MS);
    return () => clearTimeout(timer);
  }, [chord]);
  return chord;
};
