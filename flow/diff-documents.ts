import type { Json, JsonObject } from './json.ts';

export interface Change {
  /** JSON pointer. */
  pointer: string;
  /** Left out where it was not there before. */
  from?: Json;
  /** Left out where it is gone. */
  to?: Json;
}

/** What an author changed between two documents. Positions have no meaning, and are left out. */
export interface DocumentDiff {
  nodes: { added: string[]; removed: string[]; changed: { id: string; changes: Change[] }[] };
  edges: { added: { from: string; to: string }[]; removed: { from: string; to: string }[] };
  /** Of all other parts: pointers into the document. */
  other: Change[];
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Differences of two values, objects member by member; lists of one length item by item, others as a whole. */
function changes(from: Json | undefined, to: Json | undefined, pointer: string): Change[] {
  if (from === undefined && to === undefined) return [];
  if (from === undefined) return [{ pointer, to: to ?? null }];
  if (to === undefined) return [{ pointer, from }];
  if (isObject(from) && isObject(to)) {
    const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
    return [...keys].flatMap((key) => changes(own(from, key), own(to, key), `${pointer}/${escaped(key)}`));
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length)
    return from.flatMap((one, i) => changes(one, to[i], `${pointer}/${i}`));
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ pointer, from, to }];
}

const own = (value: JsonObject, key: string): Json | undefined => (Object.hasOwn(value, key) ? value[key] : undefined);

/** A draft may be any JSON: what has no id cannot be followed, and counts as part of the rest. */
function nodesOf(document: JsonObject): Map<string, JsonObject> {
  const { nodes } = document;
  const found = new Map<string, JsonObject>();
  for (const node of Array.isArray(nodes) ? nodes : []) {
    if (!isObject(node) || typeof node.id !== 'string') continue;
    const { position: _place, ...rest } = node;
    found.set(node.id, rest);
  }
  return found;
}

function edgesOf(document: JsonObject): Map<string, { from: string; to: string }> {
  const { edges } = document;
  const found = new Map<string, { from: string; to: string }>();
  for (const edge of Array.isArray(edges) ? edges : []) {
    if (!isObject(edge) || typeof edge.from !== 'string' || typeof edge.to !== 'string') continue;
    const from = edge.from.endsWith('.out') ? edge.from.slice(0, -4) : edge.from;
    found.set(`${from} ${edge.to}`, { from: edge.from, to: edge.to });
  }
  return found;
}

const missing = <T>(from: Map<string, T>, to: Map<string, T>): [string, T][] =>
  [...from].filter(([key]) => !to.has(key));

export function diffDocuments(fromJson: Json, toJson: Json): DocumentDiff {
  const [from, to] = [isObject(fromJson) ? fromJson : {}, isObject(toJson) ? toJson : {}];
  const [nodesBefore, nodesAfter] = [nodesOf(from), nodesOf(to)];
  const [edgesBefore, edgesAfter] = [edgesOf(from), edgesOf(to)];
  const changed = [...nodesAfter].flatMap(([id, node]) => {
    const before = nodesBefore.get(id);
    const found = before === undefined ? [] : changes(before, node, '');
    return found.length > 0 ? [{ id, changes: found }] : [];
  });
  const { nodes: _nodesFrom, edges: _edgesFrom, ...restFrom } = from;
  const { nodes: _nodesTo, edges: _edgesTo, ...restTo } = to;
  return {
    nodes: {
      added: missing(nodesAfter, nodesBefore).map(([id]) => id),
      removed: missing(nodesBefore, nodesAfter).map(([id]) => id),
      changed,
    },
    edges: {
      added: missing(edgesAfter, edgesBefore).map(([, edge]) => edge),
      removed: missing(edgesBefore, edgesAfter).map(([, edge]) => edge),
    },
    other: changes(restFrom, restTo, ''),
  };
}
