import type { ReactFlowInstance } from '@xyflow/react';
import type { FlowNode, Position } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { findNode } from '../../document/connect.ts';
import type { Dialog } from '../dialog.ts';
import type { EditorStore } from '../editor-store.ts';
import type { Editing } from '../use-editing.ts';
import type { ReadOnly } from '../use-read-only.ts';

export interface Panels {
  palette: boolean;
  inspector: boolean;
  problems: boolean;
  find: boolean;
}

/** What the commands of an editor work with, as it is at the moment. */
export interface EditorHere {
  flowId: string;
  store: EditorStore;
  catalogue: Catalogue;
  locale: Locale;
  editing: Editing;
  canvas: ReactFlowInstance;
  openDialog: (dialog: Dialog) => void;
  flush: () => Promise<boolean>;
  setPanel: (panel: keyof Panels, open: boolean | 'toggle') => void;
  readOnly: ReadOnly;
  /** Where the mouse is over the canvas, on the screen; null where it is elsewhere. */
  pointer: () => Position | null;
}

export type Here = () => EditorHere;

/** Ids of the selected steps; the trigger, notes and groups are none. */
export const selectedSteps = ({ store }: EditorHere): string[] => {
  const { document, nodes } = store.get();
  const steps = new Set(document.nodes.map(({ id }) => id));
  return [...nodes].filter((id) => steps.has(id));
};

/** The one that is selected, where it is one. */
export const selectedOne = ({ store }: EditorHere): string | undefined => {
  const { nodes } = store.get();
  const [first] = nodes;
  return nodes.size === 1 ? first : undefined;
};

export const selectedStep = (here: EditorHere): FlowNode | undefined => {
  const id = selectedOne(here);
  return id === undefined ? undefined : findNode(here.store.get().document, id);
};
