import type { FlowDocument, FlowEdge, FlowNode, Position } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import { moveNodes } from '../document/edit.ts';
import { parsePort } from '../document/ports.ts';
import { ledTo } from '../document/reach.ts';
import { NONE, placeOf, type Size, STEP, sizesOf, triggerPlace } from './geometry.ts';

/** Between two cards of a line. */
const GAP = 96;

/** Where the wire of an edge begins, seen from the scope that its end stands in. */
const startOf = (document: FlowDocument, edge: FlowEdge, sizes: ReadonlyMap<string, Size>, at: Position): number => {
  const { node: id } = parsePort(edge.from);
  const parent = findNode(document, edge.to)?.parent;
  if (id === TRIGGER_ID) return triggerPlace(document).x + STEP.width;
  const source = findNode(document, id);
  return source && source.parent === parent ? placeOf(source).x + (sizes.get(id)?.width ?? STEP.width) : at.x - GAP;
};

/**
 * Room for a node in an edge: it takes the place of what the edge leads to, which moves right with all that follows it
 * in the scope. A wire that is long enough already keeps everything where it is; so does a place (`wanted`) between both
 * ends that covers neither.
 */
export const roomInWire = (
  document: FlowDocument,
  catalogue: Catalogue,
  edge: FlowEdge,
  { closed = NONE, size = STEP, wanted }: { closed?: ReadonlySet<string>; size?: Size; wanted?: Position } = {},
): { document: FlowDocument; position: Position } => {
  const target = findNode(document, edge.to);
  const at = target?.position ?? { x: 0, y: 0 };
  const start = startOf(document, edge, sizesOf(document, catalogue, closed), at);
  if (wanted && wanted.x >= start + 24 && wanted.x + size.width + 24 <= at.x) return { document, position: wanted };
  if (at.x - start >= size.width + GAP) {
    return { document, position: { x: Math.round((start + at.x - size.width) / 2), y: at.y } };
  }
  const after = new Set([edge.to, ...ledTo(document.edges, [edge.to])]);
  const moves = new Map<string, Position>();
  for (const node of document.nodes) {
    if (node.parent !== target?.parent || !after.has(node.id) || !node.position || node.position.x < at.x) continue;
    moves.set(node.id, { x: node.position.x + size.width + GAP, y: node.position.y });
  }
  return { document: moveNodes(document, moves), position: at };
};

/** Between a frame and what stands beside it. */
const BESIDE = 40;

/** What an opened container would cover makes room: what stands right of it moves right, what stands below it down. */
export const makeRoom = (
  document: FlowDocument,
  catalogue: Catalogue,
  closed: ReadonlySet<string>,
  id: string,
): FlowDocument => {
  const frame = findNode(document, id);
  if (!frame) return document;
  const sizes = sizesOf(document, catalogue, closed);
  const size = sizes.get(id) ?? STEP;
  const { x, y } = placeOf(frame);
  const beside = document.nodes.filter((node) => node.id !== id && node.parent === frame.parent);
  const box = (node: FlowNode) => ({ ...placeOf(node), ...(sizes.get(node.id) ?? STEP) });
  const covered = beside
    .map(box)
    .filter(
      (one) =>
        one.x < x + size.width + BESIDE &&
        one.x + one.width > x &&
        one.y < y + size.height + BESIDE &&
        one.y + one.height > y,
    );
  const right = covered.filter((one) => one.x >= x + STEP.width / 2);
  const below = covered.filter((one) => one.x < x + STEP.width / 2 && one.y >= y + STEP.height / 2);
  const across = Math.max(0, ...right.map((one) => x + size.width + BESIDE - one.x));
  const down = Math.max(0, ...below.map((one) => y + size.height + BESIDE - one.y));
  if (across === 0 && down === 0) return document;
  const moves = new Map<string, Position>();
  for (const node of beside) {
    const at = placeOf(node);
    if (at.x >= x + STEP.width / 2) moves.set(node.id, { x: at.x + across, y: at.y });
    else if (at.y >= y + STEP.height / 2 && at.x + STEP.width > x) moves.set(node.id, { x: at.x, y: at.y + down });
  }
  return moveNodes(document, moves);
};
