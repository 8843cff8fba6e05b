import { createContext, type ReactNode, useContext } from 'react';
import type { TraceStatus } from '#flow/machine/protocol.ts';
import type { KeyedStore } from '../keyed-store.ts';

/** What became of a node in the run that is shown; in loops, of all its rounds together. */
export interface NodeState {
  status: TraceStatus;
  rounds: number;
  failed: number;
  /** Why it waits, and since when. */
  reason?: string | undefined;
  since?: string | undefined;
  /** The step, or one before it, was edited since: it might come out otherwise. */
  stale?: boolean;
}

export type EdgeState = 'taken' | 'live' | 'idle';

/** What the nodes of a canvas need beside their own data; one object for the life of the canvas. */
export interface CanvasWorld {
  /** Number of problems by node. */
  problems: KeyedStore<{ errors: number; warnings: number }>;
  states: KeyedStore<NodeState>;
  edges: KeyedStore<EdgeState>;
  /** Steps that give something pinned in tests. */
  pins?: KeyedStore<boolean>;
  /** How often each edge was taken in the run that is shown. */
  counts?: KeyedStore<number>;
  /** What the page of a run sets into the title of a container: which round is shown. */
  frameTools?: (id: string) => ReactNode;
  readOnly: boolean;
  /** Opens the list of node types at an edge, to insert one there. */
  insertAt: (edge: { from: string; to: string }, at: { x: number; y: number }) => void;
}

export const CanvasContext = createContext<CanvasWorld | null>(null);

export const useCanvasWorld = (): CanvasWorld => {
  const world = useContext(CanvasContext);
  if (!world) throw new Error('a node is drawn outside of a canvas');
  return world;
};
