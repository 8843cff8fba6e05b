import type { Plan } from './plan.ts';

/** Indexes of the nodes inside a container, at any depth. */
const inside = (plan: Plan, index: number): number[] => {
  const inner = plan.nodes[index]?.inner ?? -1;
  const nodes = inner < 0 ? [] : (plan.scopes[inner]?.nodes ?? []);
  return nodes.flatMap((child) => [child, ...inside(plan, child)]);
};

/**
 * A node of the top scope, all that it leads to, and what stands inside: what a retry from it runs again
 * (`flow-language` §9). Null where the top scope has no such node.
 */
export const downstream = (plan: Plan, from: string): Set<string> | null => {
  const top = plan.scopes[0];
  const start = top?.nodes.find((index) => plan.nodes[index]?.id === from);
  if (!top || start === undefined) return null;
  const reached = new Set([start]);
  for (const at of reached) for (const edge of top.edges) if (edge.from === at) reached.add(edge.to);
  const all = [...reached].flatMap((index) => [index, ...inside(plan, index)]);
  return new Set(all.flatMap((index) => plan.nodes[index]?.id ?? []));
};
