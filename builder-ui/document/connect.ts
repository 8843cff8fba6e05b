import type { FlowDocument, FlowEdge, FlowNode } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { formatPort, isContainer, type PortRef, parsePort, portsOf } from './ports.ts';
import { leadsTo } from './reach.ts';

/** Why two nodes cannot be connected, as a key of the dictionary. */
export type ConnectFault = 'self' | 'unknownPort' | 'otherContainer' | 'cycle' | 'twice' | 'unknownNode';

export const TRIGGER_ID = 'trigger';

export const findNode = (document: FlowDocument, id: string): FlowNode | undefined =>
  document.nodes.find((node) => node.id === id);

/** The scope that an edge out of this port runs in: a container's `each` leads inside it. */
const scopeOf = (document: FlowDocument, { node, port }: PortRef): string | undefined =>
  port === 'each' ? node : findNode(document, node)?.parent;

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
