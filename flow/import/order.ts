import type { N8nEdge, N8nNode, N8nWorkflow } from './n8n-workflow.ts';

/** A loop over items that the author drew: from `loop` round and back. */
export interface DrawnLoop {
  node: string;
  body: ReadonlySet<string>;
  /** Lines that come back. */
  back: readonly N8nEdge[];
}

/** A circle without such a node: it goes on until a branch leaves it. */
export interface Circle {
  head: string;
  body: ReadonlySet<string>;
  back: readonly N8nEdge[];
  /** Lines out of it that are taken instead of going on. */
  exits: readonly N8nEdge[];
}

export interface Ordered {
  /** Nodes that a trigger reaches, each behind all it reads. */
  order: N8nNode[];
  /** Lines between them, without those that go back. */
  edges: N8nEdge[];
  loops: ReadonlyMap<string, DrawnLoop>;
  circles: ReadonlyMap<string, Circle>;
  unreached: N8nNode[];
  /** Lines that went back and could not be understood. */
  dropped: N8nEdge[];
}

export const isBatches = ({ type }: N8nNode): boolean => type === 'n8n-nodes-base.splitInBatches';
/** Since version 3 the first output is that of the end. */
export const loopOutput = ({ version }: N8nNode): number => (version >= 3 ? 1 : 0);

/**
 * Finds loops and an order in which everything is made before it is read. `entries`: the triggers' names; `refused`: heads
 * of circles that turned out to be no `while`.
 */
export function ordered(
  { nodes, edges: all }: N8nWorkflow,
  entries: readonly string[],
  refused: ReadonlySet<string> = new Set(),
): Ordered {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  let edges = all;
  const reached = reach(entries, edges);
  edges = edges.filter((edge) => reached.has(edge.from) && reached.has(edge.to));
  const loops = new Map<string, DrawnLoop>();
  for (const name of walkOrder(entries, edges)) {
    const node = byName.get(name);
    if (!node || !isBatches(node)) continue;
    const isLoop = (edge: N8nEdge): boolean => edge.from === name && edge.output === loopOutput(node);
    const outside = reach(
      entries,
      edges.filter((edge) => !isLoop(edge)),
    );
    const inside = reach(
      edges.filter(isLoop).map((edge) => edge.to),
      edges.filter((edge) => edge.from !== name),
    );
    const body = new Set([...inside].filter((one) => !outside.has(one) && one !== name));
    const back = edges.filter((edge) => edge.to === name && body.has(edge.from));
    loops.set(name, { node: name, body, back });
    edges = edges.filter((edge) => !back.includes(edge));
  }
  const circles = new Map<string, Circle>();
  const dropped: N8nEdge[] = [];
  for (
    let found = circleIn(entries, edges, { loops, refused });
    found;
    found = circleIn(entries, edges, { loops, refused })
  ) {
    const { circle, gone } = found;
    if (circle) circles.set(circle.head, circle);
    else dropped.push(...gone);
    edges = edges.filter((edge) => !gone.includes(edge));
  }
  const behind = [...loops.values()].flatMap(({ node, body }) => {
    const after = edges.filter((edge) => edge.from === node && !body.has(edge.to)).map((edge) => edge.to);
    return [...body].flatMap((from) => after.map((to) => ({ from, to })));
  });
  const order = sorted([...reached], [...edges, ...behind]).flatMap((name) => byName.get(name) ?? []);
  const unreached = nodes.filter((node) => !reached.has(node.name));
  return { order, edges, loops, circles, unreached, dropped };
}

const reach = (from: readonly string[], edges: readonly N8nEdge[]): Set<string> => {
  const next = targetsOf(edges);
  const seen = new Set<string>();
  const stack = [...from];
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    stack.push(...(next.get(one) ?? []));
  }
  return seen;
};

const targetsOf = (edges: readonly { from: string; to: string }[]): Map<string, string[]> => {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const there = next.get(from);
    if (there) there.push(to);
    else next.set(from, [to]);
  }
  return next;
};

/** Breadth first: an outer loop is met before those in it. */
const walkOrder = (entries: readonly string[], edges: readonly N8nEdge[]): string[] => {
  const next = targetsOf(edges);
  const seen = new Set(entries);
  for (const one of seen) for (const to of next.get(one) ?? []) seen.add(to);
  return [...seen];
};

/** One circle, if there is any, and the lines to leave out so that it is none. */
function circleIn(
  entries: readonly string[],
  edges: readonly N8nEdge[],
  { loops, refused }: { loops: ReadonlyMap<string, DrawnLoop>; refused: ReadonlySet<string> },
): { circle: Circle | null; gone: N8nEdge[] } | null {
  for (const name of walkOrder(entries, edges)) {
    const ahead = reach(
      edges.filter((edge) => edge.from === name).map((edge) => edge.to),
      edges,
    );
    if (!ahead.has(name)) continue;
    const body = new Set([...ahead].filter((one) => reach([one], edges).has(name)));
    const back = edges.filter((edge) => edge.to === name && body.has(edge.from));
    const entered = edges.filter((edge) => body.has(edge.to) && !body.has(edge.from));
    // A loop's own outputs begin or end its rounds: they cannot be left as a branch is.
    const strange = loops.has(name) || refused.has(name) || entered.some((edge) => edge.to !== name);
    if (strange) return { circle: null, gone: back };
    const goesOn = (edge: N8nEdge): boolean =>
      edges.some((other) => other.from === edge.from && other.output === edge.output && body.has(other.to));
    const leaving = edges.filter((edge) => body.has(edge.from) && !body.has(edge.to));
    const exits = leaving.filter((edge) => !goesOn(edge));
    const places = new Set(exits.map((edge) => `${edge.output} ${edge.from}`));
    // Side branches that never end the circle stand in it as far as nothing else leads to them.
    const sides = leaving.filter(goesOn);
    if (places.size !== 1 || sides.length > 0 || exits.some((edge) => loops.has(edge.from)))
      return { circle: null, gone: back };
    return { circle: { head: name, body, back, exits }, gone: back };
  }
  return null;
}

/** Kahn's order; among what is ready, the order in which the nodes are reached. */
function sorted(names: readonly string[], edges: readonly { from: string; to: string }[]): string[] {
  const waits = new Map(names.map((name) => [name, 0]));
  for (const { to } of edges) waits.set(to, (waits.get(to) ?? 0) + 1);
  const next = targetsOf(edges);
  const order = names.filter((name) => waits.get(name) === 0);
  for (const name of order) {
    for (const to of next.get(name) ?? []) {
      const left = (waits.get(to) ?? 0) - 1;
      waits.set(to, left);
      if (left === 0) order.push(to);
    }
  }
  // Only an order that no line drawn allows can leave any out: they follow as they came.
  return [...order, ...names.filter((name) => !order.includes(name))];
}
