import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import { type PortRef, parsePort, portsOf } from '../document/ports.ts';

/** The port that the next node is wired to: the first that no edge leaves by, else the first; never `error`. */
export const freePort = (document: FlowDocument, catalogue: Catalogue, id: string): PortRef | undefined => {
  if (id === TRIGGER_ID) return { node: TRIGGER_ID, port: 'out' };
  const node = findNode(document, id);
  if (!node) return undefined;
  const ports = portsOf(node, catalogue.get(node.type)).filter((port) => port !== 'error' && port !== 'timeout');
  const used = new Set(
    document.edges.map((edge) => parsePort(edge.from)).flatMap((one) => (one.node === id ? one.port : [])),
  );
  const port = ports.find((name) => !used.has(name)) ?? ports[0];
  return port === undefined ? undefined : { node: id, port };
};
