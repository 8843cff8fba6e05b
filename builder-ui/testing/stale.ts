import type { Board } from '#flow/board.ts';
import type { FlowDocument, FlowNode } from '#flow/document.ts';
import { parsePort } from '../document/ports.ts';

/** What a run was made of, as far as its results depend on it. */
export interface RanOn {
  document: FlowDocument;
  pins: Board['pins'];
}

/** What of a node has no meaning for a run. */
const meaning = ({ label: _l, note: _n, position: _p, ...rest }: FlowNode): unknown => rest;

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const incoming = ({ edges }: FlowDocument): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const { from, to } of edges) found.set(to, [...(found.get(to) ?? []), from]);
  return found;
};

/** Nodes that were edited since: their own meaning, what leads to them, or their pin. */
const edited = (ran: RanOn, now: RanOn): string[] => {
  const before = new Map(ran.document.nodes.map((node) => [node.id, node]));
  const sameEdges = ran.document.edges === now.document.edges;
  const [edgesBefore, edgesNow] = sameEdges ? [] : [incoming(ran.document), incoming(now.document)];
  return now.document.nodes
    .filter((node) => {
      const old = before.get(node.id);
      if (!old || !same(ran.pins?.[node.id], now.pins?.[node.id])) return true;
      if (old !== node && !same(meaning(old), meaning(node))) return true;
      return !same(edgesBefore?.get(node.id)?.toSorted(), edgesNow?.get(node.id)?.toSorted());
    })
    .map(({ id }) => id);
};

/** Nodes whose results no longer say what they would give: they were edited since the run, or what leads to them was. */
export const staleNodes = (ran: RanOn, now: RanOn): ReadonlySet<string> => {
  if (ran.document === now.document && same(ran.pins ?? {}, now.pins ?? {})) return new Set();
  const next = new Map<string, string[]>();
  const link = (from: string, to: string) => next.set(from, [...(next.get(from) ?? []), to]);
  for (const { from, to } of now.document.edges) {
    const { node, port } = parsePort(from);
    if (port !== 'each') link(node, to);
  }
  // What a container gives comes from what stands in it, and that begins with what the container was given.
  for (const { id, parent } of now.document.nodes) {
    if (parent === undefined) continue;
    link(id, parent);
    link(parent, id);
  }
  const stale = new Set(edited(ran, now));
  for (const id of stale) for (const to of next.get(id) ?? []) stale.add(to);
  return stale;
};
