import type { Board } from '#flow/board.ts';
import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { closedOf, noteKey } from '../document/board-edit.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import { formatPort, isContainer, parsePort, portsOf } from '../document/ports.ts';
import { bendsOf } from './bend.ts';
import type { CanvasEdge, CanvasNode, NoteNode, StepData, TriggerNode } from './canvas-nodes.ts';
import { hiddenIn, placeOf, type Size, STEP, sizesOf, triggerPlace } from './geometry.ts';
import { regionNodes } from './region.ts';

/** Key of an edge: a document may hold two that end alike only by fault, and both are drawn then. */
export const edgeKey = (edge: { from: string; to: string }): string => `${formatPort(parsePort(edge.from))}>${edge.to}`;

const usedPorts = (document: FlowDocument): ReadonlyMap<string, string> => {
  const used = new Map<string, string>();
  for (const edge of document.edges) {
    const { node, port } = parsePort(edge.from);
    used.set(node, `${used.get(node) ?? ''} ${port}`);
  }
  return used;
};

interface Drawn {
  catalogue: Catalogue;
  sizes: ReadonlyMap<string, Size>;
  used: ReadonlyMap<string, string>;
  /** What stands inside each closed container. */
  inside: ReadonlyMap<string, string>;
}

const toNode = (node: FlowNode, { catalogue, sizes, used, inside }: Drawn): CanvasNode => {
  const type = catalogue.get(node.type);
  const size = sizes.get(node.id) ?? STEP;
  const data: StepData = { node, type, ports: portsOf(node, type), used: used.get(node.id) ?? '' };
  const shared = {
    id: node.id,
    position: placeOf(node),
    width: size.width,
    height: size.height,
    ...(node.parent === undefined ? {} : { parentId: node.parent }),
  };
  if (inside.has(node.id)) return { ...shared, data: { ...data, inside: inside.get(node.id) }, type: 'step' };
  return isContainer(node.type)
    ? { ...shared, data, type: 'container', dragHandle: '.container-title', zIndex: 0 }
    : { ...shared, data, type: 'step' };
};

const sameData = (a: CanvasNode['data'], b: CanvasNode['data']): boolean =>
  a === b || Object.keys(b).every((key) => key === 'ports' || a[key] === b[key]);

/** Whether what was drawn for a node can be drawn again: the same parts make the same picture. */
const stillHolds = (before: CanvasNode | undefined, next: CanvasNode): before is CanvasNode => {
  if (before?.type !== next.type || before.width !== next.width || before.height !== next.height) return false;
  if (before.parentId !== next.parentId) return false;
  if (before.position.x !== next.position.x || before.position.y !== next.position.y) return false;
  return sameData(before.data, next.data);
};

const insides = (document: FlowDocument, closed: ReadonlySet<string>): ReadonlyMap<string, string> =>
  new Map([...closed].map((id) => [id, [...hiddenIn(document, new Set([id]))].join(' ')]));

const notesOf = (board: Board): NoteNode[] =>
  (board.notes ?? []).map((note) => ({
    id: noteKey(note.id),
    type: 'note' as const,
    position: note.position,
    width: note.size.width,
    height: note.size.height,
    zIndex: -2,
    data: { note },
  }));

/** The drawing as React Flow's nodes, parents before their children; unchanged ones keep their identity. */
export const toCanvasNodes = (
  document: FlowDocument,
  catalogue: Catalogue,
  before: readonly CanvasNode[] = [],
  board: Board = {},
): CanvasNode[] => {
  const held = new Map(before.map((node) => [node.id, node]));
  const closed = closedOf(board);
  const hidden = hiddenIn(document, closed);
  const sizes = sizesOf(document, catalogue, closed);
  const drawn = { catalogue, sizes, used: usedPorts(document), inside: insides(document, closed) };
  const trigger: TriggerNode = {
    id: TRIGGER_ID,
    type: 'trigger',
    position: triggerPlace(document),
    width: STEP.width,
    height: STEP.height,
    data: { trigger: document.trigger },
  };
  const steps = parentsFirst(document).flatMap((node) => (hidden.has(node.id) ? [] : toNode(node, drawn)));
  const regions = regionNodes(document, board, sizes, hidden);
  return [...notesOf(board), ...regions, trigger as CanvasNode, ...steps].map((next) => {
    const old = held.get(next.id);
    return stillHolds(old, next) ? old : next;
  });
};

const parentsFirst = (document: FlowDocument): FlowNode[] => {
  const ids = new Set(document.nodes.map((node) => node.id));
  const placed = new Set<string>();
  const order: FlowNode[] = [];
  let rest = document.nodes;
  for (let before = -1; rest.length > 0 && before !== rest.length; ) {
    before = rest.length;
    rest = rest.filter((node) => {
      const lost = node.parent === undefined || !ids.has(node.parent);
      if (!lost && !placed.has(node.parent as string)) return true;
      placed.add(node.id);
      // A parent that is not there is a problem that the checker tells; the node is still drawn.
      order.push(lost && node.parent !== undefined ? { ...node, parent: undefined as never } : node);
      return false;
    });
  }
  return order;
};

export const toCanvasEdges = (
  document: FlowDocument,
  catalogue: Catalogue,
  before: readonly CanvasEdge[] = [],
  board: Board = {},
): CanvasEdge[] => {
  const held = new Map(before.map((edge) => [edge.id, edge]));
  const closed = closedOf(board);
  const hidden = hiddenIn(document, closed);
  const ids = new Set([TRIGGER_ID, ...document.nodes.map((node) => node.id)].filter((id) => !hidden.has(id)));
  const bends = bendsOf(document, sizesOf(document, catalogue, closed));
  const seen = new Set<string>();
  return document.edges.flatMap((edge, n): CanvasEdge[] => {
    const { node, port } = parsePort(edge.from);
    const id = edgeKey(edge);
    if (!ids.has(node) || !ids.has(edge.to) || seen.has(id)) return [];
    seen.add(id);
    const bend = bends[n] ?? 'middle';
    const old = held.get(id);
    if (old?.data?.bend === bend) return [old];
    const data = { from: edge.from, to: edge.to, port, bend };
    const ariaLabel = `${edge.from} → ${edge.to}`;
    return [{ id, type: 'flow' as const, source: node, sourceHandle: port, target: edge.to, data, ariaLabel }];
  });
};
