import type { Json, JsonObject } from '#flow/json.ts';
import type { Drawing } from './drawing.ts';
import { parsePort } from './ports.ts';
import { DRAWING, isObject, keyed, type Shape, sameJson, shapeAt } from './shapes.ts';

/** One difference. `['document', 'nodes', 'pay', 'config', 'url']` is a field, `['document', 'nodes', 'pay']` a node. */
export interface Change {
  path: readonly string[];
  /** Left out where it was not there before. */
  from?: Json;
  /** Left out where it is gone. */
  to?: Json;
  /** Of an item of a list: the key of the one before it; null: it is the first. */
  after?: string | null;
  /** `from` and `to` are the keys of a list, whose order changed. */
  order?: true;
}

/** What leads from one drawing to another, in an order in which it can be applied. Plain JSON: it can be kept. */
export type Patch = readonly Change[];

const asJson = (drawing: Drawing): Json => drawing as unknown as Json;

/** What differs. Parts that are the same object cost nothing. */
export const patchOf = (from: Drawing, to: Drawing): Patch => differences(asJson(from), asJson(to), DRAWING, []);

/** The way back. */
export const invert = (patch: Patch): Patch =>
  patch.toReversed().map(({ path, from, to, after, order }) => ({
    path,
    ...(to === undefined ? {} : { from: to }),
    ...(from === undefined ? {} : { to: from }),
    ...(after === undefined ? {} : { after }),
    ...(order && { order }),
  }));

const isEmpty = (shape: Shape, value: Json): boolean =>
  shape.kind === 'list' ? Array.isArray(value) && value.length === 0 : Object.keys(value ?? {}).length === 0;
const fits = (shape: Shape, value: Json | undefined): boolean =>
  shape.kind === 'list' ? Array.isArray(value) : shape.kind === 'fields' && isObject(value);

