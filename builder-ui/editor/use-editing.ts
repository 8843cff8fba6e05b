import { useReactFlow } from '@xyflow/react';
import { useMemo, useState } from 'react';
import type { FlowEdge, Position } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { CanvasEdits } from '../canvas/canvas.tsx';
import { dropNodes, placeAfter, placeAt, roomInEdge } from '../canvas/drop.ts';
import { absolutePlace, fitContainers } from '../canvas/geometry.ts';
import { layOut } from '../canvas/layout.ts';
import { layoutInWorker } from '../canvas/layout-engine.ts';
import { connect, connectFault, disconnect, findNode, TRIGGER_ID } from '../document/connect.ts';
import { addNode, duplicateNodes, insertOnEdge, moveNodes, removeNodes } from '../document/edit.ts';
import { newNode } from '../document/new-node.ts';
import { isContainer, type PortRef, portsOf } from '../document/ports.ts';
import type { EditorStore } from './editor-store.ts';
import { freePort } from './free-port.ts';

/** A place where the author is asked what shall stand there. */
export interface AddRequest {
  screen: Position;
  flow: Position;
  from?: PortRef | undefined;
  edge?: FlowEdge | undefined;
}

export interface Editing extends CanvasEdits {
  /** Adds after the selected node, or in the middle of what is seen. */
  add: (type: string) => void;
  /** Answers an `AddRequest`. */
  addAt: (type: string, request: AddRequest) => void;
  insertAt: (edge: FlowEdge, screen: Position) => void;
  remove: () => void;
  duplicate: () => void;
}

/** What hands do on the canvas, as edits of the document. */
export const useEditing = (
  store: EditorStore,
  catalogue: Catalogue,
  locale: Locale,
): Editing & { asked: AddRequest | null; ask: (request: AddRequest | null) => void } => {
  const flow = useReactFlow();
  const [asked, ask] = useState<AddRequest | null>(null);
  const editing = useMemo(
    () => ({ ...onCanvas(store, catalogue, flow, ask), ...adding(store, catalogue, locale, flow) }),
    [store, catalogue, locale, flow],
  );
  return { ...editing, asked, ask };
};

type Flow = ReturnType<typeof useReactFlow>;

const onCanvas = (store: EditorStore, catalogue: Catalogue, flow: Flow, ask: (request: AddRequest) => void) => ({
  move: (positions: ReadonlyMap<string, Position>) =>
    store.edit((document) => dropNodes(document, catalogue, positions)),
  canConnect: (from: PortRef, to: string) => connectFault(store.get().document, catalogue, from, to) === null,
  connect: (from: PortRef, to: string) =>
    store.edit((document) => (connectFault(document, catalogue, from, to) ? document : connect(document, from, to))),
  askForNode: (screen: Position, at: Position, from: PortRef | null) =>
    ask({ screen, flow: at, from: from ?? undefined }),
  insertAt: (edge: FlowEdge, screen: Position) => ask({ screen, flow: flow.screenToFlowPosition(screen), edge }),
  tidy: async () => {
    const places = await layOut(store.get().document, catalogue, layoutInWorker);
    store.edit((document) => moveNodes(document, places));
    requestAnimationFrame(() => void flow.fitView({ padding: 0.18, maxZoom: 1, duration: 180 }));
  },
  remove: () => {
    const { nodes, edges } = store.get();
    store.edit((document) =>
      removeNodes(
        disconnect(document, edges),
        [...nodes].filter((id) => id !== TRIGGER_ID),
      ),
    );
  },
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

/** Moves the canvas as little as shows the node, and not at all where it is seen already. */
const bringIntoView = (flow: Flow, id: string): void => {
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
  const node = flow.getInternalNode(id);
  if (!pane || !node) return;
  const { x, y, zoom } = flow.getViewport();
  const at = node.internals.positionAbsolute;
  const past = (start: number, size: number, length: number): number => {
    const [least, most] = [48, length - size - 48];
    return start < least ? least - start : start > most ? most - start : 0;
  };
  const dx = past(at.x * zoom + x, (node.width ?? 220) * zoom, pane.width);
  const dy = past(at.y * zoom + y, (node.height ?? 64) * zoom, pane.height);
  if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 160 });
};

const adding = (store: EditorStore, catalogue: Catalogue, locale: Locale, flow: Flow) => {
  const put = (
    type: string,
    at: { position: Position; parent?: string | undefined },
    after?: PortRef,
    edge?: FlowEdge,
  ) => {
    const kind = catalogue.get(type);
    if (!kind) return;
    const node = newNode(store.get().document, kind, locale, at);
    const port = portsOf(node, kind).find((name) => name !== 'error');
    store.edit((document) =>
      fitContainers(
        edge
          ? insertOnEdge(roomInEdge(document, edge).document, catalogue, edge, node, port)
          : addNode(document, catalogue, node, after),
      ),
    );
    store.select([node.id]);
    requestAnimationFrame(() => bringIntoView(flow, node.id));
  };
  const drop = (type: string, at: Position) => put(type, placeAt(store.get().document, catalogue, at));
  const after = (type: string, id: string) => {
    const { document } = store.get();
    const node = findNode(document, id);
    const into = node !== undefined && isContainer(node.type) && !document.nodes.some((one) => one.parent === id);
    const position = placeAfter(document, catalogue, id, into);
    put(
      type,
      { position, parent: into ? id : node?.parent },
      into ? { node: id, port: 'each' } : freePort(document, catalogue, id),
    );
  };
  return {
    drop,
    add: (type: string) => {
      const { document, nodes } = store.get();
      const [selected] = nodes.size === 1 ? nodes : [];
      if (selected !== undefined) after(type, selected);
      else if (document.nodes.length === 0) after(type, TRIGGER_ID);
      else drop(type, flow.screenToFlowPosition({ x: innerWidth / 2 - 110, y: innerHeight / 2 - 32 }));
    },
    addAt: (type: string, { flow: at, from, edge }: AddRequest) => {
      const { document } = store.get();
      if (edge) {
        const parent = findNode(document, edge.to)?.parent;
        put(type, { position: roomInEdge(document, edge).position, parent }, undefined, edge);
      } else if (from) {
        const parent = from.port === 'each' ? from.node : findNode(document, from.node)?.parent;
        const origin = parent === undefined ? { x: 0, y: 0 } : absolutePlace(document, parent);
        put(type, { position: { x: at.x - origin.x, y: at.y - origin.y - 32 }, parent }, from);
      } else drop(type, at);
    },
  };
};
