import type { ElkNode, ElkPort } from 'elkjs/lib/elk-api.js';
import type { FlowDocument, FlowNode, Position } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import { withInsides } from '../document/edit.ts';
import { isContainer, parsePort, portsOf } from '../document/ports.ts';
import {
  childrenOf,
  FRAME,
  NONE,
  placeOf,
  portTop,
  type Size,
  STEP,
  sidePorts,
  stepSize,
  triggerPlace,
} from './geometry.ts';

/** Lays out one graph: elkjs in a worker in the browser, the same library inline in tests. */
export type Engine = (graph: ElkNode) => Promise<ElkNode>;

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '40',
  'elk.layered.spacing.nodeNodeBetweenLayers': '96',
  'elk.layered.spacing.edgeNodeBetweenLayers': '32',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.crossingMinimization.forceNodeModelOrder': 'false',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
};

/** Up to so many nodes the straightest wires are sought; of more, the quickest that are good. */
const MANY = 120;

const port = (id: string, side: string, x: number, y: number): ElkPort => ({
  id,
  x,
  y,
  width: 0,
  height: 0,
  layoutOptions: { 'elk.port.side': side },
});

const portsFor = (node: FlowNode, ports: string[], size: Size): ElkPort[] => {
  const onSide = sidePorts(ports);
  const height = isContainer(node.type) ? STEP.height : size.height;
  return [
    port(`${node.id}:in`, 'WEST', 0, height / 2),
    ...onSide.map((name, n) => port(`${node.id}:${name}`, 'EAST', size.width, portTop(n, onSide.length, height))),
    ...(ports.includes('error') ? [port(`${node.id}:error`, 'SOUTH', size.width - 32, size.height)] : []),
  ];
};

/** The entry of a scope: the trigger at the top, the inner entry of a container inside it. */
const entry = (id: string, size: Size, out: string): ElkNode => ({
  id,
  ...size,
  ports: [port(out, 'EAST', size.width, size.height / 2)],
  layoutOptions: { 'elk.portConstraints': 'FIXED_POS', 'elk.layered.layering.layerConstraint': 'FIRST' },
});

/**
 * New places for every node and the trigger, scope by scope from the inside out; each relative to the container around
 * it. The trigger stays where it is: of a flow that was in order before, little moves. What stands in closed containers
 * is left as it is.
 */
export async function layOut(
  document: FlowDocument,
  catalogue: Catalogue,
  engine: Engine,
  closed: ReadonlySet<string> = NONE,
): Promise<Map<string, Position>> {
  const places = await layOutAll(document, catalogue, engine, closed);
  const [was, is] = [triggerPlace(document), places.get(TRIGGER_ID)];
  if (!is || needsLayout(document)) return places;
  return moved(places, document, { x: was.x - is.x, y: was.y - is.y });
}

/** The places of the outermost nodes by so much further. */
const moved = (places: Map<string, Position>, document: FlowDocument, by: Position): Map<string, Position> => {
  const inner = new Set(document.nodes.filter((node) => node.parent !== undefined).map((node) => node.id));
  return new Map([...places].map(([id, { x, y }]) => [id, inner.has(id) ? { x, y } : { x: x + by.x, y: y + by.y }]));
};

/** New places for some nodes of one scope (that of the first), among themselves; their upper left corner stays. */
export async function layOutSome(
  document: FlowDocument,
  catalogue: Catalogue,
  engine: Engine,
  ids: ReadonlySet<string>,
  closed: ReadonlySet<string> = NONE,
): Promise<Map<string, Position>> {
  const scope = document.nodes.find((node) => ids.has(node.id))?.parent;
  const chosen = document.nodes.filter((node) => ids.has(node.id) && node.parent === scope);
  if (chosen.length < 2) return new Map();
  const all = withInsides(
    document,
    chosen.map((node) => node.id),
  );
  const outer = new Set(chosen.map((node) => node.id));
  const nodes = document.nodes.flatMap((node) => {
    if (!all.has(node.id)) return [];
    const { parent: _scope, ...rest } = node;
    return outer.has(node.id) ? rest : node;
  });
  const edges = document.edges.filter((edge) => all.has(edge.to) && all.has(parsePort(edge.from).node));
  const some = { ...document, nodes, edges };
  const places = await layOutAll(some, catalogue, engine, closed);
  places.delete(TRIGGER_ID);
  const corner = (of: (id: string) => Position | undefined): Position => {
    const at = [...outer].map((id) => of(id) ?? { x: 0, y: 0 });
    return { x: Math.min(...at.map(({ x }) => x)), y: Math.min(...at.map(({ y }) => y)) };
  };
  const was = new Map(chosen.map((node) => [node.id, placeOf(node)]));
  const [from, to] = [corner((id) => places.get(id)), corner((id) => was.get(id))];
  return moved(places, some, { x: to.x - from.x, y: to.y - from.y });
}

