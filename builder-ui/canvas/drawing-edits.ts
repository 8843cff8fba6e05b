import type { useReactFlow } from '@xyflow/react';
import type { FlowDocument, FlowEdge, Position } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import {
  addNote,
  changeGroup,
  changeNote,
  closedOf,
  groupKey,
  groupNodes,
  groupsOf,
  moveNotes,
  noteKey,
  removeFromBoard,
  toggleClosed,
  withoutNodes,
} from '../document/board-edit.ts';
import { disconnect, findNode, TRIGGER_ID } from '../document/connect.ts';
import type { Drawing } from '../document/drawing.ts';
import { insertOnEdge, moveNodes, removeNodes } from '../document/edit.ts';
import { newNode } from '../document/new-node.ts';
import { isContainer, type PortRef, portsOf } from '../document/ports.ts';
import { connectFaults, isLoose, putIntoEdge, reconnect } from '../document/wires.ts';
import type { EditorStore } from '../editor/editor-store.ts';
import { arrange } from './arrange.ts';
import type { Arrangement, CanvasEdits } from './canvas-edits.ts';
import { dropNodes } from './drop.ts';
import { absolutePlace, FRAME, fitContainers, STEP } from './geometry.ts';
import { layOut, layOutSome } from './layout.ts';
import { layoutInWorker } from './layout-engine.ts';
import { makeRoom, roomInWire } from './room.ts';

type Flow = Pick<ReturnType<typeof useReactFlow>, 'fitView'>;

/** A place of the canvas, seen from the container that an edge stands in. */
const inScopeOf = (document: FlowDocument, edge: FlowEdge, at: Position): Position => {
  const parent = findNode(document, edge.to)?.parent;
  const origin = parent === undefined ? { x: 0, y: 0 } : absolutePlace(document, parent);
  return { x: Math.round(at.x - origin.x), y: Math.round(at.y - origin.y) };
};

const wireEdits = (store: EditorStore, catalogue: Catalogue, locale: Locale) => ({
  faults: (from: PortRef, moving?: FlowEdge) => {
    const { document } = store.get();
    return connectFaults(moving ? disconnect(document, [moving]) : document, catalogue, from);
  },
  reconnect: (edge: FlowEdge, from: PortRef, to: string) =>
    store.edit((document) => reconnect(document, catalogue, edge, from, to)),
  disconnect: (edges: readonly FlowEdge[]) => store.edit((document) => disconnect(document, edges)),
  dropIntoEdge: (type: string, at: Position, edge: FlowEdge) => {
    const kind = catalogue.get(type);
    const { document, board } = store.get();
    if (!kind) return;
    const closed = closedOf(board);
    const size = isContainer(type) ? FRAME : STEP;
    const wanted = inScopeOf(document, edge, at);
    const room = roomInWire(document, catalogue, edge, { closed, size, wanted });
    const node = newNode(document, kind, locale, {
      position: room.position,
      parent: findNode(document, edge.to)?.parent,
    });
    const port = portsOf(node, kind).find((name) => name !== 'error');
    store.edit(() => fitContainers(insertOnEdge(room.document, catalogue, edge, node, port)));
    store.select([node.id]);
  },
  isLoose: (id: string) => isLoose(store.get().document, id),
  putIntoEdge: (id: string, at: Position, edge: FlowEdge) => {
    const closed = closedOf(store.get().board);
    store.edit((document) => {
      const wanted = inScopeOf(document, edge, at);
      const { document: roomy, position } = roomInWire(document, catalogue, edge, { closed, wanted });
      return fitContainers(putIntoEdge(roomy, catalogue, edge, id, position));
    });
  },
});

const boardEdits = (store: EditorStore, catalogue: Catalogue, locale: Locale) => ({
  group: () => {
    const nodes = [...store.get().nodes].filter((id) => findNode(store.get().document, id) || id === TRIGGER_ID);
    if (nodes.length === 0) return;
    const { board, id } = groupNodes(store.get().board, nodes, locale === 'en' ? 'New group' : 'Novo grupo');
    store.editBoard(() => board);
    store.select([groupKey(id)]);
  },
  ungroup: () => {
    const { board, nodes } = store.get();
    store.editBoard(() => removeFromBoard(board, groupsOf(board, nodes)));
  },
  addNote: (at: Position) => {
    const { board, id } = addNote(store.get().board, at);
    store.editBoard(() => board);
    store.select([noteKey(id)]);
  },
  changeNote: (id: string, change: Parameters<CanvasEdits['changeNote']>[1]) =>
    store.editBoard((board) => changeNote(board, id, change), `note:${id}`),
  changeGroup: (id: string, change: Parameters<CanvasEdits['changeGroup']>[1]) =>
    store.editBoard((board) => changeGroup(board, id, change), `group:${id}`),
  toggleClosed: (id: string) =>
    store.editDrawing(({ document, board }) => {
      const next = toggleClosed(board, id);
      const closed = closedOf(next);
      return { board: next, document: closed.has(id) ? document : makeRoom(document, catalogue, closed, id) };
    }),
});

/** Removes what is selected: nodes with what is in them, edges, notes, and frames of groups. */
const withoutSelected = (drawing: Drawing, nodes: ReadonlySet<string>, edges: readonly FlowEdge[]): Drawing => {
  const gone = [...nodes].filter((id) => id !== TRIGGER_ID);
  const board = withoutNodes(removeFromBoard(drawing.board, gone), drawing.document, gone);
  const cut = edges.length > 0 ? disconnect(drawing.document, edges) : drawing.document;
  const some = gone.some((id) => findNode(cut, id));
  return { board, document: some ? removeNodes(cut, gone) : cut };
};

/** What hands on the canvas do beyond adding steps, as edits of the drawing. */
export const drawingEdits = (store: EditorStore, catalogue: Catalogue, locale: Locale, flow: Flow) => ({
  ...wireEdits(store, catalogue, locale),
  ...boardEdits(store, catalogue, locale),
  move: (positions: ReadonlyMap<string, Position>) =>
    store.editDrawing(({ document, board }) => ({
      document: dropNodes(document, catalogue, positions, closedOf(board)),
      board: moveNotes(board, positions),
    })),
  arrange: (how: Arrangement) => {
    const { nodes, board } = store.get();
    store.edit((document) => arrange(document, catalogue, nodes, how, closedOf(board)));
  },
  tidy: async () => {
    const { document: drawn, board } = store.get();
    const places = await layOut(drawn, catalogue, layoutInWorker, closedOf(board));
    store.edit((document) => moveNodes(document, places));
    requestAnimationFrame(() => void flow.fitView({ padding: 0.18, maxZoom: 1, duration: 180 }));
  },
  tidySelected: async () => {
    const { document: drawn, board, nodes } = store.get();
    const places = await layOutSome(drawn, catalogue, layoutInWorker, nodes, closedOf(board));
    store.edit((document) => fitContainers(moveNodes(document, places)));
  },
  remove: () => {
    const { nodes, edges } = store.get();
    store.editDrawing((drawing) => withoutSelected(drawing, nodes, edges));
  },
});
