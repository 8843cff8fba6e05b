import type { FlowDocument } from '../document.ts';
import type { Text } from '../json.ts';

/** What became of a node: as it was, something a little different, or a placeholder that does nothing. */
export type ImportStatus = 'mapped' | 'approximated' | 'notMapped';

export interface ImportedNode {
  /** Its name where it came from. */
  name: string;
  /** Its type there. */
  type: string;
  status: ImportStatus;
  /** Nodes of the flow that it became; `trigger` is the trigger; none where it has no place in a flow (notes). */
  nodes: string[];
  /** What differs, or why it could not be mapped. */
  reasons: Text[];
}

/** A credential that was used there: here somebody makes a connection, and chooses it in these nodes. */
export interface NeededConnection {
  /** Kind of credential there. */
  type: string;
  name: string;
  /** Connector whose connection takes its place; null where we have none. */
  connector: string | null;
  /** Nodes of the flow that take it. */
  nodes: string[];
}

export type ImportSource = 'n8n' | 'node-red' | 'activepieces';

/** One of several flows that stand in one document. */
export interface ImportPart {
  id: string;
  name: string;
}

export interface ImportReport {
  source: ImportSource;
  /** Where the document holds several flows: all of them, of which `part` was taken. */
  parts?: ImportPart[];
  part?: string;
  counts: { mapped: number; approximated: number; notMapped: number };
  nodes: ImportedNode[];
  connections: NeededConnection[];
  /** Environment variables and workflow variables that are read: they are the tenant's settings here. */
  settings: string[];
  /** What concerns the flow as a whole. */
  notes: Text[];
}

export interface Imported {
  document: FlowDocument;
  report: ImportReport;
}
