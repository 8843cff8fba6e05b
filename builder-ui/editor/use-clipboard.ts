import { type DragEvent, type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import type { Position } from '#flow/document.ts';
import { readCopied } from '../document/clipboard.ts';
import { toClipboard } from '../shell/to-clipboard.ts';
import { toastDone, toastHint } from '../shell/toasts.tsx';
import { copiedText, pasteSteps } from './clipboard-steps.ts';
import { type ClipboardDeeds, clipboardCommands } from './commands/clipboard-commands.ts';
import { type CommandsTexts, useCommandsTexts } from './commands/commands-texts.ts';
import { type EditorHere, selectedSteps } from './commands/editor-here.ts';
import { isWriting } from './commands/keyboard.ts';
import { useCommands } from './commands/registry.ts';

interface Clipboard {
  here: EditorHere;
  /** Takes a text that holds steps of another tool; false where it holds none. */
  takeForeign: (text: string) => boolean;
}

/** For the canvas: a file with steps that is dropped there. */
type OnDrop = (event: DragEvent) => void;

const takeText = (
  { here, takeForeign, words }: Clipboard & { words: CommandsTexts['clipboard'] },
  text: string,
  at: { screen: Position | null; keepIncoming?: boolean },
): boolean => {
  if (here.readOnly.reason !== null) return false;
  const copied = readCopied(text);
  if (copied) {
    pasteSteps(here, copied, at.screen, at.keepIncoming);
    return true;
  }
  if (takeForeign(text)) return true;
  if (text.trim() !== '') toastHint(words.notOurs);
  return false;
};

/** Some text of the page is marked: then copying is about that. */
const hasMarkedText = (): boolean => (getSelection()?.toString() ?? '') !== '';

type Latest = RefObject<Clipboard & { words: CommandsTexts['clipboard'] }>;

/** The browser's own events: what Ctrl C, X and V do. */
const listen = (latest: Latest): (() => void) => {
  let keepIncoming = false;
  const onKeyDown = (event: Event) => {
    keepIncoming = (event as KeyboardEvent).shiftKey;
  };
  const onCopy = (event: Event) => {
    if (isWriting(event.target) || hasMarkedText()) return;
    const { here } = latest.current;
    const text = copiedText(here);
    if (text === null) return;
    event.preventDefault();
    (event as ClipboardEvent).clipboardData?.setData('text/plain', text);
    if (event.type === 'cut' && here.readOnly.reason === null) here.editing.remove();
  };
  const onPaste = (event: Event) => {
    if (isWriting(event.target)) return;
    const text = (event as ClipboardEvent).clipboardData?.getData('text/plain') ?? '';
    const screen = latest.current.here.pointer();
    if (takeText(latest.current, text, { screen, keepIncoming })) event.preventDefault();
  };
  // Before anybody stops it: whether Shift is held is all that is asked.
  document.addEventListener('keydown', onKeyDown, true);
  document.addEventListener('copy', onCopy);
  document.addEventListener('cut', onCopy);
  document.addEventListener('paste', onPaste);
  return () => {
    document.removeEventListener('keydown', onKeyDown, true);
    document.removeEventListener('copy', onCopy);
    document.removeEventListener('cut', onCopy);
    document.removeEventListener('paste', onPaste);
  };
};

/** What the command bar does, where there is no event of the browser. It may keep the clipboard from us; the keys always work. */
const deedsOf = (latest: Latest): ClipboardDeeds => ({
  any: () => selectedSteps(latest.current.here).length > 0,
  copy: async () => {
    const text = copiedText(latest.current.here);
    if (text === null) return false;
    const { words } = latest.current;
    try {
      await toClipboard(text);
    } catch {
      toastHint(words.useCopyKeys);
      return false;
    }
    toastDone(words.copied);
    return true;
  },
  remove: () => latest.current.here.editing.remove(),
  paste: async (keepIncoming) => {
    try {
      takeText(latest.current, await navigator.clipboard.readText(), { screen: null, keepIncoming });
    } catch {
      toastHint(latest.current.words.useKeys);
    }
  },
});

/** Copy, cut and paste of steps as text: between tabs, programs and files. */
export const useClipboard = (given: Clipboard): OnDrop => {
  const { clipboard: words } = useCommandsTexts();
  const latest = useRef({ ...given, words });
  latest.current = { ...given, words };
  const readOnly = given.here.readOnly.reason !== null;
  useEffect(() => listen(latest), []);
  useCommands(
    useMemo(() => clipboardCommands(deedsOf(latest)).filter((command) => !(readOnly && command.edits)), [readOnly]),
  );
  return useCallback((event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    const screen = { x: event.clientX, y: event.clientY };
    void file.text().then((text) => takeText(latest.current, text, { screen }));
  }, []);
};
