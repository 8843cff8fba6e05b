import type { FlowDocument, Position } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { placeOf, type Size, STEP, sizesOf, triggerPlace } from '../../canvas/geometry.ts';
import { findNode, TRIGGER_ID } from '../../document/connect.ts';
import { parsePort } from '../../document/ports.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

interface Box {
  id: string;
  /** Middle of the box. */
  x: number;
  y: number;
}

const boxesOf = (document: FlowDocument, sizes: ReadonlyMap<string, Size>): Map<string, Box> => {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const corners = new Map<string, Position>([[TRIGGER_ID, triggerPlace(document)]]);
  const cornerOf = (id: string): Position => {
    const held = corners.get(id);
    const node = byId.get(id);
    if (held || !node) return held ?? { x: 0, y: 0 };
    const own = placeOf(node);
    // Written first, so that frames that hold each other still end.
    corners.set(id, own);
    const frame = node.parent === undefined ? { x: 0, y: 0 } : cornerOf(node.parent);
    const at = { x: frame.x + own.x, y: frame.y + own.y };
    corners.set(id, at);
    return at;
  };
  const box = (id: string): [string, Box] => {
    const at = cornerOf(id);
    const size = sizes.get(id) ?? STEP;
    // Of a tall frame the title is what one stands on.
    return [id, { id, x: at.x + size.width / 2, y: at.y + Math.min(size.height, STEP.height) / 2 }];
  };
  return new Map([TRIGGER_ID, ...byId.keys()].map(box));
};

/** The nodes one edge after this one, and one before it; of a frame's first step, the frame. */
const along = (document: FlowDocument, id: string, direction: Direction): string[] => {
  if (direction === 'right') {
    const out = document.edges.filter((edge) => parsePort(edge.from).node === id);
    const after = out.filter((edge) => parsePort(edge.from).port !== 'each');
    return (after.length > 0 ? after : out).map((edge) => edge.to);
  }
  if (direction === 'left') {
    return document.edges.filter((edge) => edge.to === id).map((edge) => parsePort(edge.from).node);
  }
  // Down from a frame leads into it.
  return direction === 'down' ? document.edges.filter((edge) => edge.from === `${id}.each`).map((edge) => edge.to) : [];
};

const nearest = (from: Box, boxes: Box[]): string | undefined =>
  boxes.toSorted((a, b) => Math.hypot(a.x - from.x, a.y - from.y) - Math.hypot(b.x - from.x, b.y - from.y))[0]?.id;

/** The nearest of those that lie that way; what lies to the side is further than it looks. */
const lyingThere = (from: Box, boxes: Box[], direction: Direction): string | undefined => {
  const sideways = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  const costs = boxes.flatMap((box) => {
    const [dx, dy] = [box.x - from.x, box.y - from.y];
    const ahead = sign * (sideways ? dx : dy);
    const aside = Math.abs(sideways ? dy : dx);
    return ahead > 4 && aside <= ahead * 6 ? [{ id: box.id, cost: ahead + 2 * aside }] : [];
  });
  return costs.toSorted((a, b) => a.cost - b.cost)[0]?.id;
};

/** Where an arrow leads from a node: along its edges, else to what stands there. */
export const neighbourOf = (
  document: FlowDocument,
  catalogue: Catalogue,
  id: string,
  direction: Direction,
): string | undefined => {
  const boxes = boxesOf(document, sizesOf(document, catalogue));
  const from = boxes.get(id);
  if (!from) return undefined;
  const joined = along(document, id, direction).flatMap((other) => boxes.get(other) ?? []);
  if (joined.length > 0) return nearest(from, joined);
  const others = [...boxes.values()].filter((box) => box.id !== id);
  const parent = findNode(document, id)?.parent;
  const parents = new Map(document.nodes.map((node) => [node.id, node.parent]));
  const siblings = others.filter((box) => parents.get(box.id) === parent);
  return lyingThere(from, siblings, direction) ?? lyingThere(from, others, direction);
};

/** All that lead to these nodes, or all that they lead to, themselves left in. */
export const withAllBeyond = (document: FlowDocument, ids: Iterable<string>, way: 'up' | 'down'): Set<string> => {
  const next = new Map<string, string[]>();
  for (const edge of document.edges) {
    const source = parsePort(edge.from).node;
    const [from, to] = way === 'down' ? [source, edge.to] : [edge.to, source];
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  const all = new Set(ids);
  // A set gives also what is added while it is walked.
  for (const id of all) for (const other of next.get(id) ?? []) all.add(other);
  return all;
};
