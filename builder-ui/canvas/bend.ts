import type { FlowDocument, FlowNode } from '#flow/document.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import { parsePort } from '../document/ports.ts';
import { childrenOf, placeOf, type Size, STEP, triggerPlace } from './geometry.ts';

/** Where a wire turns between its two ends. */
export type Bend = 'middle' | 'source' | 'target';

interface Box {
  id: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How far from a card a wire turns that does not turn in the middle. */
export const BEND_AT = 36;

const boxOf = (id: string, x: number, y: number, size: Size): Box => ({
  id,
  left: x,
  right: x + size.width,
  top: y,
  bottom: y + size.height,
});

const crosses = (box: Box, x1: number, y1: number, x2: number, y2: number): boolean =>
  Math.max(x1, x2) > box.left &&
  Math.min(x1, x2) < box.right &&
  Math.max(y1, y2) > box.top &&
  Math.min(y1, y2) < box.bottom;

/** The turn that runs over the fewest other cards of the scope; the middle where it makes no difference. */
const bendOf = (from: Box, to: Box, boxes: readonly Box[]): Bend => {
  const [x1, x2] = [from.right, to.left];
  if (x2 - x1 < 2 * BEND_AT) return 'middle';
  const y1 = (from.top + Math.min(from.bottom, from.top + 128)) / 2;
  const y2 = to.top + 32;
  const others = boxes.filter((box) => box.id !== from.id && box.id !== to.id && box.right > x1 && box.left < x2);
  const count = (turn: number): number =>
    others.filter(
      (box) => crosses(box, x1, y1, turn, y1) || crosses(box, turn, y1, turn, y2) || crosses(box, turn, y2, x2, y2),
    ).length;
  const turns: [Bend, number][] = [
    ['middle', (x1 + x2) / 2],
    ['source', x1 + BEND_AT],
    ['target', x2 - BEND_AT],
  ];
  let best: Bend = 'middle';
  let fewest = Number.POSITIVE_INFINITY;
  for (const [bend, turn] of turns) {
    const n = others.length === 0 ? 0 : count(turn);
    if (n < fewest) [best, fewest] = [bend, n];
  }
  return best;
};

/** Where each wire of the document turns, in order of its edges. */
export const bendsOf = (document: FlowDocument, sizes: ReadonlyMap<string, Size>): Bend[] => {
  const scopes = new Map([...childrenOf(document)].map(([parent, nodes]) => [parent, boxesOf(nodes, sizes)]));
  const byId = new Map([...scopes.values()].flat().map((box) => [box.id, box]));
  const { x, y } = triggerPlace(document);
  const trigger = boxOf(TRIGGER_ID, x, y, STEP);
  const parents = new Map(document.nodes.map((node) => [node.id, node.parent]));
  return document.edges.map((edge) => {
    const { node, port } = parsePort(edge.from);
    const boxes = scopes.get(parents.get(edge.to)) ?? [];
    const to = byId.get(edge.to);
    const from = node === TRIGGER_ID ? trigger : byId.get(node);
    return from && to && port !== 'each' && port !== 'error' ? bendOf(from, to, boxes) : 'middle';
  });
};

const boxesOf = (nodes: readonly FlowNode[], sizes: ReadonlyMap<string, Size>): Box[] =>
  nodes.map((node) => boxOf(node.id, placeOf(node).x, placeOf(node).y, sizes.get(node.id) ?? STEP));
