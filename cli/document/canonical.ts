import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../flow/json.ts';

/** In the order in which a reader looks for them; what is not here stands behind, in the order in which it came. */
const DOCUMENT = [
  'language',
  'name',
  'description',
  'trigger',
  'input',
  'vars',
  'nodes',
  'edges',
  'output',
  'settings',
];
const NODE = [
  ...['id', 'type', 'label', 'note', 'disabled', 'parent', 'join', 'connection', 'config'],
  ...['timeout', 'retry', 'poll', 'compensation', 'outputSchema', 'position'],
];
const SETTINGS = [
  ...['timezone', 'timeout', 'key', 'whenBusy', 'concurrency', 'priority', 'onFailure', 'keepData', 'redact'],
];

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ordered = (value: Json, keys: readonly string[]): Json => {
  if (!isObject(value)) return value;
  const rest = Object.keys(value).filter((key) => !keys.includes(key));
  const own = [...keys.filter((key) => Object.hasOwn(value, key)), ...rest];
  return Object.fromEntries(own.map((key) => [key, value[key] ?? null]));
};

const placed = (position: Json): Json => {
  if (!isObject(position)) return position;
  const whole = (n: Json | undefined): Json => (typeof n === 'number' ? Math.round(n) : (n ?? null));
  return { x: whole(position.x), y: whole(position.y) };
};

const canonicalNode = (node: Json): Json => {
  const sorted = ordered(node, NODE);
  if (!isObject(sorted) || sorted.position === undefined) return sorted;
  return { ...sorted, position: placed(sorted.position) };
};

const canonicalEdge = (edge: Json): Json => {
  if (!isObject(edge) || typeof edge.from !== 'string') return edge;
  return ordered({ ...edge, from: edge.from.replace(/\.out$/, '') }, ['from', 'to']);
};

/**
 * The one way to write a document: members of the language in one order, places in whole numbers, the port `out` left
 * unsaid. What an author wrote inside of `config`, `vars` and schemas keeps its order, for the order of an object's keys
 * and of a list's items can be read by expressions.
 */
export const canonical = (document: Json): Json => {
  const sorted = ordered(document, DOCUMENT);
  if (!isObject(sorted)) return sorted;
  return {
    ...sorted,
    ...(sorted.trigger === undefined ? {} : { trigger: ordered(sorted.trigger, ['type', 'config']) }),
    ...(Array.isArray(sorted.nodes) ? { nodes: sorted.nodes.map(canonicalNode) } : {}),
    ...(Array.isArray(sorted.edges) ? { edges: sorted.edges.map(canonicalEdge) } : {}),
    ...(sorted.settings === undefined ? {} : { settings: ordered(sorted.settings, SETTINGS) }),
  };
};

/** Edges and places stand on a line each: a line of a diff is one line of the drawing. */
const written = (value: Json, indent: string, path: readonly string[]): string => {
  const [name] = path.slice(-1);
  const isEdge = path.length === 2 && path[0] === 'edges' && isObject(value) && Object.values(value).every(isShort);
  const isPlace = name === 'position' && path.length === 3 && path[0] === 'nodes' && isObject(value);
  if (isEdge || isPlace) return edgeLine(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item, i) => written(item, deeper, [...path, String(i)]))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${written(item, deeper, [...path, key])}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`;
};

const isShort = (value: Json): boolean => typeof value !== 'object' || value === null;

const edgeLine = (value: JsonObject): string =>
  `{ ${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`)
    .join(', ')} }`;

/** The text of a flow's file. */
export const textOf = (document: Json): string => `${written(canonical(document), '', [])}\n`;

/** What names the content of a document, drawing included: the same text, the same hash, on any machine. */
export const hashOf = (document: Json): string => createHash('sha256').update(textOf(document)).digest('hex');
