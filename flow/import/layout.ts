import type { FlowNode, Position } from '../document.ts';

/** n8n's nodes are squares of 100, ours are cards of 220: the drawing is spread, its shape stays. */
const SPREAD = { x: 1.6, y: 1.1 };
/** Room between a container's frame and what stands in it, as the builder draws it. */
const FRAME = { left: 88, top: 64 };
/** Of a step that had no place, from the one written before it. */
const ASIDE = { x: 40, y: 120 };

/** Places as they were, with the trigger at `origin` left of everything; inside containers, from their corner. */
export function laidOut(nodes: readonly FlowNode[], origin: Position | null): FlowNode[] {
  const placed = nodes.filter((node) => node.position);
  if (placed.length === 0) return [...nodes];
  const from = origin ?? {
    x: Math.min(...placed.map((node) => node.position?.x ?? 0)) - 220,
    y: Math.min(...placed.map((node) => node.position?.y ?? 0)),
  };
  const absolute = new Map<string, Position>();
  let before: Position = { x: 0, y: 0 };
  for (const { id, position } of nodes) {
    const at = position
      ? { x: Math.round((position.x - from.x) * SPREAD.x), y: Math.round((position.y - from.y) * SPREAD.y) }
      : { x: before.x + ASIDE.x, y: before.y + ASIDE.y };
    absolute.set(id, at);
    before = at;
  }
  const corners = cornersOf(nodes, absolute);
  return nodes.map((node) => {
    const at = corners.get(node.id) ?? absolute.get(node.id) ?? { x: 0, y: 0 };
    const corner = node.parent === undefined ? undefined : corners.get(node.parent);
    return { ...node, position: corner ? { x: at.x - corner.x, y: at.y - corner.y } : at };
  });
}

/** A container's corner lies left of and above all that stands in it, however deep. */
function cornersOf(nodes: readonly FlowNode[], absolute: ReadonlyMap<string, Position>): Map<string, Position> {
  const corners = new Map<string, Position>();
  const cornerOf = (id: string): Position => {
    const held = corners.get(id);
    if (held) return held;
    const inside = nodes.filter((node) => node.parent === id);
    const places = inside.map((node) =>
      nodes.some((one) => one.parent === node.id) ? cornerOf(node.id) : (absolute.get(node.id) ?? { x: 0, y: 0 }),
    );
    const made = {
      x: Math.min(...places.map((one) => one.x)) - FRAME.left,
      y: Math.min(...places.map((one) => one.y)) - FRAME.top,
    };
    corners.set(id, made);
    return made;
  };
  for (const { parent } of nodes) if (parent !== undefined) cornerOf(parent);
  return corners;
}
