import type { FlowDocument } from '#flow/document.ts';
import { absolutePlace, childrenOf, FRAME, placeOf, portTop, type Size, STEP } from '../canvas/geometry.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import { isContainer, parsePort } from '../document/ports.ts';

export interface Box extends Size {
  id: string;
  x: number;
  y: number;
  /** Of the hues that the canvas has. */
  group: string;
  isFrame: boolean;
}

export interface Picture extends Size {
  boxes: Box[];
  /** Paths of an SVG; those that leave by `error` are drawn fainter. */
  wires: { id: string; path: string; isError: boolean }[];
}

const GROUPS: Record<string, string> = {
  telegram: 'message',
  message: 'message',
  email: 'message',
  notify: 'message',
  ask: 'message',
  ai: 'ai',
  data: 'data',
  store: 'data',
  set: 'data',
  assign: 'data',
  transform: 'data',
  files: 'data',
  http: 'http',
  respond: 'http',
  crypto: 'code',
  code: 'code',
  approval: 'human',
};

/** The hue of a type, known by its name: a picture does not wait for the catalogue. */
const groupOf = (type: string): string => GROUPS[type.split('.')[0] ?? ''] ?? 'flow';

/** Ports that something leaves by, in the order in which the edges are written. */
const portsLeft = (document: FlowDocument): ReadonlyMap<string, string[]> => {
  const left = new Map<string, string[]>();
  for (const edge of document.edges) {
    const { node, port } = parsePort(edge.from);
    if (port !== 'error' && port !== 'each') left.set(node, [...new Set([...(left.get(node) ?? []), port])]);
  }
  return left;
};

const entryOf = ({ x, y }: Box) => ({ x: x + FRAME.left - 24, y: y + FRAME.top + STEP.height / 2 });
const below = ({ x, y, width, height }: Box) => ({ x: x + width - 32, y: y + height });
const beside = ({ x, y, width, height, isFrame }: Box, ports: string[], port: string) => ({
  x: x + width,
  y: y + portTop(Math.max(0, ports.indexOf(port)), ports.length, isFrame ? Math.min(height, 160) : height),
});

/** A flow as a small picture: what stands where, in which hue, and how it is joined. */
export const pictureOf = (document: FlowDocument): Picture => {
  const children = childrenOf(document);
  const sizeOf = (id: string, type: string): Size => {
    if (!isContainer(type)) return STEP;
    const inside = (children.get(id) ?? []).map((node) => ({ at: placeOf(node), size: sizeOf(node.id, node.type) }));
    return {
      width: Math.max(FRAME.width, ...inside.map(({ at, size }) => at.x + size.width + FRAME.right)),
      height: Math.max(FRAME.height, ...inside.map(({ at, size }) => at.y + size.height + FRAME.bottom)),
    };
  };
  const drawn: Box[] = [
    { id: TRIGGER_ID, ...absolutePlace(document, TRIGGER_ID), ...STEP, group: 'trigger', isFrame: false },
    ...document.nodes.map((node) => ({
      id: node.id,
      ...absolutePlace(document, node.id),
      ...sizeOf(node.id, node.type),
      group: groupOf(node.type),
      isFrame: isContainer(node.type),
    })),
  ];
  const left = Math.min(...drawn.map(({ x }) => x));
  const top = Math.min(...drawn.map(({ y }) => y));
  // Frames first: what stands inside is drawn over them.
  const boxes = drawn
    .map((box) => ({ ...box, x: box.x - left, y: box.y - top }))
    .toSorted((a, b) => Number(b.isFrame) - Number(a.isFrame) || b.width - a.width);
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const ports = portsLeft(document);
  const wires = document.edges.flatMap((edge, n) => {
    const { node, port } = parsePort(edge.from);
    const [from, to] = [byId.get(node), byId.get(edge.to)];
    if (!from || !to) return [];
    const isError = port === 'error';
    const start =
      port === 'each' ? entryOf(from) : isError ? below(from) : beside(from, ports.get(node) ?? [port], port);
    const end = { x: to.x, y: to.y + STEP.height / 2 };
    const bend = Math.max(40, Math.abs(end.x - start.x) / 2);
    const turn = isError ? `${start.x} ${end.y}` : `${start.x + bend} ${start.y}`;
    const path = `M${start.x} ${start.y}C${turn} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
    return [{ id: `${n}`, path, isError }];
  });
  return {
    boxes,
    wires,
    width: Math.max(...boxes.map(({ x, width }) => x + width)),
    height: Math.max(...boxes.map(({ y, height }) => y + height)),
  };
};
