import { CONTAINERS } from './core/core-types.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';
import { parseConfig, readsOfConfig } from './expressions/template.ts';
import type { Json, JsonObject } from './json.ts';
import { splitEnd } from './plan/structure.ts';

/**
 * The part of a document that leads to a node, and the node: what "run up to here" runs (`flow-language` §9). Kept are
 * its ancestors with all that stands in them, and the containers around it, cut down to what leads to it inside; a
 * `while` around it makes one round at most, for what would end it may be gone. Null where there is no such node. Pure:
 * the document stays as it is.
 */
export function trimTo(document: FlowDocument, target: string): FlowDocument | null {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  if (!nodes.has(target)) return null;
  const around = containersAround(nodes, target);
  const kept = new Set([target, ...around].flatMap((id) => [...leadingTo(document.edges, id)]));
  // What stands in a container that is kept whole comes with it, at any depth.
  const cut = new Set(around);
  const isKept = (node: FlowNode): boolean => {
    if (kept.has(node.id)) return true;
    const { parent } = node;
    if (parent === undefined || cut.has(parent)) return false;
    const container = nodes.get(parent);
    return container !== undefined && isKept(container);
  };
  const left = document.nodes.filter(isKept);
  const ids = new Set(left.map(({ id }) => id));
  const { output: _, ...rest } = document;
  return {
    ...rest,
    nodes: left.map((node) => (cut.has(node.id) ? cutContainer(node, ids) : node)),
    edges: document.edges.filter(({ from, to }) => ids.has(to) && isThere(from, ids)),
  };
}

const isThere = (from: string, ids: ReadonlySet<string>): boolean => {
  const { node } = splitEnd(from);
  return node === 'trigger' || ids.has(node);
};

/** Innermost first; a document that nests in a circle is not followed round and round. */
function containersAround(nodes: ReadonlyMap<string, FlowNode>, id: string): string[] {
  const found: string[] = [];
  for (let at = nodes.get(id)?.parent; at !== undefined && !found.includes(at); at = nodes.get(at)?.parent)
    found.push(at);
  return found;
}

/** A node and what lies before it in its own scope. */
function leadingTo(edges: readonly FlowEdge[], id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const at of found) {
    for (const edge of edges) {
      const { node, port } = splitEnd(edge.from);
      if (edge.to === at && node !== 'trigger' && port !== 'each') found.add(node);
    }
  }
  return found;
}

const reads = (value: Json, ids: ReadonlySet<string>): boolean => {
  const { steps, ports, errors } = readsOfConfig(parseConfig(value));
  return [...steps, ...ports, ...errors].every((id) => ids.has(id));
};

/** What a container gives may read what is no longer in it. */
function cutContainer(node: FlowNode, ids: ReadonlySet<string>): FlowNode {
  if (!CONTAINERS.has(node.type)) return node;
  const { result, ...config } = node.config;
  const readable: JsonObject = result === undefined || reads(result, ids) ? node.config : config;
  return {
    ...node,
    config: node.type === 'while' ? { ...readable, condition: onceOnly(readable.condition) } : readable,
  };
}

const ONE_EXPRESSION = /^\s*\{\{([\s\S]*)\}\}\s*$/;

/** The first round has no result before it: what the condition says of `last` cannot be known, and is `null` as it is. */
function onceOnly(condition: Json | undefined): Json {
  const written = typeof condition === 'string' ? ONE_EXPRESSION.exec(condition)?.[1] : undefined;
  return written === undefined ? '{{ index == 0 }}' : `{{ index == 0 && (${written}) }}`;
}
