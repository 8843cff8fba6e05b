import { useSyncExternalStore } from 'react';
import type { Board } from '#flow/board.ts';
import type { FlowDocument, FlowEdge } from '#flow/document.ts';
import { keysOf } from '../document/board-edit.ts';
import type { Drawing } from '../document/drawing.ts';
import type { Conflict } from '../document/merge.ts';
import { applyPatch, invert, type Patch, patchOf } from '../document/patch.ts';

export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed' | 'offline' | 'conflict';

/** What can be done again or taken back, oldest first in `past`, next first in `future`. */
export interface Steps {
  past: readonly Patch[];
  future: readonly Patch[];
}

export interface EditorState extends Drawing, Steps {
  /** `document` and `board` are the single truth of the editor; everything drawn follows from them. */
  nodes: ReadonlySet<string>;
  edges: readonly FlowEdge[];
  save: SaveState;
  /** What somebody else changed differently, until the author has chosen; the drawing shows the own side. */
  conflicts: readonly Conflict[];
}

/** What an editor begins with. */
export interface EditorStart extends Drawing {
  steps?: Steps;
  conflicts?: readonly Conflict[];
  save?: SaveState;
}

export interface EditorStore {
  get: () => EditorState;
  subscribe: (listener: () => void) => () => void;
  /** `tag`: edits of one field within a second are one step back. */
  edit: (change: (document: FlowDocument) => FlowDocument, tag?: string) => void;
  editBoard: (change: (board: Board) => Board, tag?: string) => void;
  /** Both at once, as one step back. */
  editDrawing: (change: (drawing: Drawing) => Drawing, tag?: string) => void;
  undo: () => void;
  redo: () => void;
  select: (nodes: Iterable<string>, edges?: readonly FlowEdge[]) => void;
  setSave: (save: SaveState) => void;
  /** What others changed is now part of the drawing: no step back takes it away. */
  adopt: (drawing: Drawing, rest?: Partial<Steps & Pick<EditorState, 'conflicts'>>) => void;
  /** The author has chosen, by an edit where it was the other side. */
  settle: (conflict: Conflict) => void;
}

const HISTORY = 200;
const TOGETHER_MS = 1000;
const NO_STEPS: Steps = { past: [], future: [] };

/** Of the selected those that are there: nodes, and notes and groups by their keys. */
const existing = ({ document, board }: Drawing, nodes: ReadonlySet<string>): ReadonlySet<string> => {
  const ids = new Set(['trigger', ...document.nodes.map((node) => node.id), ...keysOf(board)]);
  return [...nodes].every((id) => ids.has(id)) ? nodes : new Set([...nodes].filter((id) => ids.has(id)));
};

/** The edit that the next one of the same tag becomes one step with. */
interface Together {
  tag: string;
  at: number;
  before: Drawing;
}

export const createEditorStore = (
  { document, board, steps = NO_STEPS, conflicts = [], save = 'saved' }: EditorStart,
  now: () => number = Date.now,
): EditorStore => {
  let state: EditorState = { document, board, ...steps, nodes: new Set(), edges: [], save, conflicts };
  let last: Together | null = null;
  const listeners = new Set<() => void>();
  const set = (next: Partial<EditorState>): void => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const show = (next: Drawing, rest: Partial<EditorState>): void => {
    const same = next.document === state.document && next.board === state.board;
    const selection = same ? {} : { nodes: existing(next, state.nodes), edges: [] };
    const save = state.conflicts.length > 0 ? 'conflict' : 'dirty';
    set({ save, ...rest, document: next.document, board: next.board, ...selection });
  };
  const editDrawing = (change: (drawing: Drawing) => Drawing, tag = ''): void => {
    const before: Drawing = { document: state.document, board: state.board };
    const next = change(before);
    if (next.document === before.document && next.board === before.board) return;
    const together = tag !== '' && last?.tag === tag && now() - last.at < TOGETHER_MS ? last : null;
    last = { tag, at: now(), before: together?.before ?? before };
    const patch = patchOf(last.before, next);
    const past = together ? state.past.slice(0, -1) : state.past;
    // Objects that are new and say the same are no step; they are kept, for the caller may hold them.
    show(next, patch.length === 0 ? { past } : { past: [...past, patch].slice(-HISTORY), future: [] });
  };
  const step = (next: Drawing, rest: Partial<EditorState>): void => {
    last = null;
    show(next, rest);
  };
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit: (change, tag) => editDrawing(({ document, board }) => ({ document: change(document), board }), tag),
    editBoard: (change, tag) => editDrawing(({ document, board }) => ({ document, board: change(board) }), tag),
    editDrawing,
    undo: () => {
      const patch = state.past.at(-1);
      if (patch)
        step(applyPatch(invert(patch), state), { past: state.past.slice(0, -1), future: [patch, ...state.future] });
    },
    redo: () => {
      const [patch, ...future] = state.future;
      if (patch) step(applyPatch(patch, state), { past: [...state.past, patch], future });
    },
    select: (nodes, edges = []) => set({ nodes: existing(state, new Set(nodes)), edges }),
    setSave: (save) => set({ save }),
    adopt: (next, rest) => step(next, { ...rest, save: state.save }),
    settle: (conflict) => {
      const conflicts = state.conflicts.filter((one) => one !== conflict);
      set({ conflicts, save: conflicts.length > 0 ? 'conflict' : 'dirty' });
    },
  };
};

/** The part of the state that a component draws; it must be the same value while nothing of it changed. */
export const useEditor = <T>(store: EditorStore, pick: (state: EditorState) => T): T =>
  useSyncExternalStore(store.subscribe, () => pick(store.get()));
