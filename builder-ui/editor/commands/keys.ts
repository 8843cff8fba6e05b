/** One stroke: the keys that are held, and the one that is pressed. */
interface Stroke {
  mod: boolean;
  shift: boolean;
  alt: boolean;
  key: string;
}

/** What of a keyboard event says which stroke it is. */
export type KeyStroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const NAMED: Record<string, string> = { Plus: '+', Minus: '-', Space: ' ' };

const strokeOf = (text: string): Stroke => {
  const parts = text.split('+');
  const name = parts.at(-1) ?? '';
  return {
    mod: parts.includes('Mod'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    key: (NAMED[name] ?? name).toLowerCase(),
  };
};

/** Signs that keyboards put on different keys: whether Shift was held for them says nothing. */
const isSign = (key: string): boolean => key.length === 1 && !/[a-z0-9 ]/.test(key);

/** The key as it is printed; with Alt some systems write another letter than the key's, so there its place counts. */
const keyOf = (event: KeyStroke): string => {
  const letter = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  return (event.altKey && letter !== undefined ? letter : event.key).toLowerCase();
};

/** Whether the event is this stroke (`Mod+Shift+Z`). Ctrl and ⌘ count as the same. */
export const isStroke = (event: KeyStroke, text: string): boolean => {
  const wanted = strokeOf(text);
  const key = keyOf(event);
  return (
    key === wanted.key &&
    (event.ctrlKey || event.metaKey) === wanted.mod &&
    event.altKey === wanted.alt &&
    (isSign(wanted.key) || event.shiftKey === wanted.shift)
  );
};

const ON_MAC: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Delete: '⌦', Enter: '↩' };
const ELSEWHERE: Record<string, string> = { Mod: 'Ctrl', Delete: 'Del' };
const SHOWN: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Backspace: '⌫',
  Plus: '+',
  Minus: '−',
};

/** `Alt+A L` → `[['Alt', 'A'], ['L']]`: what is printed on the keys, stroke by stroke. */
export const keyCaps = (keys: string, mac: boolean): string[][] =>
  keys
    .split(' ')
    .map((stroke) => stroke.split('+').map((part) => (mac ? ON_MAC : ELSEWHERE)[part] ?? SHOWN[part] ?? part));

/** The same in one line, for tooltips: `Ctrl D`. */
export const keysInWords = (keys: string, mac: boolean): string =>
  keyCaps(keys, mac)
    .map((stroke) => stroke.join(' '))
    .join(', ');

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');
