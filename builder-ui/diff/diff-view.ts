import type { FlowDocument, FlowEdge, FlowNode } from '#flow/document.ts';
import type { Drawing } from '../document/drawing.ts';
import { isPlace } from '../document/merge.ts';
import { type Change, patchOf } from '../document/patch.ts';
import { parsePort } from '../document/ports.ts';
import { isObject, sameJson } from '../document/shapes.ts';

export type DiffState = 'added' | 'removed' | 'changed';

/** What differs at one node; the trigger is one. */
export interface NodeDiff {
  id: string;
  state: DiffState;
  /** As it is in the later drawing; the earlier where it is gone. Undefined: the trigger. */
  node: FlowNode | undefined;
  fields: Change[];
  /** Wires to and from it that came or went. */
  wires: { edge: FlowEdge; state: 'added' | 'removed' }[];
}

export interface DiffView {
  /** What both drawings hold: the later one, and what is gone where it stood. */
  union: FlowDocument;
  nodes: NodeDiff[];
  edges: { edge: FlowEdge; state: 'added' | 'removed' }[];
  /** Of the flow itself: name, settings, variables, input, output. */
  flow: Change[];
  /** Notes, groups, pins and samples that differ. */
  board: number;
  /** Nodes that only stand elsewhere. */
  moved: number;
}

/** Of a field that is an object on both sides its members that differ, each for itself. */
export const fieldsOf = (change: Change): Change[] => {
  const { path, from, to } = change;
  if (!isObject(from) || !isObject(to)) return [change];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => !sameJson(from[key], to[key]));
  return keys.map((key) => ({
    path: [...path, key],
    ...(from[key] === undefined ? {} : { from: from[key] }),
    ...(to[key] === undefined ? {} : { to: to[key] }),
  }));
};

export const isSame = (view: DiffView): boolean => view.nodes.length + view.edges.length + view.flow.length === 0;

/** What an author would call the differences, by node and field. Where nodes stand is counted, and no difference. */
export const diffView = (before: Drawing, after: Drawing): DiffView => {
  const patch = patchOf(before, after);
  const places = patch.filter(({ path }) => isPlace(path));
  const changes = patch.filter(({ path, order }) => !isPlace(path) && !order);
  const inDocument = changes.filter(({ path }) => path[0] === 'document');
  const edges = inDocument.flatMap(({ path, from, to }) => {
    const edge = (to ?? from) as unknown as FlowEdge | undefined;
    const state = to === undefined ? ('removed' as const) : ('added' as const);
    // One that is there before and after is only written in another way (`a` and `a.out`).
    const isOther = from === undefined || to === undefined;
    return path[1] === 'edges' && path.length === 3 && edge && isOther ? [{ edge, state }] : [];
  });
  const union = unionOf(before.document, after.document);
  return {
    union,
    nodes: nodesIn(inDocument, edges, union),
    edges,
    flow: inDocument.filter(({ path }) => !['nodes', 'edges', 'trigger'].includes(path[1] ?? '') && !isFrame(path)),
    board: changes.filter(({ path }) => path[0] === 'board' && path.length > 2).length,
    moved: new Set(places.map(({ path }) => path[2])).size,
  };
};

/** A list or object that begins to be there tells nothing by itself. */
const isFrame = (path: readonly string[]): boolean =>
  path.length === 2 && (path[1] === 'vars' || path[1] === 'settings');

const unionOf = (before: FlowDocument, after: FlowDocument): FlowDocument => {
  const ids = new Set(after.nodes.map(({ id }) => id));
  const edgeKeys = new Set(after.edges.map(keyOf));
  return {
    ...after,
    nodes: [...after.nodes, ...before.nodes.filter(({ id }) => !ids.has(id))],
    edges: [...after.edges, ...before.edges.filter((edge) => !edgeKeys.has(keyOf(edge)))],
  };
};

const keyOf = (edge: FlowEdge): string => {
  const { node, port } = parsePort(edge.from);
  return `${node}.${port} > ${edge.to}`;
};

const nodesIn = (changes: readonly Change[], edges: DiffView['edges'], union: FlowDocument): NodeDiff[] => {
  const found = new Map<string, NodeDiff>();
  const nodes = new Map(union.nodes.map((node) => [node.id, node]));
  const at = (id: string): NodeDiff => {
    const known = found.get(id) ?? { id, state: 'changed', node: nodes.get(id), fields: [], wires: [] };
    found.set(id, known);
    return known;
  };
  for (const change of changes) {
    const { path, from, to } = change;
    const [, list, id = ''] = path;
    if (list === 'trigger') at('trigger').fields.push(change);
    if (list !== 'nodes' || path.length < 3) continue;
    const node = at(id);
    if (path.length > 3) node.fields.push(change);
    else node.state = to === undefined ? 'removed' : from === undefined ? 'added' : 'changed';
  }
  for (const wire of edges)
    for (const id of new Set([parsePort(wire.edge.from).node, wire.edge.to])) found.get(id)?.wires.push(wire);
  const order = new Map(union.nodes.map(({ id }, n) => [id, n]));
  return [...found.values()].toSorted((a, b) => (order.get(a.id) ?? -1) - (order.get(b.id) ?? -1));
};
