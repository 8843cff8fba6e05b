import { CONTAINERS, LOOPS } from '../core/core-types.ts';
import { portsOf } from '../core/ports.ts';
import type { FlowDocument, FlowNode } from '../document.ts';
import type { Catalogue, NodeType } from '../node-type.ts';
import type { Report } from '../report.ts';

export interface Edge {
  /** Index in the document. */
  index: number;
  /** Null at the entry of the scope. */
  from: string | null;
  port: string;
  to: string;
}

export interface ScopeStructure {
  /** Id of the container, null for the top. */
  owner: string | null;
  nodes: string[];
  edges: Edge[];
  /** Nodes in an order in which every edge goes forward. */
  order: string[];
  incoming: Map<string, Edge[]>;
  outgoing: Map<string, Edge[]>;
}

/** The document as a tree of scopes with their graphs; made even of a faulty document, as far as it goes. */
export interface Structure {
  document: FlowDocument;
  nodes: Map<string, FlowNode>;
  types: Map<string, NodeType>;
  /** Containers around each node, innermost first; a node whose `parent` is faulty counts as of the top. */
  around: Map<string, readonly string[]>;
  scopes: Map<string | null, ScopeStructure>;
}

const MAX_NESTING = 10;
const ID = /^[a-z][A-Za-z0-9_]{0,63}$/;

/** Reads the structure and reports what is wrong with it. */
export function structureOf(document: FlowDocument, catalogue: Catalogue, report: Report): Structure {
  const structure: Structure = { document, nodes: new Map(), types: new Map(), around: new Map(), scopes: new Map() };
  readNodes(structure, catalogue, report);
  readParents(structure, report);
  readEdges(structure, report);
  for (const scope of structure.scopes.values()) orderScope(scope, report);
  return structure;
}

function readNodes({ document, nodes, types }: Structure, catalogue: Catalogue, report: Report): void {
  document.nodes.forEach((node, index) => {
    const fits = ID.test(node.id) && node.id !== 'trigger';
    if (!fits) report.document(`/nodes/${index}/id`, 'bad_document', 'bad_id', { id: node.id });
    if (nodes.has(node.id)) report.node(node.id, '/id', 'duplicate_id', 'duplicate_id', { id: node.id });
    else {
      nodes.set(node.id, node);
      const type = catalogue.get(node.type);
      if (type) types.set(node.id, type);
      else report.node(node.id, '/type', 'unknown_node_type', 'unknown_node_type', { type: node.type });
    }
  });
}

function readParents({ nodes, scopes, around }: Structure, report: Report): void {
  scopes.set(null, emptyScope(null));
  for (const node of nodes.values()) if (CONTAINERS.has(node.type)) scopes.set(node.id, emptyScope(node.id));
  for (const node of nodes.values()) {
    const containers = containersAround(node, nodes);
    if (typeof containers === 'string') {
      report.node(node.id, '/parent', 'bad_document', containers, { parent: node.parent ?? '' });
      around.set(node.id, []);
    } else {
      const levels = containers.length + (CONTAINERS.has(node.type) ? 1 : 0);
      if (levels > MAX_NESTING) report.node(node.id, '/parent', 'too_large', 'too_deep');
      around.set(node.id, containers);
    }
    scopes.get(around.get(node.id)?.[0] ?? null)?.nodes.push(node.id);
  }
}

/** What a node stands in, innermost first; a text where one of them is missing, none, or stands in itself. */
function containersAround(
  node: FlowNode,
  nodes: ReadonlyMap<string, FlowNode>,
): string[] | 'bad_parent' | 'parent_cycle' {
  const found: string[] = [];
  for (let id = node.parent; id !== undefined; id = nodes.get(id)?.parent) {
    const container = nodes.get(id);
    if (!container || !CONTAINERS.has(container.type)) return 'bad_parent';
    if (found.length > nodes.size) return 'parent_cycle';
    found.push(id);
  }
  return found;
}

const emptyScope = (owner: string | null): ScopeStructure => ({
  owner,
  nodes: [],
  edges: [],
  order: [],
  incoming: new Map(),
  outgoing: new Map(),
});

/** Splits `"a.true"` into node and port. */
export function splitEnd(end: string): { node: string; port: string | null } {
  const dot = end.indexOf('.');
  return dot < 0 ? { node: end, port: null } : { node: end.slice(0, dot), port: end.slice(dot + 1) };
}

