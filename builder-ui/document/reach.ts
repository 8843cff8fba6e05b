import type { FlowEdge } from '#flow/document.ts';
import { parsePort } from './ports.ts';

/** Along edges within a scope: those that lead into a container are no way out of it. */
const reach = (edges: readonly FlowEdge[], start: Iterable<string>, way: 'on' | 'back'): ReadonlySet<string> => {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const { node, port } = parsePort(edge.from);
    if (port === 'each') continue;
    const [at, to] = way === 'on' ? [node, edge.to] : [edge.to, node];
    const list = next.get(at);
    if (list) list.push(to);
    else next.set(at, [to]);
  }
  const seen = new Set<string>();
  const open = [...start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const one of next.get(id) ?? []) {
      if (seen.has(one)) continue;
      seen.add(one);
      open.push(one);
    }
  }
  return seen;
};

/** Ids of all nodes from which a path of edges leads to `to`. */
export const leadingTo = (edges: readonly FlowEdge[], to: string): ReadonlySet<string> => reach(edges, [to], 'back');

/** Ids of all nodes that a path of edges leads to, from any of these. */
export const ledTo = (edges: readonly FlowEdge[], from: Iterable<string>): ReadonlySet<string> =>
  reach(edges, from, 'on');

/** Whether some path of edges leads from `from` to `to`, or both are one node. */
export const leadsTo = (edges: readonly FlowEdge[], from: string, to: string): boolean =>
  from === to || leadingTo(edges, to).has(from);
