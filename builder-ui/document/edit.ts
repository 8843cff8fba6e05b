import type { FlowDocument, FlowNode, Position } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { connect, connectFault, findNode, TRIGGER_ID } from './connect.ts';
import { freshId } from './fresh-id.ts';
import { formatPort, type PortRef, parsePort } from './ports.ts';
import { renameInNode } from './rename.ts';

export const updateNode = (document: FlowDocument, id: string, change: (node: FlowNode) => FlowNode): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((node) => (node.id === id ? change(node) : node)),
});

/** The nodes and all that stands inside them. */
export const withInsides = (document: FlowDocument, ids: Iterable<string>): Set<string> => {
  const all = new Set(ids);
  for (let before = -1; before !== all.size; ) {
    before = all.size;
    for (const node of document.nodes) if (node.parent && all.has(node.parent)) all.add(node.id);
  }
  return all;
};

/** Adds the node and, where it is legal, an edge to it. */
export const addNode = (
  document: FlowDocument,
  catalogue: Catalogue,
  node: FlowNode,
  after?: PortRef,
): FlowDocument => {
  const added = { ...document, nodes: [...document.nodes, node] };
  if (!after || connectFault(added, catalogue, after, node.id)) return added;
  return connect(added, after, node.id);
};

/** Puts a node into an edge: what came in goes through it, and leaves by its first port. */
export const insertOnEdge = (
  document: FlowDocument,
  catalogue: Catalogue,
  edge: { from: string; to: string },
  node: FlowNode,
  port: string | undefined,
): FlowDocument => {
  const rest = { ...document, edges: document.edges.filter((one) => one.from !== edge.from || one.to !== edge.to) };
  const added = addNode(rest, catalogue, node, parsePort(edge.from));
  const out = { node: node.id, port: port ?? 'out' };
  return port && !connectFault(added, catalogue, out, edge.to) ? connect(added, out, edge.to) : added;
};

/** Removes nodes with what is inside them, and every edge that touches them. */
export const removeNodes = (document: FlowDocument, ids: Iterable<string>): FlowDocument => {
  const gone = withInsides(document, ids);
  return {
    ...document,
    nodes: document.nodes.filter((node) => !gone.has(node.id)),
    edges: document.edges.filter((edge) => !gone.has(edge.to) && !gone.has(parsePort(edge.from).node)),
  };
};

/** Removes one node and joins what led to it with what followed, where that is legal. */
export const removeAndReconnect = (document: FlowDocument, catalogue: Catalogue, id: string): FlowDocument => {
  const into = document.edges.filter((edge) => edge.to === id);
  const out = document.edges.filter((edge) => parsePort(edge.from).node === id && parsePort(edge.from).port !== 'each');
  let result = removeNodes(document, [id]);
  for (const edge of into) {
    for (const next of out) {
      const from = parsePort(edge.from);
      if (!connectFault(result, catalogue, from, next.to)) result = connect(result, from, next.to);
    }
  }
  return result;
};

export interface Duplicated {
  document: FlowDocument;
  /** Ids of the copies of the nodes that were asked for (not of their insides). */
  ids: string[];
}

/** Copies nodes with their insides and the edges among them; references among the copies point at the copies. */
export const duplicateNodes = (
  document: FlowDocument,
  ids: Iterable<string>,
  offset: Position = { x: 40, y: 96 },
): Duplicated => {
  const asked = new Set(ids);
  const all = withInsides(document, asked);
  const originals = document.nodes.filter((node) => all.has(node.id));
  const taken = new Set(document.nodes.map((node) => node.id));
  const copyOf = new Map<string, string>();
  for (const node of originals) {
    const id = freshId(node.id, taken);
    taken.add(id);
    copyOf.set(node.id, id);
  }
  const copies = originals.map((node) => copyNode(node, copyOf, offset));
  const edges = document.edges.flatMap((edge) => {
    const from = parsePort(edge.from);
    const [source, target] = [copyOf.get(from.node), copyOf.get(edge.to)];
    return source && target ? [{ from: formatPort({ node: source, port: from.port }), to: target }] : [];
  });
  return {
    document: { ...document, nodes: [...document.nodes, ...copies], edges: [...document.edges, ...edges] },
    ids: [...asked].flatMap((id) => copyOf.get(id) ?? []),
  };
};

const copyNode = (node: FlowNode, copyOf: ReadonlyMap<string, string>, offset: Position): FlowNode => {
  const inside = node.parent !== undefined && copyOf.has(node.parent);
  let copy: FlowNode = { ...structuredClone(node), id: copyOf.get(node.id) ?? node.id };
  if (inside && node.parent) copy.parent = copyOf.get(node.parent) ?? node.parent;
  else if (node.position) copy.position = { x: node.position.x + offset.x, y: node.position.y + offset.y };
  for (const [from, to] of copyOf) copy = renameInNode(copy, from, to);
  return copy;
};

/** Where a node stands among others may change freely: a position never has meaning. */
export const moveNodes = (document: FlowDocument, positions: ReadonlyMap<string, Position>): FlowDocument => {
  const nodes = document.nodes.map((node) => {
    const position = positions.get(node.id);
    return position ? { ...node, position: { x: Math.round(position.x), y: Math.round(position.y) } } : node;
  });
  const trigger = positions.get(TRIGGER_ID);
  return trigger ? { ...document, nodes, ...triggerAt(trigger) } : { ...document, nodes };
};

/** The trigger has no field for its place in the language; keys that begin with `x-` are kept. */
const triggerAt = (at: Position): object => ({ 'x-trigger-position': { x: Math.round(at.x), y: Math.round(at.y) } });

export const triggerPosition = (document: FlowDocument): Position | undefined =>
  (document as FlowDocument & { 'x-trigger-position'?: Position })['x-trigger-position'];

/**
 * Moves nodes into a container (`undefined`: the top scope). Edges that would cross its frame are dropped, for they
 * are illegal. A node never moves into itself: then the document comes back as it was.
 */
export const moveInto = (
  document: FlowDocument,
  moves: ReadonlyMap<string, Position>,
  parent: string | undefined,
): FlowDocument => {
  const moving = withInsides(document, moves.keys());
  if (parent !== undefined && (moving.has(parent) || !findNode(document, parent))) return document;
  const nodes = document.nodes.map((node) => {
    const position = moves.get(node.id);
    if (!position) return node;
    const { parent: _left, ...rest } = node;
    return parent === undefined ? { ...rest, position } : { ...rest, parent, position };
  });
  const moved = { ...document, nodes };
  return { ...moved, edges: moved.edges.filter((edge) => standsInOneScope(moved, edge)) };
};

const standsInOneScope = (document: FlowDocument, edge: { from: string; to: string }): boolean => {
  const { node, port } = parsePort(edge.from);
  const scope = port === 'each' ? node : findNode(document, node)?.parent;
  return scope === findNode(document, edge.to)?.parent;
};
