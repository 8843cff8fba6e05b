import type { useReactFlow } from '@xyflow/react';
import type { FlowEdge, Position } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { placeAfter, placeAt } from '../canvas/drop.ts';
import { absolutePlace, FRAME, fitContainers, STEP } from '../canvas/geometry.ts';
import { roomInWire } from '../canvas/room.ts';
import { closedOf } from '../document/board-edit.ts';
import { connect, connectFault, findNode, TRIGGER_ID } from '../document/connect.ts';
import { addNode, insertOnEdge } from '../document/edit.ts';
import { newNode } from '../document/new-node.ts';
import { isContainer, type PortRef, portsOf } from '../document/ports.ts';
import { focusCanvasSoon } from './commands/canvas-focus.ts';
import type { EditorStore } from './editor-store.ts';
import { freePort } from './free-port.ts';

/** A place where the author is asked what shall stand there. */
export interface AddRequest {
  screen: Position;
  flow: Position;
  from?: PortRef | undefined;
  edge?: FlowEdge | undefined;
  /** Not where `flow` says, but in a free place after `from`: it was asked for with keys. */
  beside?: boolean;
  /** Only a wire to a step that stands there already is asked for. */
  joins?: boolean;
}

type Flow = ReturnType<typeof useReactFlow>;

const paneRect = (): DOMRect | undefined => document.querySelector('.react-flow')?.getBoundingClientRect();

