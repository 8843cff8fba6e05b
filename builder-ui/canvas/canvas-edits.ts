import type { Board, BoardGroup, BoardNote } from '#flow/board.ts';
import type { FlowEdge, Position } from '#flow/document.ts';
import type { Alignment, Axis } from '../document/align.ts';
import type { ConnectFault } from '../document/connect.ts';
import type { PortRef } from '../document/ports.ts';

export type Arrangement = Alignment | Axis;

/** What hands on the canvas change; a canvas without it shows, and changes nothing. */
export interface CanvasEdits {
  /** Nodes, relative to the container that each stood in when the drag began, and notes (by their keys). */
  move: (positions: ReadonlyMap<string, Position>) => void;
  canConnect: (from: PortRef, to: string) => boolean;
  connect: (from: PortRef, to: string) => void;
  drop: (type: string, at: Position) => void;
  /** A wire let go over nothing, or a double click on the ground: what shall stand here? */
  askForNode: (screen: Position, flow: Position, from: PortRef | null) => void;
  tidy: () => void;
  /** For every node whether a wire from here may end there (null), or why not; `moving` is the edge whose end it is. */
  faults: (from: PortRef, moving?: FlowEdge) => ReadonlyMap<string, ConnectFault | null>;
  reconnect: (edge: FlowEdge, from: PortRef, to: string) => void;
  disconnect: (edges: readonly FlowEdge[]) => void;
  /** A type let go over an edge, at a place of the canvas. */
  dropIntoEdge: (type: string, at: Position, edge: FlowEdge) => void;
  /** Whether a node has no edges, so that it can be put into one. */
  isLoose: (id: string) => boolean;
  /** A loose node let go over an edge, at a place of the canvas. */
  putIntoEdge: (id: string, at: Position, edge: FlowEdge) => void;
  /** Lines up the selected nodes, or shares the room between them. */
  arrange: (how: Arrangement) => void;
  tidySelected: () => void;
  /** Frames the selected nodes; gives the id of the group. */
  group: () => void;
  ungroup: () => void;
  addNote: (at: Position) => void;
  changeNote: (id: string, change: Partial<Omit<BoardNote, 'id'>>) => void;
  changeGroup: (id: string, change: Partial<Omit<BoardGroup, 'id'>>) => void;
  toggleClosed: (id: string) => void;
  duplicate: () => void;
  remove: () => void;
}

export interface Selection {
  nodes: ReadonlySet<string>;
  edges: readonly FlowEdge[];
  /** Something else is shown for it already (a menu): nothing else shall come up. */
  quiet?: boolean;
}

/** What of the board is drawn. */
export type DrawnBoard = Pick<Board, 'notes' | 'groups' | 'collapsed'>;
