import { createContext, useContext } from 'react';
import type { ConnectFault } from '../document/connect.ts';
import { createKeyedStore, type KeyedStore } from '../keyed-store.ts';
import type { CanvasEdits } from './canvas-edits.ts';

/** What is about to become of a wire: a node is put into it, it is cut; the hand is at it; it is chosen. */
export type WireMark = 'drop' | 'cut' | 'near' | 'chosen';

/** What the parts of one canvas tell each other, each by key: nobody else draws anew. One object for its life. */
export interface CanvasInside {
  /** By edge. */
  marks: KeyedStore<WireMark>;
  /** While a wire is pulled: of each node whether it may end there, or why not. */
  targets: KeyedStore<ConnectFault | 'legal'>;
  /** Under `node`: the node that the hand is at. */
  near: KeyedStore<string>;
  /** The edge that alone is selected keeps its tools while the hand is elsewhere. */
  chooseEdge: (edge: string | undefined) => void;
  chosenEdge: () => string | undefined;
  edits: () => CanvasEdits | undefined;
  toggleClosed: (id: string) => void;
  /** Nodes alone, or edges alone, become what is selected. */
  select: (nodes: readonly string[]) => void;
  openMenu: (at: { x: number; y: number }) => void;
}

type Stores = Pick<CanvasInside, 'marks' | 'targets' | 'near' | 'chooseEdge' | 'chosenEdge'>;

/** No wire is marked but the one that is chosen. */
export const unmark = ({ marks, chosenEdge }: Pick<Stores, 'marks' | 'chosenEdge'>): void => {
  const chosen = chosenEdge();
  marks.replace(chosen === undefined ? new Map() : new Map([[chosen, 'chosen' as const]]));
};

export const createStores = (): Stores => {
  let chosen: string | undefined;
  const marks = createKeyedStore<WireMark>();
  const chosenEdge = () => chosen;
  const chooseEdge = (edge: string | undefined) => {
    chosen = edge;
    unmark({ marks, chosenEdge });
  };
  const targets = createKeyedStore<ConnectFault | 'legal'>();
  return { marks, targets, near: createKeyedStore<string>(), chooseEdge, chosenEdge };
};

export const InsideContext = createContext<CanvasInside | null>(null);

export const useInside = (): CanvasInside => {
  const inside = useContext(InsideContext);
  if (!inside) throw new Error('a node is drawn outside of a canvas');
  return inside;
};
