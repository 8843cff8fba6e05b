import { portsOf } from '../core/ports.ts';
import type { Edge, ScopeStructure, Structure } from './structure.ts';

/** That a node left by one of its ports. */
export interface Guard {
  node: string;
  port: string;
}

/** Ways in which a node comes to run, each a list of guards; null where there are too many to tell. */
export type Ways = readonly (readonly Guard[])[] | null;

const MOST_WAYS = 12;
const MOST_GUARDS = 12;

/** Runs whatever happens, as long as its scope goes to its end. */
export const CERTAIN: Ways = [[]];
export const isCertain = (ways: Ways): boolean => ways?.some((way) => way.length === 0) ?? false;

/**
 * Ports by which a flow goes on behind a node. Where `error`, or a scope's `timeout`, has no edge the scope fails, so
 * that nothing behind the node runs at all.
 */
export function waysOut(id: string, scope: ScopeStructure, structure: Structure): string[] {
  const node = structure.nodes.get(id);
  const type = structure.types.get(id);
  if (!node || !type) return [];
  const edges = scope.outgoing.get(id) ?? [];
  return portsOf(type, node.config).filter(
    (port) =>
      !(port === 'error' || (port === 'timeout' && node.type === 'scope')) || edges.some((edge) => edge.port === port),
  );
}

/** Ways in which a node comes to run by its incoming edges, those of its predecessors being known. */
export function waysInto(
  edges: readonly Edge[],
  known: (id: string) => { ways: Ways; out: readonly string[] } | undefined,
): Ways {
  let all: (readonly Guard[])[] = [];
  for (const edge of edges) {
    if (edge.from === null) return CERTAIN;
    const source = known(edge.from);
    if (!source?.ways) return null;
    const only = source.out.length === 1 && source.out[0] === edge.port;
    const guard = { node: edge.from, port: edge.port };
    all.push(...source.ways.map((way) => (only ? way : [...way, guard])));
  }
  if (all.length > 1) all = merged(all, (id) => known(id)?.out ?? []);
  return all.length > MOST_WAYS || all.some((way) => way.length > MOST_GUARDS) ? null : all;
}

/** Where ways differ in the port of one node alone, and all its ports are there, the node does not matter. */
function merged(ways: (readonly Guard[])[], outOf: (id: string) => readonly string[]): (readonly Guard[])[] {
  let left = new Map(ways.map((way) => [keyOf(way), way]));
  for (let grown = left.size > 1 && left.size <= 4 * MOST_WAYS; grown; ) {
    grown = false;
    for (const way of [...left.values()]) {
      const guard = way.find(({ node }) => outOf(node).every((port) => left.has(keyOf(withPort(way, node, port)))));
      if (!guard) continue;
      const rest = way.filter((one) => one !== guard);
      left = new Map([...left].filter(([, other]) => !contains(other, rest)));
      left.set(keyOf(rest), rest);
      grown = true;
      break;
    }
  }
  return [...left.values()];
}

const withPort = (way: readonly Guard[], node: string, port: string): Guard[] =>
  way.map((guard) => (guard.node === node ? { node, port } : guard));

const contains = (way: readonly Guard[], part: readonly Guard[]): boolean =>
  part.every((one) => way.some((two) => two.node === one.node && two.port === one.port));

const keyOf = (way: readonly Guard[]): string =>
  way
    .map(({ node, port }) => `${node}.${port}`)
    .sort()
    .join(' ');
