import { useReactFlow } from '@xyflow/react';
import { useMemo, useState } from 'react';
import type { FlowEdge, Position } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { CanvasEdits } from '../canvas/canvas-edits.ts';
import { drawingEdits } from '../canvas/drawing-edits.ts';
import { fitContainers } from '../canvas/geometry.ts';
import { bringToMiddle } from '../canvas/show-node.ts';
import { connect, connectFault, TRIGGER_ID } from '../document/connect.ts';
import { duplicateNodes } from '../document/edit.ts';
import type { PortRef } from '../document/ports.ts';
import { type AddRequest, addingSteps, bringIntoView, requestAfter, requestHere } from './add-step.ts';
import type { EditorStore } from './editor-store.ts';
import { freePort } from './free-port.ts';

export interface Editing extends CanvasEdits {
  /** Adds after the selected node, or in the middle of what is seen. */
  add: (type: string) => void;
  /** Answers an `AddRequest`. */
  addAt: (type: string, request: AddRequest) => string | undefined;
  joinTo: (to: string, from: PortRef) => void;
  /** Asks what shall stand where the author works just now. */
  askHere: (pointer: Position | null) => void;
  /** Asks what shall follow a step; `joins`: only which of those that are there. */
  askAfter: (id: string, joins?: boolean) => void;
  /** Moves the canvas as little as shows the node. */
  show: (id: string) => void;
  /** Brings what was looked for to the middle of the canvas. */
  goTo: (id: string) => void;
  insertAt: (edge: FlowEdge, screen: Position) => void;
}

/** With the question that is open, where one is. */
export interface Asking extends Editing {
  asked: AddRequest | null;
  ask: (request: AddRequest | null) => void;
}

/** What hands do on the canvas, as edits of the document. */
export const useEditing = (store: EditorStore, catalogue: Catalogue, locale: Locale): Asking => {
  const flow = useReactFlow();
  const [asked, ask] = useState<AddRequest | null>(null);
  const editing = useMemo(
    () => ({
      ...onCanvas(store, catalogue, flow, ask),
      ...addingSteps(store, catalogue, locale, flow),
      ...drawingEdits(store, catalogue, locale, flow),
    }),
    [store, catalogue, locale, flow],
  );
  return { ...editing, asked, ask };
};

type Flow = ReturnType<typeof useReactFlow>;

const onCanvas = (store: EditorStore, catalogue: Catalogue, flow: Flow, ask: (request: AddRequest) => void) => ({
  canConnect: (from: PortRef, to: string) => connectFault(store.get().document, catalogue, from, to) === null,
  connect: (from: PortRef, to: string) =>
    store.edit((document) => (connectFault(document, catalogue, from, to) ? document : connect(document, from, to))),
  askForNode: (screen: Position, at: Position, from: PortRef | null) =>
    ask({ screen, flow: at, from: from ?? undefined }),
  insertAt: (edge: FlowEdge, screen: Position) => ask({ screen, flow: flow.screenToFlowPosition(screen), edge }),
  askHere: (pointer: Position | null) => ask(requestHere(flow, store, catalogue, pointer)),
  askAfter: (id: string, joins = false) => {
    const request = requestAfter(flow, store, catalogue, id);
    // A wire to what is there mostly leaves a frame; a new step mostly goes into it.
    ask(joins ? { ...request, joins, from: freePort(store.get().document, catalogue, id) } : request);
  },
  show: (id: string) => bringIntoView(flow, id),
  goTo: (id: string) => bringToMiddle(flow, store.get().document, id),
  duplicate: () => {
    let ids: string[] = [];
    store.edit((document) => {
      const done = duplicateNodes(
        document,
        [...store.get().nodes].filter((id) => id !== TRIGGER_ID),
      );
      ids = done.ids;
      return ids.length > 0 ? fitContainers(done.document) : document;
    });
    if (ids.length > 0) store.select(ids);
  },
});
