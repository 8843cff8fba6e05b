import { useState } from 'react';
import { useMay } from '../shell/session.ts';
import type { EditorStore } from './editor-store.ts';

/** Why nothing may be changed: the person's role, the flow's rest in the archive, or their own wish. */
export type ReadOnlyReason = 'role' | 'archived' | 'locked' | null;

/** A store that shows and selects, and lets nobody change the drawing. */
const lookedAt = (store: EditorStore): EditorStore => {
  const refuse = () => undefined;
  return { ...store, edit: refuse, editBoard: refuse, editDrawing: refuse, undo: refuse, redo: refuse };
};

export interface ReadOnly {
  reason: ReadOnlyReason;
  /** The store to edit with: the given one, or one that changes nothing. */
  store: EditorStore;
  toggle: () => void;
}

/** Whether this editor only shows; the saving, and what others changed, go on with the store itself. */
export const useReadOnly = (store: EditorStore, { archivedAt }: { archivedAt: string | null }): ReadOnly => {
  const may = useMay('flows:write');
  const [locked, setLocked] = useState(false);
  const [shown] = useState(() => lookedAt(store));
  const reason = !may ? 'role' : archivedAt !== null ? 'archived' : locked ? 'locked' : null;
  return { reason, store: reason === null ? store : shown, toggle: () => setLocked((now) => !now) };
};