const differences = (
  from: Json | undefined,
  to: Json | undefined,
  shape: Shape,
  path: readonly string[],
): readonly Change[] => {
  if (from === to) return [];
  // A list or object that is not there is an empty one that begins: what two authors put into it is not one change.
  const none: Json = shape.kind === 'list' ? [] : {};
  if (from === undefined && fits(shape, to)) return [{ path, to: none }, ...differences(none, to, shape, path)];
  if (to === undefined && fits(shape, from)) return [...differences(from, none, shape, path), { path, from: none }];
  if (shape.kind === 'list' && Array.isArray(from) && Array.isArray(to)) return inList(from, to, shape, path);
  if (shape.kind === 'fields' && isObject(from) && isObject(to)) return inFields(from, to, shape, path);
  if (sameJson(from, to)) return [];
  return [{ path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
};

const inFields = (from: JsonObject, to: JsonObject, shape: Shape, path: readonly string[]): readonly Change[] => {
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  const of = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
  return [...keys].flatMap((key) => differences(of(from, key), of(to, key), shapeAt(shape, key), [...path, key]));
};

const inList = (
  from: readonly Json[],
  to: readonly Json[],
  shape: Shape & { kind: 'list' },
  path: readonly string[],
): readonly Change[] => {
  const [before, now] = [keyed(from, shape.keyOf), keyed(to, shape.keyOf)];
  const [keysBefore, keysNow] = [[...before.keys()], [...now.keys()]];
  const changes: Change[] = [];
  for (const [n, key] of [...keysBefore.entries()].toReversed()) {
    const gone = before.get(key);
    if (!now.has(key) && gone !== undefined)
      changes.push({ path: [...path, key], from: gone, after: keysBefore[n - 1] ?? null });
  }
  const staying = keysBefore.filter((key) => now.has(key));
  const stayed = keysNow.filter((key) => before.has(key));
  if (staying.some((key, n) => key !== stayed[n])) changes.push({ path, from: staying, to: stayed, order: true });
  for (const [n, key] of keysNow.entries()) {
    const item = now.get(key);
    if (item === undefined) continue;
    const at = [...path, key];
    if (!before.has(key)) changes.push({ path: at, to: item, after: keysNow[n - 1] ?? null });
    else changes.push(...itemChanges(before.get(key), item, shape, at));
  }
  return changes;
};

/** An item that is no object on one side is another item. */
const itemChanges = (from: Json | undefined, to: Json, { item }: Shape & { kind: 'list' }, path: readonly string[]) =>
  differences(from, to, item, path);

/**
 * Applies what fits: a change inside something that is gone meanwhile is left out, and nothing that ends nowhere is
 * added. On the drawing that the patch was made of, it gives exactly the other.
 */
export const applyPatch = (patch: Patch, drawing: Drawing): Drawing => {
  let now = asJson(drawing);
  for (const change of patch) now = applied(now, DRAWING, change, 0);
  return withoutLooseEnds(drawing, now as unknown as Drawing);
};

const applied = (value: Json, shape: Shape, change: Change, depth: number): Json => {
  const { path, to } = change;
  const key = path[depth];
  if (key === undefined) return change.order ? ordered(value, shape, to) : value;
  const last = depth === path.length - 1;
  if (shape.kind === 'list') return Array.isArray(value) ? inItems(value, shape, change, depth) : value;
  if (!isObject(value)) return value;
  const inner = shapeAt(shape, key);
  const before = Object.hasOwn(value, key) ? value[key] : undefined;
  if (!last || change.order) {
    // What is put into a list or object that another emptied and took away brings it back.
    const begins = before === undefined && inner.kind !== 'leaf' && to !== undefined && depth === path.length - 2;
    if (before === undefined && !begins) return value;
    const frame = before ?? (inner.kind === 'list' ? [] : {});
    const next = applied(frame, inner, change, depth + 1);
    return next === before ? value : { ...value, [key]: next };
  }
  // The beginning and the end of a list or object do nothing to what stands in it.
  if (inner.kind !== 'leaf' && before !== undefined && to !== undefined && isEmpty(inner, to)) return value;
  if (to !== undefined) return { ...value, [key]: to };
  if (inner.kind !== 'leaf' && before !== undefined && fits(inner, before) && !isEmpty(inner, before)) return value;
  const { [key]: _gone, ...rest } = value;
  return rest;
};

const inItems = (items: Json[], shape: Shape & { kind: 'list' }, change: Change, depth: number): Json => {
  const { path, to, after } = change;
  const all = keyed(items, shape.keyOf);
  const key = path[depth] ?? '';
  const before = all.get(key);
  if (depth < path.length - 1) {
    if (before === undefined) return items;
    const next = applied(before, shape.item, change, depth + 1);
    return next === before ? items : [...all.set(key, next).values()];
  }
  if (to === undefined) return all.delete(key) ? [...all.values()] : items;
  if (before !== undefined) return [...all.set(key, to).values()];
  if (after === null) return [to, ...items];
  const place = after === undefined ? -1 : [...all.keys()].indexOf(after);
  return place < 0 ? [...items, to] : items.toSpliced(place + 1, 0, to);
};

/** Sorts those that are named; any other keeps its place behind the one that it followed. */
const ordered = (value: Json, shape: Shape, to: Json | undefined): Json => {
  if (shape.kind !== 'list' || !Array.isArray(value) || !Array.isArray(to)) return value;
  const ranks = new Map(to.map((key, n) => [String(key), n]));
  let rank = -1;
  const placed = [...keyed(value, shape.keyOf)].map(([key, item]) => {
    rank = ranks.get(key) ?? rank;
    return { item, rank };
  });
  return placed.toSorted((a, b) => a.rank - b.rank).map(({ item }) => item);
};

/** Without new edges to nowhere; nodes whose container is gone stand outside. What was wrong before stays. */
export const withoutLooseEnds = (before: Drawing, drawing: Drawing): Drawing => {
  const { document } = drawing;
  if (document.nodes === before.document.nodes && document.edges === before.document.edges) return drawing;
  const ids = new Set(['trigger', ...document.nodes.map(({ id }) => id)]);
  const were = new Set(before.document.edges);
  const edges = document.edges.filter(
    (edge) => were.has(edge) || (ids.has(edge.to) && ids.has(parsePort(edge.from).node)),
  );
  const parents = new Set(before.document.nodes.map(({ parent }) => parent));
  const lost = (parent: string | undefined) => parent !== undefined && !ids.has(parent);
  const nodes = document.nodes.map((node) => {
    if (!lost(node.parent) || (parents.has(node.parent) && !hadNode(before, node.parent))) return node;
    const { parent: _gone, ...rest } = node;
    return rest;
  });
  const same = edges.length === document.edges.length && nodes.every((node, n) => node === document.nodes[n]);
  return same ? drawing : { ...drawing, document: { ...document, nodes, edges } };
};

const hadNode = (drawing: Drawing, id: string | undefined): boolean =>
  drawing.document.nodes.some((node) => node.id === id);
