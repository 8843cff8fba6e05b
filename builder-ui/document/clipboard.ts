import type { FlowDocument, FlowEdge, FlowNode, Position } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { connect, connectFault } from './connect.ts';
import { withInsides } from './edit.ts';
import { freshId } from './fresh-id.ts';
import { formatPort, parsePort } from './ports.ts';
import { asDrawable } from './read-document.ts';
import { renameInNode } from './rename.ts';

/** Copied steps, as text on the clipboard or in a file. Never pins, never secrets: connections are named only. */
export interface CopiedNodes {
  trama: 'nodes';
  /** The places of those that stand in no other of these are relative to their common corner. */
  nodes: FlowNode[];
  edges: FlowEdge[];
  /** Edges that led to these from steps that were not copied. */
  incoming: FlowEdge[];
}

/** Longer texts are nobody's steps. */
const LONGEST = 2_000_000;

const corner = (places: Position[]): Position => ({
  x: Math.min(...places.map(({ x }) => x)),
  y: Math.min(...places.map(({ y }) => y)),
});

/** The nodes with all that stands inside them. `placeOf`: the corner of a node on the canvas. */
export const copyNodes = (
  document: FlowDocument,
  ids: Iterable<string>,
  placeOf: (id: string) => Position,
): CopiedNodes => {
  const all = withInsides(document, ids);
  const copied = document.nodes.filter((node) => all.has(node.id));
  const isTop = (node: FlowNode): boolean => node.parent === undefined || !all.has(node.parent);
  const origin = corner(copied.filter(isTop).map(({ id }) => placeOf(id)));
  const nodes = copied.map((node) => {
    if (!isTop(node)) return node;
    const { parent: _left, ...rest } = node;
    const at = placeOf(node.id);
    return { ...rest, position: { x: at.x - origin.x, y: at.y - origin.y } };
  });
  const into = document.edges.filter((edge) => all.has(edge.to));
  const isInner = (edge: FlowEdge): boolean => all.has(parsePort(edge.from).node);
  return {
    trama: 'nodes',
    nodes,
    edges: into.filter(isInner),
    incoming: into.filter((edge) => !isInner(edge)),
  };
};

/** Steps in a text: copied ones, or those of a whole flow document. Undefined where it holds none. */
export const readCopied = (text: string): CopiedNodes | undefined => {
  if (text.length > LONGEST || !text.trimStart().startsWith('{')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const given = parsed as { trama?: Json; language?: Json; definition?: { language?: Json }; incoming?: FlowEdge[] };
  const ours = given.trama === 'nodes' || [given.language, given.definition?.language].includes('trama/1');
  const read = ours ? asDrawable(parsed) : undefined;
  if (!read || 'fault' in read || read.document.nodes.length === 0) return undefined;
  const { nodes, edges } = read.document;
  const ids = new Set(nodes.map(({ id }) => id));
  const inner = edges.filter((edge) => ids.has(edge.to) && ids.has(parsePort(edge.from).node));
  const incoming = Array.isArray(given.incoming)
    ? given.incoming.filter((edge) => typeof edge?.from === 'string' && ids.has(edge.to))
    : [];
  return { trama: 'nodes', nodes, edges: inner, incoming };
};

export interface Pasted {
  document: FlowDocument;
  /** Ids of those that stand in no other of the pasted. */
  ids: string[];
}

interface PasteAt {
  /** Relative to `parent`. */
  position: Position;
  parent: string | undefined;
  /** Wires from steps that are there bring what they brought to the originals. */
  keepIncoming?: boolean;
}

/** What each pasted id becomes: itself where it is free. None becomes what another of the pasted was called. */
const freshIds = (document: FlowDocument, nodes: readonly FlowNode[]): Map<string, string> => {
  const there = new Set(document.nodes.map(({ id }) => id));
  const taken = new Set([...there, ...nodes.map(({ id }) => id)]);
  const ids = new Map<string, string>();
  for (const { id } of nodes) {
    const fresh = there.has(id) ? freshId(id, taken) : freshId(id, there);
    taken.add(fresh);
    ids.set(id, fresh);
  }
  return ids;
};

/** Puts copied steps into a document under fresh ids; what they read of each other follows, what they read of others stays. */
export const pasteNodes = (document: FlowDocument, catalogue: Catalogue, copied: CopiedNodes, at: PasteAt): Pasted => {
  const idOf = freshIds(document, copied.nodes);
  const name = (id: string): string => idOf.get(id) ?? id;
  const nodes = copied.nodes.map((node): FlowNode => {
    let fresh = structuredClone(node);
    for (const [from, to] of idOf) if (from !== to) fresh = renameInNode(fresh, from, to);
    fresh = { ...fresh, id: name(node.id) };
    if (node.parent !== undefined && idOf.has(node.parent)) return { ...fresh, parent: name(node.parent) };
    const { parent: _left, ...top } = fresh;
    const place = node.position ?? { x: 0, y: 0 };
    const position = { x: Math.round(at.position.x + place.x), y: Math.round(at.position.y + place.y) };
    return at.parent === undefined ? { ...top, position } : { ...top, parent: at.parent, position };
  });
  const edges = copied.edges.map((edge) => {
    const from = parsePort(edge.from);
    return { from: formatPort({ node: name(from.node), port: from.port }), to: name(edge.to) };
  });
  let pasted: FlowDocument = {
    ...document,
    nodes: [...document.nodes, ...nodes],
    edges: [...document.edges, ...edges],
  };
  for (const edge of at.keepIncoming ? copied.incoming : []) {
    const [from, to] = [parsePort(edge.from), name(edge.to)];
    if (connectFault(pasted, catalogue, from, to) === null) pasted = connect(pasted, from, to);
  }
  const inner = new Set(copied.nodes.flatMap((node) => (node.parent && idOf.has(node.parent) ? [node.id] : [])));
  return { document: pasted, ids: copied.nodes.filter(({ id }) => !inner.has(id)).map(({ id }) => name(id)) };
};
