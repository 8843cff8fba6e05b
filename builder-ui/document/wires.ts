import type { FlowDocument, FlowEdge, Position } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { type ConnectFault, connect, connectFault, disconnect, findNode, TRIGGER_ID } from './connect.ts';
import { moveInto, moveNodes, removeAndReconnect, removeNodes } from './edit.ts';
import { type PortRef, parsePort, portsOf } from './ports.ts';
import { leadingTo } from './reach.ts';

/** For a wire that is pulled out of a port: for every node whether it may end there (null), or why not. */
export const connectFaults = (
  document: FlowDocument,
  catalogue: Catalogue,
  from: PortRef,
): ReadonlyMap<string, ConnectFault | null> => {
  const before = leadingTo(document.edges, from.node);
  const bare = { ...document, edges: document.edges.filter((edge) => parsePort(edge.from).node === from.node) };
  return new Map(
    document.nodes.map((node) => [
      node.id,
      // Whether a circle would be closed is asked once for all; the rest is asked of a document without other edges.
      connectFault(bare, catalogue, from, node.id) ?? (before.has(node.id) ? 'cycle' : null),
    ]),
  );
};

/** Moves an end of an edge, where the new one is legal; the edge keeps its place among the others. */
export const reconnect = (
  document: FlowDocument,
  catalogue: Catalogue,
  edge: FlowEdge,
  from: PortRef,
  to: string,
): FlowDocument => {
  const at = document.edges.findIndex((one) => one.from === edge.from && one.to === edge.to);
  const without = disconnect(document, [edge]);
  if (at < 0 || connectFault(without, catalogue, from, to)) return document;
  const moved = connect(without, from, to).edges.at(-1);
  return moved ? { ...document, edges: document.edges.with(at, moved) } : document;
};

/** Whether nothing leads to the node and nothing follows it: only such a one is put into an edge by dropping it there. */
export const isLoose = (document: FlowDocument, id: string): boolean =>
  id !== TRIGGER_ID &&
  !document.edges.some(
    (edge) => edge.to === id || (parsePort(edge.from).node === id && parsePort(edge.from).port !== 'each'),
  );

/**
 * Puts a node that is there already, and has no edges, into an edge: what came in goes through it and leaves by its
 * first port. `at` is relative to the container that the edge stands in.
 */
export const putIntoEdge = (
  document: FlowDocument,
  catalogue: Catalogue,
  edge: FlowEdge,
  id: string,
  at: Position,
): FlowDocument => {
  const parent = findNode(document, edge.to)?.parent;
  const moves = new Map([[id, at]]);
  const placed =
    findNode(document, id)?.parent === parent ? moveNodes(document, moves) : moveInto(document, moves, parent);
  const node = findNode(placed, id);
  if (!node || node.parent !== parent) return document;
  const without = disconnect(placed, [edge]);
  const from = parsePort(edge.from);
  if (connectFault(without, catalogue, from, id)) return document;
  const led = connect(without, from, id);
  const port = portsOf(node, catalogue.get(node.type)).find((name) => name !== 'error');
  const out = { node: id, port: port ?? 'out' };
  return port && !connectFault(led, catalogue, out, edge.to) ? connect(led, out, edge.to) : led;
};

/** Removes nodes and joins what led to each with what followed it, where that is legal. */
export const removeAllAndReconnect = (
  document: FlowDocument,
  catalogue: Catalogue,
  ids: Iterable<string>,
): FlowDocument => {
  let result = document;
  for (const id of ids) if (findNode(result, id)) result = removeAndReconnect(result, catalogue, id);
  return result;
};

/** Takes nodes out of the line that they stand in: they stay on the canvas, and the line stays whole. */
export const detachNodes = (document: FlowDocument, catalogue: Catalogue, ids: Iterable<string>): FlowDocument => {
  const gone = [...ids].filter((id) => findNode(document, id));
  const { edges } = removeAllAndReconnect(document, catalogue, gone);
  const inside = removeNodes(document, gone);
  // Edges inside of what was taken out stay as they are.
  const kept = document.edges.filter(
    (edge) => !inside.edges.includes(edge) && !gone.includes(edge.to) && !gone.includes(parsePort(edge.from).node),
  );
  const entries = document.edges.filter(
    (edge) => parsePort(edge.from).port === 'each' && gone.includes(parsePort(edge.from).node),
  );
  return { ...document, edges: [...edges, ...kept, ...entries] };
};
