import { CONTAINERS } from '#flow/core/core-types.ts';
import { portsOf as portsOfType } from '#flow/core/ports.ts';
import type { FlowNode } from '#flow/document.ts';
import type { NodeType } from '#flow/node-type.ts';

/** Containers of the language: their children carry `parent`, and their inner entry is the port `each`. */
export const isContainer = (type: string): boolean => CONTAINERS.has(type);

/**
 * The ports that an edge can leave a node by, in the order in which they are drawn; `error` last, `each` (the inner
 * entry of a container) left out. A node of an unknown type has `out`, so that its edges can be seen and mended.
 */
export const portsOf = (node: Pick<FlowNode, 'type' | 'config'>, type: NodeType | undefined): string[] =>
  type ? [...new Set(portsOfType(type, node.config).filter(Boolean))] : ['out', 'error'];

export interface PortRef {
  node: string;
  port: string;
}

/** `"a"` is the port `out` of `a`, `"a.true"` its port `true`. */
export const parsePort = (from: string): PortRef => {
  const dot = from.indexOf('.');
  return dot < 0 ? { node: from, port: 'out' } : { node: from.slice(0, dot), port: from.slice(dot + 1) };
};

export const formatPort = ({ node, port }: PortRef): string => (port === 'out' ? node : `${node}.${port}`);
