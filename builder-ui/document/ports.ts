import type { FlowNode } from '#flow/document.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { NodeType } from '#flow/node-type.ts';

/** Containers of the language: their children carry `parent`, and their inner entry is the port `each`. */
export const CONTAINER_TYPES: ReadonlySet<string> = new Set(['forEach', 'while', 'scope']);
export const isContainer = (type: string): boolean => CONTAINER_TYPES.has(type);

/** `stop fail break continue`: they end something, and have no port at all. */
const ENDS: ReadonlySet<string> = new Set(['stop', 'fail', 'break', 'continue']);

/** Fields of the config that name ports, by node type. */
const PORT_LISTS: Record<string, string> = { switch: 'cases', waitForEvent: 'events', scope: 'interrupt' };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const namedPorts = (node: Pick<FlowNode, 'type' | 'config'>): string[] => {
  const list = node.config[PORT_LISTS[node.type] ?? ''];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => (isObject(entry) && typeof entry.port === 'string' && entry.port ? [entry.port] : []));
};

/**
 * The ports that an edge can leave a node by, in the order in which they are drawn; `error` last, `each` (the inner
 * entry of a container) left out. A node of an unknown type has `out`.
 */
export const portsOf = (node: Pick<FlowNode, 'type' | 'config'>, type: NodeType | undefined): string[] => {
  if (ENDS.has(node.type)) return [];
  const fixed = (type?.ports ?? ['out']).filter((port) => port !== 'error' && port !== 'each');
  const named = namedPorts(node);
  // `default` and `timeout` read best below the ports that the author named.
  const last = fixed.filter((port) => port === 'default' || port === 'timeout');
  const first = fixed.filter((port) => !last.includes(port));
  return [...new Set([...first, ...named, ...last, 'error'])];
};

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
