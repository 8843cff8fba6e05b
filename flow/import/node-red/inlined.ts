import type { Json, JsonObject } from '../../json.ts';
import { isObject, objects, text } from '../nodes/parameters.ts';

/** A node of Node-RED, standing in no subflow any more. */
export interface Wired {
  id: string;
  node: JsonObject;
  /** Ids of what follows, by output. */
  wires: string[][];
}

const wiresOf = (node: JsonObject): string[][] =>
  (Array.isArray(node.wires) ? node.wires : []).map((one) => (Array.isArray(one) ? one.map((id) => text(id)) : []));

const MAX_DEPTH = 10;
const MAX_NODES = 5_000;

/** The nodes of a tab; in place of each subflow stands a copy of what is in it. */
export function inlined(all: readonly JsonObject[], tab: string | undefined): Wired[] {
  const inside = (z: string | undefined): JsonObject[] =>
    all.filter((node) => Array.isArray(node.wires) && (z === undefined ? isLoose(all, node) : node.z === z));
  const made: Wired[] = [];
  /** Entries of what stands in a place of an instance. */
  const entries = new Map<string, string[]>();
  const place = (
    z: string | undefined,
    prefix: string,
    named: string,
    leaves: (id: string, port: number) => string[],
    depth: number,
  ): void => {
    for (const node of inside(z)) {
      if (made.length >= MAX_NODES) return;
      const id = `${prefix}${text(node.id)}`;
      const wires = wiresOf(node).map((targets, port) => [
        ...targets.map((target) => `${prefix}${target}`),
        ...leaves(text(node.id), port),
      ]);
      const definition = subflowOf(all, node);
      if (!definition || depth >= MAX_DEPTH) {
        const name = text(node.name);
        made.push({ id, node: named === '' ? node : { ...node, name: `${named}: ${name || text(node.type)}` }, wires });
        continue;
      }
      const inner = `${id}/`;
      entries.set(
        id,
        entriesOf(definition).map((target) => `${inner}${target}`),
      );
      const out = objects(definition.out ?? []);
      const leaving = (from: string, port: number): string[] =>
        out.flatMap((one, i) =>
          objects(one.wires ?? []).some((wire) => text(wire.id) === from && (wire.port ?? 0) === port)
            ? (wires[i] ?? [])
            : [],
        );
      place(text(definition.id), inner, text(node.name) || text(definition.name), leaving, depth + 1);
    }
  };
  place(tab, '', '', () => [], 0);
  return made.map((one) => ({ ...one, wires: one.wires.map((targets) => resolved(targets, entries)) }));
}

/** Of a copied part: what stands in no subflow whose definition came along. */
const isLoose = (all: readonly JsonObject[], node: JsonObject): boolean =>
  !all.some((one) => one.type === 'subflow' && one.id === node.z);

const subflowOf = (all: readonly JsonObject[], node: JsonObject): JsonObject | undefined => {
  const id = /^subflow:(.+)$/.exec(text(node.type))?.[1];
  return id === undefined ? undefined : all.find((one) => one.type === 'subflow' && one.id === id);
};

const entriesOf = (definition: JsonObject): string[] =>
  (Array.isArray(definition.in) ? (definition.in as Json[]) : [])
    .filter(isObject)
    .flatMap((one) => objects(one.wires ?? []).map((wire) => text(wire.id)));

const resolved = (targets: readonly string[], entries: ReadonlyMap<string, string[]>, depth = 0): string[] =>
  targets.flatMap((target) => {
    const inner = entries.get(target);
    return inner && depth < MAX_DEPTH ? resolved(inner, entries, depth + 1) : [target];
  });
