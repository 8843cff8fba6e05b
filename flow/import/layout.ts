import type { FlowNode, Position } from '../document.ts';

/** n8n's nodes are squares of 100, ours are cards of 220: the drawing is spread, its shape stays. */
const SPREAD = { x: 1.6, y: 1.1 };
/** Cards and frames as the builder draws them. */
const CARD = { width: 220, height: 64 };
const FRAME = { left: 88, top: 64, right: 48, bottom: 40, width: 380, height: 176 };
/** Of a step that had no place, from the one written before it. */
const ASIDE = { x: 40, y: 120 };

/**
 * Places as they were, with the trigger at `origin` left of everything; inside containers, from their corner. Where the
 * frame of a loop, which n8n does not draw, would cover other steps, all are without a place: the builder finds them one.
 */
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
  const made = nodes.map((node) => {
    const at = corners.get(node.id) ?? absolute.get(node.id) ?? { x: 0, y: 0 };
    const corner = node.parent === undefined ? undefined : corners.get(node.parent);
    return { ...node, position: corner ? { x: at.x - corner.x, y: at.y - corner.y } : at };
  });
  return covers(made) ? made.map(withoutPlace) : made;
}

const withoutPlace = ({ position: _place, ...node }: FlowNode): FlowNode => node;

/** True where a container's frame lies over what does not stand in it. */
function covers(nodes: readonly FlowNode[]): boolean {
  const inside = new Map<string | undefined, FlowNode[]>();
  for (const node of nodes) inside.set(node.parent, [...(inside.get(node.parent) ?? []), node]);
  const sizeOf = (id: string): { width: number; height: number } => {
    const children = inside.get(id);
    if (!children) return CARD;
    const ends = children.map((child) => {
      const { width, height } = sizeOf(child.id);
      return { x: (child.position?.x ?? 0) + width, y: (child.position?.y ?? 0) + height };
    });
    return {
      width: Math.max(FRAME.width, ...ends.map((end) => end.x + FRAME.right)),
      height: Math.max(FRAME.height, ...ends.map((end) => end.y + FRAME.bottom)),
    };
  };
  return [...inside.values()].some((scope) =>
    scope.some(
      (one) =>
        inside.has(one.id) &&
        scope.some((other) => other !== one && meet(one, sizeOf(one.id), other, sizeOf(other.id))),
    ),
  );
}

type Size = { width: number; height: number };
const meet = (a: FlowNode, sizeA: Size, b: FlowNode, sizeB: Size): boolean => {
  const [at, to] = [a.position ?? { x: 0, y: 0 }, b.position ?? { x: 0, y: 0 }];
  const apart =
    at.x + sizeA.width <= to.x ||
    to.x + sizeB.width <= at.x ||
    at.y + sizeA.height <= to.y ||
    to.y + sizeB.height <= at.y;
  return !apart;
};

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
