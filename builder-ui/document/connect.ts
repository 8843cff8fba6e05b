import type { FlowDocument, FlowEdge, FlowNode } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { formatPort, isContainer, type PortRef, parsePort, portsOf } from './ports.ts';

/** Why two nodes cannot be connected, as a key of the dictionary. */
export type ConnectFault = 'self' | 'unknownPort' | 'otherContainer' | 'cycle' | 'twice' | 'unknownNode';

export const TRIGGER_ID = 'trigger';

export const findNode = (document: FlowDocument, id: string): FlowNode | undefined =>
  document.nodes.find((node) => node.id === id);

/** The scope that an edge out of this port runs in: a container's `each` leads inside it. */
const scopeOf = (document: FlowDocument, { node, port }: PortRef): string | undefined =>
  port === 'each' ? node : findNode(document, node)?.parent;

/** Whether some path of edges leads from `from` to `to`, both ids of nodes. */
export const leadsTo = (edges: readonly FlowEdge[], from: string, to: string): boolean => {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const { node, port } = parsePort(edge.from);
    if (port !== 'each') next.set(node, [...(next.get(node) ?? []), edge.to]);
  }
  const open = [from];
  const seen = new Set(open);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    for (const following of next.get(id) ?? []) {
      if (!seen.has(following)) {
        seen.add(following);
        open.push(following);
      }
    }
  }
  return false;
};

/** Null where the edge is legal (`flow-language` §1); else why not. */
export const connectFault = (
  document: FlowDocument,
  catalogue: Catalogue,
  from: PortRef,
  to: string,
): ConnectFault | null => {
  const target = findNode(document, to);
  if (!target) return 'unknownNode';
  if (from.node === to) return 'self';
  if (from.node !== TRIGGER_ID) {
    const source = findNode(document, from.node);
    if (!source) return 'unknownNode';
    const inner = from.port === 'each' && isContainer(source.type);
    if (!inner && !portsOf(source, catalogue.get(source.type)).includes(from.port)) return 'unknownPort';
  }
  if (scopeOf(document, from) !== target.parent) return 'otherContainer';
  const text = formatPort(from);
  if (document.edges.some((edge) => formatPort(parsePort(edge.from)) === text && edge.to === to)) return 'twice';
  return leadsTo(document.edges, to, from.node) ? 'cycle' : null;
};

/** The document with the edge; the caller has asked `connectFault` first. */
export const connect = (document: FlowDocument, from: PortRef, to: string): FlowDocument => ({
  ...document,
  edges: [...document.edges, { from: formatPort(from), to }],
});

export const disconnect = (document: FlowDocument, gone: readonly FlowEdge[]): FlowDocument => ({
  ...document,
  edges: document.edges.filter((edge) => !gone.some((one) => one.from === edge.from && one.to === edge.to)),
});

/** Ids of the nodes from which a path leads to `id`, seen from inside: also those before each enclosing container. */
export const nodesBefore = (document: FlowDocument, id: string): Set<string> => {
  const before = new Set<string>();
  const parents = new Map(document.nodes.map((node) => [node.id, node.parent]));
  for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) {
    for (const node of document.nodes) {
      if (node.id !== at && node.parent === parents.get(at) && leadsTo(document.edges, node.id, at))
        before.add(node.id);
    }
  }
  return withScopeInsides(document, before);
};

/** Nodes of a `scope` stay readable after it (§4); those of a loop do not. */
const withScopeInsides = (document: FlowDocument, ids: Set<string>): Set<string> => {
  const scopes = [...ids].filter((id) => findNode(document, id)?.type === 'scope');
  for (let scope = scopes.pop(); scope !== undefined; scope = scopes.pop()) {
    for (const node of document.nodes) {
      if (node.parent !== scope) continue;
      ids.add(node.id);
      if (node.type === 'scope') scopes.push(node.id);
    }
  }
  return ids;
};
