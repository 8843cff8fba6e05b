import type { FlowDocument, Position } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { alignBoxes, type Box, distributeBoxes } from '../document/align.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import { moveNodes } from '../document/edit.ts';
import type { Arrangement } from './canvas-edits.ts';
import { fitContainers, NONE, placeOf, placesIn, STEP, sizesOf, triggerPlace } from './geometry.ts';

/** Where the nodes are drawn; what stands in a frame that is among them goes along with it and has no box of its own. */
export const boxesOf = (
  document: FlowDocument,
  catalogue: Catalogue,
  ids: ReadonlySet<string>,
  closed: ReadonlySet<string> = NONE,
): Box[] => {
  const at = placesIn(document);
  const sizes = sizesOf(document, catalogue, closed);
  const parents = new Map(document.nodes.map((node) => [node.id, node.parent]));
  const isCarried = (id: string): boolean => {
    for (let up = parents.get(id), n = 0; up !== undefined && n < 100; up = parents.get(up), n++) {
      if (ids.has(up)) return true;
    }
    return false;
  };
  return [...ids]
    .filter((id) => (id === TRIGGER_ID || parents.has(id)) && !isCarried(id))
    .map((id) => ({ id, ...at(id), ...(sizes.get(id) ?? STEP) }));
};

/** Lines up nodes or shares the room between them, as they are seen: also where they stand in several containers. */
export const arrange = (
  document: FlowDocument,
  catalogue: Catalogue,
  ids: ReadonlySet<string>,
  how: Arrangement,
  closed: ReadonlySet<string> = NONE,
): FlowDocument => {
  const boxes = boxesOf(document, catalogue, ids, closed);
  const corners = how === 'across' || how === 'down' ? distributeBoxes(boxes, how) : alignBoxes(boxes, how);
  const own = new Map<string, Position>(document.nodes.map((node) => [node.id, placeOf(node)]));
  own.set(TRIGGER_ID, triggerPlace(document));
  const moves = new Map<string, Position>();
  for (const box of boxes) {
    const [to, at] = [corners.get(box.id), own.get(box.id)];
    if (!to || !at || (to.x === box.x && to.y === box.y)) continue;
    moves.set(box.id, { x: at.x + to.x - box.x, y: at.y + to.y - box.y });
  }
  return moves.size === 0 ? document : fitContainers(moveNodes(document, moves));
};
