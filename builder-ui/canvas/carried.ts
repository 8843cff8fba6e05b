import type { Position } from '#flow/document.ts';
import type { CanvasNode } from './canvas-nodes.ts';

/** A group that is dragged by its title takes its nodes along: where it and they stood when that began. */
export interface Carried {
  from: Position;
  nodes: ReadonlyMap<string, Position>;
}

/** What goes along with a node that is dragged: nothing but with a group, and of its nodes those not dragged anyway. */
export const carriedBy = (
  region: CanvasNode,
  nodes: readonly CanvasNode[],
  dragged: readonly CanvasNode[],
): Carried | null => {
  if (region.type !== 'region') return null;
  const own = new Set(dragged.map((node) => node.id));
  const members = new Set(region.data.group.nodes.filter((id) => !own.has(id)));
  const along = nodes.filter(
    // What stands in a frame that goes along goes with it.
    (node) => members.has(node.id) && !(node.parentId !== undefined && members.has(node.parentId)),
  );
  return { from: region.position, nodes: new Map(along.map((node) => [node.id, node.position])) };
};

/** Where what goes along stands now. */
export const alongWith = (carried: Carried | null, { position }: CanvasNode): ReadonlyMap<string, Position> => {
  if (!carried) return new Map();
  const [dx, dy] = [position.x - carried.from.x, position.y - carried.from.y];
  return new Map([...carried.nodes].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }]));
};
