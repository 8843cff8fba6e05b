import type { FlowDocument, Position } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import { moveInto, moveNodes } from '../document/edit.ts';
import { absolutePlace, containerAt, FRAME, fitContainers, NONE, type Size, STEP, sizesOf } from './geometry.ts';

/**
 * What a drag leaves behind: nodes whose middle lies in another container now stand in it, the others only moved.
 * `positions` are relative to the container that each node stood in.
 */
export const dropNodes = (
  document: FlowDocument,
  catalogue: Catalogue,
  positions: ReadonlyMap<string, Position>,
  closed: ReadonlySet<string> = NONE,
): FlowDocument => {
  const sizes = sizesOf(document, catalogue, closed);
  // Into a closed container nothing falls.
  const shut = new Set([...positions.keys(), ...closed]);
  const dragged = new Set(positions.keys());
  let result = moveNodes(document, positions);
  for (const [id, at] of positions) {
    if (id === TRIGGER_ID) continue;
    const parent = findNode(document, id)?.parent;
    // What moves with the frame around it stays in that frame.
    if (parent !== undefined && dragged.has(parent)) continue;
    const target = containerAt(document, sizes, middle(document, sizes, parent, id, at), shut);
    if (target === parent) continue;
    const from = parent === undefined ? { x: 0, y: 0 } : absolutePlace(document, parent);
    const to = target === undefined ? { x: 0, y: 0 } : absolutePlace(document, target);
    result = moveInto(result, new Map([[id, { x: at.x + from.x - to.x, y: at.y + from.y - to.y }]]), target);
  }
  return fitContainers(result);
};

const middle = (
  document: FlowDocument,
  sizes: ReadonlyMap<string, Size>,
  parent: string | undefined,
  id: string,
  at: Position,
): Position => {
  const origin = parent === undefined ? { x: 0, y: 0 } : absolutePlace(document, parent);
  const size = sizes.get(id) ?? STEP;
  return { x: origin.x + at.x + size.width / 2, y: origin.y + at.y + Math.min(size.height, STEP.height) / 2 };
};

/** Where a new node goes: its scope and its place in it, for a point of the canvas. */
export const placeAt = (
  document: FlowDocument,
  catalogue: Catalogue,
  point: Position,
  closed: ReadonlySet<string> = NONE,
): { position: Position; parent: string | undefined } => {
  const parent = containerAt(document, sizesOf(document, catalogue, closed), point, closed);
  if (parent === undefined) return { position: point, parent };
  const origin = absolutePlace(document, parent);
  return { position: { x: point.x - origin.x, y: point.y - origin.y }, parent };
};

/** A free place to the right of a node, in its scope, that covers no other node. */
export const placeAfter = (
  document: FlowDocument,
  catalogue: Catalogue,
  id: string,
  into: boolean,
  closed: ReadonlySet<string> = NONE,
): Position => {
  const sizes = sizesOf(document, catalogue, closed);
  const node = findNode(document, id);
  const scope = into ? id : node?.parent;
  const start = into
    ? { x: FRAME.left + 24, y: FRAME.top }
    : id === TRIGGER_ID
      ? { ...absolutePlace(document, id), x: absolutePlace(document, id).x + STEP.width + 96 }
      : { x: (node?.position?.x ?? 0) + (sizes.get(id)?.width ?? STEP.width) + 96, y: node?.position?.y ?? 0 };
  const others = document.nodes.filter((one) => one.parent === scope && one.position);
  const covers = (at: Position): boolean =>
    others.some((one) => {
      const size = sizes.get(one.id) ?? STEP;
      const { x, y } = one.position ?? at;
      return (
        at.x < x + size.width + 16 &&
        at.x + STEP.width + 16 > x &&
        at.y < y + size.height + 16 &&
        at.y + STEP.height + 16 > y
      );
    });
  const at = { ...start };
  for (let n = 0; n < 200 && covers(at); n++) at.y += 96;
  return at;
};