/** Moves the canvas as little as shows the node, and not at all where it is seen already. */
export const bringIntoView = (flow: Flow, id: string): void => {
  const pane = paneRect();
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

/** The port that a step asked for with keys is wired to: an empty frame is filled first. */
export const portAfter = (store: EditorStore, catalogue: Catalogue, id: string): PortRef | undefined => {
  const { document, board } = store.get();
  const node = findNode(document, id);
  const open = node !== undefined && isContainer(node.type) && !closedOf(board).has(id);
  const empty = open && !document.nodes.some((one) => one.parent === id);
  return empty ? { node: id, port: 'each' } : freePort(document, catalogue, id);
};

/** The place on the screen beside a node, where it is drawn. */
const besideOnScreen = (flow: Flow, store: EditorStore, id: string): Position => {
  const node = flow.getInternalNode(id);
  const at = absolutePlace(store.get().document, id);
  const screen = flow.flowToScreenPosition({ x: at.x + (node?.width ?? 220) + 24, y: at.y });
  const pane = paneRect();
  const within = (value: number, start = 0, end = Number.MAX_VALUE) => Math.min(Math.max(value, start), end);
  return {
    x: within(screen.x, pane?.left, (pane?.right ?? innerWidth) - 40),
    y: within(screen.y, pane?.top, (pane?.bottom ?? innerHeight) - 80),
  };
};

/** A request for what follows a node, at that node. */
export const requestAfter = (flow: Flow, store: EditorStore, catalogue: Catalogue, id: string): AddRequest => {
  const screen = besideOnScreen(flow, store, id);
  return { screen, flow: flow.screenToFlowPosition(screen), from: portAfter(store, catalogue, id), beside: true };
};

/** A request where nobody has pointed yet: in the selected edge, after the selected step, under the mouse, or in the middle. */
export const requestHere = (
  flow: Flow,
  store: EditorStore,
  catalogue: Catalogue,
  pointer: Position | null,
): AddRequest => {
  const { nodes, edges, document } = store.get();
  const pane = paneRect();
  const middle = { x: (pane?.left ?? 0) + (pane?.width ?? 0) / 2 - 110, y: (pane?.top ?? 0) + (pane?.height ?? 0) / 3 };
  const [edge] = edges;
  const [one] = nodes.size === 1 ? nodes : document.nodes.length === 0 ? [TRIGGER_ID] : [];
  const only = one === TRIGGER_ID || (one !== undefined && findNode(document, one)) ? one : undefined;
  if (edge && edges.length === 1 && nodes.size === 0) {
    return { screen: pointer ?? middle, flow: flow.screenToFlowPosition(pointer ?? middle), edge };
  }
  if (only !== undefined) return requestAfter(flow, store, catalogue, only);
  return { screen: pointer ?? middle, flow: flow.screenToFlowPosition(pointer ?? middle) };
};

/** The frame that a step would stand in. */
export const parentAt = (store: EditorStore, catalogue: Catalogue, request: AddRequest): string | undefined => {
  const { document, board } = store.get();
  if (request.edge) return findNode(document, request.edge.to)?.parent;
  if (!request.from) return placeAt(document, catalogue, request.flow, closedOf(board)).parent;
  return request.from.port === 'each' ? request.from.node : findNode(document, request.from.node)?.parent;
};

/** What was added is selected and seen. */
const stand = (store: EditorStore, flow: Flow, id: string): void => {
  store.select([id]);
  requestAnimationFrame(() => bringIntoView(flow, id));
};

/** A place, seen from the frame that it is in. */
interface Standing {
  position: Position;
  parent?: string | undefined;
}

/** Room in an edge for a step of the type. */
const roomIn = (store: EditorStore, catalogue: Catalogue, type: string, edge: FlowEdge) => {
  const { document, board } = store.get();
  const size = isContainer(type) ? FRAME : STEP;
  return roomInWire(document, catalogue, edge, { closed: closedOf(board), size });
};

export const addingSteps = (store: EditorStore, catalogue: Catalogue, locale: Locale, flow: Flow) => {
  const put = (type: string, at: Standing, after?: PortRef, edge?: FlowEdge): string | undefined => {
    const kind = catalogue.get(type);
    if (!kind) return undefined;
    const node = newNode(store.get().document, kind, locale, at);
    const port = portsOf(node, kind).find((name) => name !== 'error');
    store.edit((document) =>
      fitContainers(
        edge
          ? insertOnEdge(roomIn(store, catalogue, type, edge).document, catalogue, edge, node, port)
          : addNode(document, catalogue, node, after),
      ),
    );
    stand(store, flow, node.id);
    return node.id;
  };
  const drop = (type: string, at: Position) =>
    put(type, placeAt(store.get().document, catalogue, at, closedOf(store.get().board)));
  const after = (type: string, from: PortRef) => {
    const { document, board } = store.get();
    const into = from.port === 'each';
    const position = placeAfter(document, catalogue, from.node, into, closedOf(board));
    return put(type, { position, parent: into ? from.node : findNode(document, from.node)?.parent }, from);
  };
  const add = (type: string) => {
    const { document, nodes } = store.get();
    const [selected] = nodes.size === 1 ? nodes : document.nodes.length === 0 ? [TRIGGER_ID] : [];
    const from = selected === undefined ? undefined : portAfter(store, catalogue, selected);
    focusCanvasSoon(
      from
        ? after(type, from)
        : drop(type, flow.screenToFlowPosition({ x: innerWidth / 2 - 110, y: innerHeight / 2 - 32 })),
    );
  };
  return {
    drop: (type: string, at: Position) => focusCanvasSoon(drop(type, at)),
    add,
    addAt: (type: string, { flow: at, from, edge, beside }: AddRequest): string | undefined => {
      const { document } = store.get();
      const parent = parentAt(store, catalogue, { screen: at, flow: at, from, edge });
      if (edge) return put(type, { position: roomIn(store, catalogue, type, edge).position, parent }, undefined, edge);
      if (!from) return drop(type, at);
      if (beside) return after(type, from);
      const origin = parent === undefined ? { x: 0, y: 0 } : absolutePlace(document, parent);
      return put(type, { position: { x: at.x - origin.x, y: at.y - origin.y - 32 }, parent }, from);
    },
    /** A wire to a step that stands there already. */
    joinTo: (to: string, from: PortRef) => {
      store.edit((document) => (connectFault(document, catalogue, from, to) ? document : connect(document, from, to)));
      stand(store, flow, to);
    },
  };
};
