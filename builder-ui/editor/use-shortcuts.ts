import { type Dispatch, type SetStateAction, useEffect, useRef } from 'react';
import type { Dialog } from './dialog.ts';
import type { EditorStore } from './editor-store.ts';
import type { Editing } from './use-editing.ts';

interface Panels {
  palette: boolean;
  inspector: boolean;
  problems: boolean;
}

interface Shortcuts {
  store: EditorStore;
  editing: Editing;
  dialog: Dialog;
  openDialog: (dialog: Dialog) => void;
  flush: () => Promise<boolean>;
  togglePanel: Dispatch<SetStateAction<Panels>>;
}

/** A place where keys and pasting are its own. */
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null;

/** Keys of the editor. In a field, only those that no field needs: save and test. */
export const useShortcuts = (given: Shortcuts): void => {
  const latest = useRef(given);
  latest.current = given;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = event.defaultPrevented ? undefined : actionFor(event, latest.current);
      if (!action) return;
      event.preventDefault();
      action();
    };
    globalThis.addEventListener('keydown', onKeyDown);
    return () => globalThis.removeEventListener('keydown', onKeyDown);
  }, []);
};

const actionFor = (event: KeyboardEvent, given: Shortcuts): (() => void) | undefined => {
  const { store, editing, dialog, openDialog, flush, togglePanel } = given;
  const key = event.key.toLowerCase();
  const control = event.ctrlKey || event.metaKey;
  if (control && key === 's') return () => void flush();
  if (dialog) return undefined;
  if (control && key === 'enter') return () => openDialog('run');
  if (isWriting(event.target)) return undefined;
  if (control) {
    const byKey: Record<string, () => void> = {
      z: event.shiftKey ? store.redo : store.undo,
      y: store.redo,
      d: editing.duplicate,
      a: () => store.select(store.get().document.nodes.map((node) => node.id)),
    };
    return byKey[key];
  }
  const plain: Record<string, () => void> = {
    delete: editing.remove,
    backspace: editing.remove,
    escape: () => store.select([]),
    p: () => togglePanel((now) => ({ ...now, problems: !now.problems })),
    '[': () => togglePanel((now) => ({ ...now, palette: !now.palette })),
    ']': () => togglePanel((now) => ({ ...now, inspector: !now.inspector })),
  };
  return event.altKey ? undefined : plain[key];
};
