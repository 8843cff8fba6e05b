import type { Board, BoardGroup } from '#flow/board.ts';
import type { FlowDocument, Position } from '#flow/document.ts';
import { groupKey } from '../document/board-edit.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import type { CanvasNode, RegionNode } from './canvas-nodes.ts';
import { placesIn, type Size, STEP } from './geometry.ts';

/** Room between the frame of a group and its nodes; on top stands the title. */
const ROOM = { side: 24, top: 52, bottom: 24 } as const;

interface Frame extends Size {
  position: Position;
}

/** The frame around boxes; nothing around none. */
export const frameAround = (boxes: readonly (Position & Size)[]): Frame | null => {
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map((box) => box.x)) - ROOM.side;
  const top = Math.min(...boxes.map((box) => box.y)) - ROOM.top;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + ROOM.side;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + ROOM.bottom;
  return { position: { x: left, y: top }, width: right - left, height: bottom - top };
};

const toRegion = (group: BoardGroup, frame: Frame): RegionNode => ({
  id: groupKey(group.id),
  type: 'region',
  ...frame,
  dragHandle: '.region-title',
  zIndex: -1,
  data: { group },
});

/** The groups of a board as frames behind their nodes; one whose nodes are all hidden or gone is not drawn. */
export const regionNodes = (
  document: FlowDocument,
  board: Board,
  sizes: ReadonlyMap<string, Size>,
  hidden: ReadonlySet<string>,
): RegionNode[] => {
  if (!board.groups?.length) return [];
  const at = placesIn(document);
  const ids = new Set([TRIGGER_ID, ...document.nodes.map((node) => node.id)]);
  return board.groups.flatMap((group) => {
    const nodes = group.nodes.filter((id) => ids.has(id) && !hidden.has(id));
    const frame = frameAround(nodes.map((id) => ({ ...at(id), ...(sizes.get(id) ?? STEP) })));
    return frame ? toRegion(group, frame) : [];
  });
};

/** The frames of groups whose nodes are being dragged follow them; `absolute` tells where a node is drawn just now. */
export const followDrag = (nodes: readonly CanvasNode[], moved: ReadonlySet<string>): CanvasNode[] => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const absolute = (node: CanvasNode): Position => {
    const parent = node.parentId === undefined ? undefined : byId.get(node.parentId);
    const origin = parent ? absolute(parent) : { x: 0, y: 0 };
    return { x: origin.x + node.position.x, y: origin.y + node.position.y };
  };
  return nodes.map((node) => {
    if (node.type !== 'region' || moved.has(node.id) || !node.data.group.nodes.some((id) => moved.has(id))) return node;
    const boxes = node.data.group.nodes.flatMap((id) => {
      const one = byId.get(id);
      return one ? { ...absolute(one), width: one.width ?? STEP.width, height: one.height ?? STEP.height } : [];
    });
    const frame = frameAround(boxes);
    return frame ? { ...node, ...frame } : node;
  });
};
