import type { JsonObject } from '../../json.ts';
import type { ImportPart } from '../import-report.ts';
import { isObject, text } from '../nodes/parameters.ts';

const looksRight = (value: unknown): value is JsonObject =>
  isObject(value) && typeof value.id === 'string' && typeof value.type === 'string' && value.parameters === undefined;

/** The nodes in what Node-RED exports (a list, or one in `flows`); empty where it is no such thing. */
export function nodesIn(value: unknown): JsonObject[] {
  const list = Array.isArray(value) ? value : isObject(value) && Array.isArray(value.flows) ? value.flows : [];
  const nodes = list.filter(looksRight);
  return nodes.length === list.length && nodes.some((node) => Array.isArray(node.wires)) ? nodes : [];
}

/** Tabs that hold anything but notes; a copied part has none, and is one flow. */
export function tabsIn(nodes: readonly JsonObject[]): ImportPart[] {
  const used = new Set(
    nodes.filter((node) => Array.isArray(node.wires) && node.type !== 'comment').map((node) => node.z),
  );
  return nodes
    .filter((node) => node.type === 'tab' && used.has(node.id ?? null))
    .map((node) => ({ id: text(node.id), name: text(node.label) || text(node.id) }));
}
