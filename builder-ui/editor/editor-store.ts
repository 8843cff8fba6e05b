import { useSyncExternalStore } from 'react';
import type { FlowDocument, FlowEdge } from '#flow/document.ts';

export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';

export interface EditorState {
  /** The single truth of the editor; everything drawn follows from it. */
  document: FlowDocument;
  past: readonly FlowDocument[];
  future: readonly FlowDocument[];
  nodes: ReadonlySet<string>;
  edges: readonly FlowEdge[];
  save: SaveState;
}

export interface EditorStore {
  get: () => EditorState;
  subscribe: (listener: () => void) => () => void;
  /** `tag`: edits of one field within a second are one step back. */
  edit: (change: (document: FlowDocument) => FlowDocument, tag?: string) => void;
  undo: () => void;
  redo: () => void;
  select: (nodes: Iterable<string>, edges?: readonly FlowEdge[]) => void;
  setSave: (save: SaveState) => void;
  /** Another document altogether, with no way back: what someone else saved. */
  reset: (document: FlowDocument) => void;
}

const HISTORY = 200;
const TOGETHER_MS = 1000;

const existing = (document: FlowDocument, nodes: ReadonlySet<string>): ReadonlySet<string> => {
  const ids = new Set(['trigger', ...document.nodes.map((node) => node.id)]);
  return [...nodes].every((id) => ids.has(id)) ? nodes : new Set([...nodes].filter((id) => ids.has(id)));
};

export const createEditorStore = (document: FlowDocument, now: () => number = Date.now): EditorStore => {
  let state: EditorState = { document, past: [], future: [], nodes: new Set(), edges: [], save: 'saved' };
  let last = { tag: '', at: 0 };
  const listeners = new Set<() => void>();
  const set = (next: Partial<EditorState>): void => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const show = (next: FlowDocument, rest: Partial<EditorState>): void =>
    set({ ...rest, document: next, nodes: existing(next, state.nodes), edges: [], save: 'dirty' });
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit: (change, tag = '') => {
      const next = change(state.document);
      if (next === state.document) return;
      const together = tag !== '' && tag === last.tag && now() - last.at < TOGETHER_MS;
      last = { tag, at: now() };
      const past = together ? state.past : [...state.past, state.document].slice(-HISTORY);
      show(next, { past, future: [] });
    },
    undo: () => {
      const before = state.past.at(-1);
      if (!before) return;
      last = { tag: '', at: 0 };
      show(before, { past: state.past.slice(0, -1), future: [state.document, ...state.future] });
    },
    redo: () => {
      const [after, ...future] = state.future;
      if (!after) return;
      last = { tag: '', at: 0 };
      show(after, { past: [...state.past, state.document], future });
    },
    select: (nodes, edges = []) => set({ nodes: existing(state.document, new Set(nodes)), edges }),
    setSave: (save) => set({ save }),
    reset: (next) =>
      set({ document: next, past: [], future: [], nodes: existing(next, state.nodes), edges: [], save: 'saved' }),
  };
};

/** The part of the state that a component draws; it must be the same value while nothing of it changed. */
export const useEditor = <T>(store: EditorStore, pick: (state: EditorState) => T): T =>
  useSyncExternalStore(store.subscribe, () => pick(store.get()));
