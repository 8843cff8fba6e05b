import type { FlowDocument, FlowNode, Position } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import { triggerPosition, withInsides } from '../document/edit.ts';
import { isContainer, portsOf } from '../document/ports.ts';

export const STEP = { width: 220, height: 64 } as const;
/** Room between the frame of a container and its children; `left` holds the inner entry, `top` the title. */
export const FRAME = { left: 88, top: 64, right: 48, bottom: 40, width: 380, height: 176 } as const;
const PORT_PITCH = 22;

export interface Size {
  width: number;
  height: number;
}

/** Ports that stand on the right side; `error` hangs below. */
export const sidePorts = (ports: readonly string[]): string[] => ports.filter((port) => port !== 'error');

/** Distance of the nth of `count` ports from the top of a card. */
export const portTop = (n: number, count: number, height: number): number => (height * (2 * n + 1)) / (2 * count);

export const stepSize = (ports: readonly string[]): Size => ({
  width: STEP.width,
  height: Math.max(STEP.height, sidePorts(ports).length * PORT_PITCH + 12),
});

/** No container is closed. */
export const NONE: ReadonlySet<string> = new Set();

/** Sizes of all nodes; a container's follow from what stands inside it, a closed one's is that of a card. */
export const sizesOf = (
  document: FlowDocument,
  catalogue: Catalogue,
  closed: ReadonlySet<string> = NONE,
): ReadonlyMap<string, Size> => {
  const children = childrenOf(document);
  const sizes = new Map<string, Size>();
  const measure = (node: FlowNode): Size => {
    const held = sizes.get(node.id);
    if (held) return held;
    const ports = portsOf(node, catalogue.get(node.type));
    // Written first, so that a document whose containers hold each other still ends.
    sizes.set(node.id, stepSize(ports));
    if (!isContainer(node.type) || closed.has(node.id)) return stepSize(ports);
    const size = frameAround(
      (children.get(node.id) ?? []).map((child) => ({ at: placeOf(child), size: measure(child) })),
    );
    size.height = Math.max(size.height, sidePorts(ports).length * PORT_PITCH + 80);
    sizes.set(node.id, size);
    return size;
  };
  for (const node of document.nodes) measure(node);
  return sizes;
};

const frameAround = (boxes: { at: Position; size: Size }[]): Size => ({
  width: Math.max(FRAME.width, ...boxes.map(({ at, size }) => at.x + size.width + FRAME.right)),
  height: Math.max(FRAME.height, ...boxes.map(({ at, size }) => at.y + size.height + FRAME.bottom)),
});

export const childrenOf = (document: FlowDocument): ReadonlyMap<string | undefined, FlowNode[]> => {
  const children = new Map<string | undefined, FlowNode[]>();
  for (const node of document.nodes) {
    const list = children.get(node.parent) ?? [];
    list.push(node);
    children.set(node.parent, list);
  }
  return children;
};

/** Relative to the container that the node stands in. */
export const placeOf = (node: FlowNode): Position => node.position ?? { x: 0, y: 0 };

export const triggerPlace = (document: FlowDocument): Position => {
  const held = triggerPosition(document);
  if (held) return held;
  const top = document.nodes.filter((node) => node.parent === undefined);
  if (top.length === 0) return { x: 0, y: 0 };
  const first = document.nodes.find((node) =>
    document.edges.some((edge) => edge.from === TRIGGER_ID && edge.to === node.id),
  );
  return { x: Math.min(...top.map((node) => placeOf(node).x)) - 320, y: placeOf(first ?? (top[0] as FlowNode)).y };
};

/** Corner of a node in the coordinates of the canvas. */
export const absolutePlace = (document: FlowDocument, id: string): Position => placesIn(document)(id);

/** The same for many nodes of one document. */
export const placesIn = (document: FlowDocument): ((id: string) => Position) => {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  return (id) => placeAmong(document, byId, id);
};

const placeAmong = (document: FlowDocument, byId: ReadonlyMap<string, FlowNode>, id: string): Position => {
  let { x, y } = id === TRIGGER_ID ? triggerPlace(document) : { x: 0, y: 0 };
  const seen = new Set<string>();
  for (let node = byId.get(id); node && !seen.has(node.id); node = node.parent ? byId.get(node.parent) : undefined) {
    seen.add(node.id);
    x += placeOf(node).x;
    y += placeOf(node).y;
  }
  return { x, y };
};

/** The innermost open container under a point of the canvas, those in `without` (and what they hold) left out. */
export const containerAt = (
  document: FlowDocument,
  sizes: ReadonlyMap<string, Size>,
  point: Position,
  without: ReadonlySet<string> = new Set(),
): string | undefined => {
  const children = childrenOf(document);
  const placeOfNode = placesIn(document);
  let found: string | undefined;
  for (let scope: string | undefined, deeper = true; deeper; scope = found) {
    const inside = (children.get(scope) ?? []).filter((node) => isContainer(node.type) && !without.has(node.id));
    const hit = inside.findLast((node) => {
      const at = placeOfNode(node.id);
      const size = sizes.get(node.id) ?? STEP;
      return point.x >= at.x && point.x <= at.x + size.width && point.y >= at.y && point.y <= at.y + size.height;
    });
    deeper = hit !== undefined;
    found = hit?.id ?? found;
  }
  return found;
};

/** Ids of all nodes that stand inside a closed container, however deep: they are not drawn. */
export const hiddenIn = (document: FlowDocument, closed: ReadonlySet<string>): ReadonlySet<string> => {
  if (closed.size === 0) return NONE;
  const inside = document.nodes.filter(({ parent }) => parent !== undefined && closed.has(parent));
  return withInsides(
    document,
    inside.map(({ id }) => id),
  );
};

/** Moves a container's corner where a child was dragged past it, so that the children stay where they were put. */
export const fitContainers = (document: FlowDocument): FlowDocument => {
  let nodes = document.nodes;
  const containers = nodes.filter((node) => isContainer(node.type)).map((node) => node.id);
  // Innermost last in depth, so inner frames are fitted before those around them.
  for (const id of byDepth(document, containers).reverse()) {
    const inside = nodes.filter((node) => node.parent === id);
    const left = Math.min(0, ...inside.map((node) => placeOf(node).x - FRAME.left));
    const top = Math.min(0, ...inside.map((node) => placeOf(node).y - FRAME.top));
    if (left === 0 && top === 0) continue;
    nodes = nodes.map((node) => {
      const at = placeOf(node);
      if (node.id === id) return { ...node, position: { x: at.x + left, y: at.y + top } };
      return node.parent === id ? { ...node, position: { x: at.x - left, y: at.y - top } } : node;
    });
  }
  return nodes === document.nodes ? document : { ...document, nodes };
};

const byDepth = (document: FlowDocument, ids: string[]): string[] => {
  const parents = new Map(document.nodes.map((node) => [node.id, node.parent]));
  const depth = (id: string): number => {
    let n = 0;
    for (let at = parents.get(id); at !== undefined && n < 100; at = parents.get(at)) n++;
    return n;
  };
  return [...ids].sort((a, b) => depth(a) - depth(b));
};
