import type { Json, JsonObject } from '#flow/json.ts';
import { formatPort, parsePort } from './ports.ts';

/** How far two drawings are compared: a leaf is one field to an author, whatever stands in it. */
export type Shape =
  | { kind: 'leaf' }
  | { kind: 'fields'; of: Readonly<Record<string, Shape>>; rest: Shape }
  /** Items are followed by their key, not by their place. */
  | { kind: 'list'; keyOf: (item: Json) => string; item: Shape };

const leaf: Shape = { kind: 'leaf' };
const fields = (of: Record<string, Shape>, rest: Shape = leaf): Shape => ({ kind: 'fields', of, rest });
const list = (keyOf: (item: Json) => string, item: Shape): Shape => ({ kind: 'list', keyOf, item });

const idOf = (item: Json): string => (isObject(item) ? String(item.id) : String(item));
const edgeKey = (item: Json): string =>
  isObject(item) ? `${formatPort(parsePort(String(item.from)))} > ${String(item.to)}` : String(item);

const open = fields({});
const edges = list(edgeKey, leaf);
const document = fields({
  nodes: list(idOf, fields({ config: open })),
  edges,
  trigger: fields({ config: open }),
  vars: open,
  settings: open,
});
const board = fields({
  notes: list(idOf, open),
  groups: list(idOf, open),
  collapsed: list(idOf, leaf),
  pins: open,
  samples: list(idOf, open),
});

/** Of a `Drawing`. */
export const DRAWING: Shape = fields({ document, board });

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const shapeAt = (shape: Shape, key: string): Shape =>
  shape.kind === 'list' ? shape.item : shape.kind === 'fields' ? own(shape.of, key, shape.rest) : leaf;

const own = (of: Readonly<Record<string, Shape>>, key: string, rest: Shape): Shape =>
  Object.hasOwn(of, key) ? (of[key] ?? rest) : rest;

/** Items by key; a second one of a key (a draft may be wrong) is told apart by its number. */
export const keyed = (items: readonly Json[], keyOf: (item: Json) => string): Map<string, Json> => {
  const found = new Map<string, Json>();
  for (const item of items) {
    const key = keyOf(item);
    let free = key;
    for (let n = 2; found.has(free); n++) free = `${key}#${n}`;
    found.set(free, item);
  }
  return found;
};

/** Equal as JSON, in whatever order members stand. */
export const sameJson = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, i) => sameJson(one, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a).filter((key) => a[key] !== undefined);
  return (
    keys.length === Object.keys(b).filter((key) => b[key] !== undefined).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
};