async function layOutAll(
  document: FlowDocument,
  catalogue: Catalogue,
  engine: Engine,
  closed: ReadonlySet<string>,
): Promise<Map<string, Position>> {
  const children = childrenOf(document);
  const places = new Map<string, Position>();
  const scope = async (parent: string | undefined): Promise<Size> => {
    const nodes = children.get(parent) ?? [];
    const sizes = new Map<string, Size>();
    for (const node of nodes) {
      const opened = isContainer(node.type) && !closed.has(node.id);
      sizes.set(node.id, opened ? await scope(node.id) : stepSize(portsOf(node, catalogue.get(node.type))));
    }
    const laid = await engine(graphOf(document, catalogue, parent, nodes, sizes));
    return place(laid, parent, sizes, places);
  };
  await scope(undefined);
  return places;
}

function graphOf(
  document: FlowDocument,
  catalogue: Catalogue,
  parent: string | undefined,
  nodes: readonly FlowNode[],
  sizes: ReadonlyMap<string, Size>,
): ElkNode {
  const ids = new Set(nodes.map((node) => node.id));
  const start = parent ?? TRIGGER_ID;
  const startOut = parent === undefined ? `${TRIGGER_ID}:out` : `${parent}:each`;
  const edges = document.edges.flatMap((edge, n) => {
    const from = parsePort(edge.from);
    const source = from.node === start ? startOut : ids.has(from.node) ? `${from.node}:${from.port}` : undefined;
    return source && ids.has(edge.to) ? [{ id: `e${n}`, sources: [source], targets: [`${edge.to}:in`] }] : [];
  });
  const boxes = nodes.map((node) => {
    const size = sizes.get(node.id) ?? STEP;
    const ports = portsFor(node, portsOf(node, catalogue.get(node.type)), size);
    const known = new Set(ports.map((one) => one.id));
    for (const edge of edges) {
      const source = edge.sources[0] ?? '';
      // An edge from a port that is no more is a problem to be mended; it must not stop the layout.
      if (source.startsWith(`${node.id}:`) && !known.has(source)) ports.push(port(source, 'EAST', size.width, 8));
    }
    return { id: node.id, ...size, ports, layoutOptions: { 'elk.portConstraints': 'FIXED_POS' } };
  });
  const first = entry(start, parent === undefined ? STEP : { width: 1, height: STEP.height }, startOut);
  const placement = nodes.length > MANY ? 'BRANDES_KOEPF' : 'NETWORK_SIMPLEX';
  const layoutOptions = { ...OPTIONS, 'elk.layered.nodePlacement.strategy': placement };
  return { id: 'root', layoutOptions, children: [first, ...boxes], edges };
}

/** Places that differ by a hair would draw wires with a kink. */
const onGrid = (at: number): number => Math.round(at / 4) * 4;

/** Writes the places of a scope's nodes and gives the size of the frame that holds them. */
function place(
  laid: ElkNode,
  parent: string | undefined,
  sizes: ReadonlyMap<string, Size>,
  places: Map<string, Position>,
): Size {
  const boxes = (laid.children ?? []).filter((box) => parent === undefined || box.id !== parent);
  const left = Math.min(...boxes.map((box) => box.x ?? 0));
  const top = Math.min(...boxes.map((box) => box.y ?? 0));
  const origin = parent === undefined ? { x: 0, y: 0 } : { x: FRAME.left + 24, y: FRAME.top };
  let [width, height]: [number, number] = [FRAME.width, FRAME.height];
  for (const box of boxes) {
    const at = { x: onGrid((box.x ?? 0) - left + origin.x), y: onGrid((box.y ?? 0) - top + origin.y) };
    places.set(box.id, at);
    const size = sizes.get(box.id) ?? STEP;
    width = Math.max(width, at.x + size.width + FRAME.right);
    height = Math.max(height, at.y + size.height + FRAME.bottom);
  }
  return { width, height };
}

export const needsLayout = (document: FlowDocument): boolean =>
  document.nodes.some((node) => node.position === undefined);