function readEdges(structure: Structure, report: Report): void {
  const seen = new Set<string>();
  structure.document.edges.forEach((edge, index) => {
    const read = readEdge(structure, edge, index, report);
    if (!read) return;
    // No node that edges leave has a dot in its id or is called `trigger`: two edges with one key are the same.
    const key = `${read.edge.to.length} ${read.edge.to} ${read.edge.from ?? 'trigger'}.${read.edge.port}`;
    if (seen.has(key)) return;
    seen.add(key);
    const scope = structure.scopes.get(read.scope);
    scope?.edges.push(read.edge);
    push(scope?.incoming, read.edge.to, read.edge);
    if (read.edge.from !== null) push(scope?.outgoing, read.edge.from, read.edge);
  });
}

function push(into: Map<string, Edge[]> | undefined, key: string, edge: Edge): void {
  const there = into?.get(key);
  if (there) there.push(edge);
  else into?.set(key, [edge]);
}

function readEdge(
  structure: Structure,
  { from, to }: { from: string; to: string },
  index: number,
  report: Report,
): { scope: string | null; edge: Edge } | null {
  const source = splitEnd(from);
  const target = structure.nodes.get(to);
  if (!target) return report.document(`/edges/${index}/to`, 'dangling_edge', 'dangling_edge', { end: to });
  const parent = structure.around.get(to)?.[0] ?? null;
  if (source.node === 'trigger') {
    if (source.port !== null && source.port !== 'out') {
      return report.document(`/edges/${index}/from`, 'unknown_port', 'unknown_port', {
        port: source.port,
        node: 'trigger',
        ports: 'out',
      });
    }
    if (parent !== null) return report.node(to, undefined, 'crosses_container', 'crosses_container', { from, to });
    return { scope: null, edge: { index, from: null, port: 'out', to } };
  }
  const origin = structure.nodes.get(source.node);
  if (!origin) return report.document(`/edges/${index}/from`, 'dangling_edge', 'dangling_edge', { end: source.node });
  if (source.port === 'each' && CONTAINERS.has(origin.type)) {
    if (parent !== origin.id) return report.node(to, undefined, 'crosses_container', 'crosses_container', { from, to });
    return { scope: origin.id, edge: { index, from: null, port: 'each', to } };
  }
  const type = structure.types.get(origin.id);
  const ports = type ? portsOf(type, origin.config) : null;
  const port = source.port ?? 'out';
  if (ports && !ports.includes(port)) {
    return report.node(origin.id, undefined, 'unknown_port', 'unknown_port', {
      port,
      node: origin.id,
      ports: ports.join(', '),
    });
  }
  if ((structure.around.get(origin.id)?.[0] ?? null) !== parent) {
    return report.node(to, undefined, 'crosses_container', 'crosses_container', { from, to });
  }
  return { scope: parent, edge: { index, from: origin.id, port, to } };
}

/** Orders a scope's nodes along its edges; what is on a cycle or reached by nothing is reported. */
function orderScope(scope: ScopeStructure, report: Report): void {
  const left = new Map(scope.nodes.map((id) => [id, 0]));
  for (const edge of scope.edges) if (edge.from !== null) left.set(edge.to, (left.get(edge.to) ?? 0) + 1);
  scope.order = scope.nodes.filter((id) => left.get(id) === 0);
  for (const id of scope.order) {
    for (const edge of scope.outgoing.get(id) ?? []) {
      const rest = (left.get(edge.to) ?? 0) - 1;
      left.set(edge.to, rest);
      if (rest === 0) scope.order.push(edge.to);
    }
  }
  const stuck = scope.nodes.filter((id) => (left.get(id) ?? 0) > 0);
  for (const id of stuck) if (onCycle(scope, id)) report.node(id, undefined, 'cycle', 'cycle', {});
  scope.order.push(...stuck);
  const reached = reachedFromEntry(scope);
  for (const id of scope.nodes) if (!reached.has(id)) report.node(id, undefined, 'unreachable', 'unreachable', {});
}

function onCycle(scope: ScopeStructure, id: string): boolean {
  return walk(
    scope,
    (scope.outgoing.get(id) ?? []).map((edge) => edge.to),
  ).has(id);
}

const reachedFromEntry = (scope: ScopeStructure): ReadonlySet<string> =>
  walk(
    scope,
    scope.edges.filter((edge) => edge.from === null).map((edge) => edge.to),
  );

function walk(scope: ScopeStructure, from: string[]): Set<string> {
  const seen = new Set<string>();
  const stack = [...from];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of scope.outgoing.get(id) ?? []) stack.push(edge.to);
  }
  return seen;
}

/** Containers around a node, innermost first. */
export const containersOf = (structure: Structure, id: string): readonly string[] => structure.around.get(id) ?? [];

export const insideLoop = (structure: Structure, id: string): boolean =>
  containersOf(structure, id).some((container) => LOOPS.has(structure.nodes.get(container)?.type ?? ''));
