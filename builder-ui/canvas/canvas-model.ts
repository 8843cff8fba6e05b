import type { Edge, Node } from '@xyflow/react';
import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Catalogue, NodeType } from '#flow/node-type.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import { formatPort, isContainer, parsePort, portsOf } from '../document/ports.ts';
import { type Bend, bendsOf } from './bend.ts';
import { placeOf, type Size, STEP, sizesOf, triggerPlace } from './geometry.ts';

export interface StepData extends Record<string, unknown> {
  node: FlowNode;
  type: NodeType | undefined;
  ports: string[];
  /** Ports that an edge leaves by; `error` is drawn in full only then. */
  used: string;
}

export interface TriggerData extends Record<string, unknown> {
  trigger: FlowDocument['trigger'];
}

export interface FlowEdgeData extends Record<string, unknown> {
  from: string;
  to: string;
  port: string;
  bend: Bend;
}

export type StepNode = Node<StepData, 'step'>;
export type ContainerNode = Node<StepData, 'container'>;
export type TriggerNode = Node<TriggerData, 'trigger'>;
export type CanvasNode = StepNode | ContainerNode | TriggerNode;
export type CanvasEdge = Edge<FlowEdgeData, 'flow'>;

/** Key of an edge: a document may hold two that end alike only by fault, and both are drawn then. */
export const edgeKey = (edge: { from: string; to: string }): string => `${formatPort(parsePort(edge.from))}>${edge.to}`;

const usedPorts = (document: FlowDocument): ReadonlyMap<string, string> => {
  const used = new Map<string, string>();
  for (const edge of document.edges) {
    const { node, port } = parsePort(edge.from);
    used.set(node, `${used.get(node) ?? ''} ${port}`);
  }
  return used;
};

const toNode = (node: FlowNode, type: NodeType | undefined, size: Size, used: string): CanvasNode => {
  const data: StepData = { node, type, ports: portsOf(node, type), used };
  const shared = {
    id: node.id,
    position: placeOf(node),
    width: size.width,
    height: size.height,
    data,
    ...(node.parent === undefined ? {} : { parentId: node.parent }),
  };
  return isContainer(node.type)
    ? { ...shared, type: 'container', dragHandle: '.container-title', zIndex: 0 }
    : { ...shared, type: 'step' };
};

/** Whether what was drawn for a node can be drawn again: the same parts make the same picture. */
const stillHolds = (before: CanvasNode | undefined, next: CanvasNode): before is CanvasNode => {
  if (before?.type !== next.type || before.width !== next.width || before.height !== next.height) return false;
  if (before.position.x !== next.position.x || before.position.y !== next.position.y) return false;
  if (next.type === 'trigger' || before.type === 'trigger') {
    return (before.data as TriggerData).trigger === (next.data as TriggerData).trigger;
  }
  return (
    before.data.node === next.data.node && before.data.type === next.data.type && before.data.used === next.data.used
  );
};

/** The document as React Flow's nodes, parents before their children; unchanged ones keep their identity. */
export const toCanvasNodes = (
  document: FlowDocument,
  catalogue: Catalogue,
  before: readonly CanvasNode[] = [],
): CanvasNode[] => {
  const held = new Map(before.map((node) => [node.id, node]));
  const sizes = sizesOf(document, catalogue);
  const used = usedPorts(document);
  const trigger: TriggerNode = {
    id: TRIGGER_ID,
    type: 'trigger',
    position: triggerPlace(document),
    width: STEP.width,
    height: STEP.height,
    data: { trigger: document.trigger },
  };
  const steps = parentsFirst(document).map((node) =>
    toNode(node, catalogue.get(node.type), sizes.get(node.id) ?? STEP, used.get(node.id) ?? ''),
  );
  return [trigger as CanvasNode, ...steps].map((next) => {
    const old = held.get(next.id);
    return stillHolds(old, next) ? old : next;
  });
};

const parentsFirst = (document: FlowDocument): FlowNode[] => {
  const ids = new Set(document.nodes.map((node) => node.id));
  const placed = new Set<string>();
  const order: FlowNode[] = [];
  let rest = document.nodes;
  for (let before = -1; rest.length > 0 && before !== rest.length; ) {
    before = rest.length;
    rest = rest.filter((node) => {
      const lost = node.parent === undefined || !ids.has(node.parent);
      if (!lost && !placed.has(node.parent as string)) return true;
      placed.add(node.id);
      // A parent that is not there is a problem that the checker tells; the node is still drawn.
      order.push(lost && node.parent !== undefined ? { ...node, parent: undefined as never } : node);
      return false;
    });
  }
  return order;
};

export const toCanvasEdges = (
  document: FlowDocument,
  catalogue: Catalogue,
  before: readonly CanvasEdge[] = [],
): CanvasEdge[] => {
  const held = new Map(before.map((edge) => [edge.id, edge]));
  const ids = new Set([TRIGGER_ID, ...document.nodes.map((node) => node.id)]);
  const bends = bendsOf(document, sizesOf(document, catalogue));
  const seen = new Set<string>();
  return document.edges.flatMap((edge, n): CanvasEdge[] => {
    const { node, port } = parsePort(edge.from);
    const id = edgeKey(edge);
    if (!ids.has(node) || !ids.has(edge.to) || seen.has(id)) return [];
    seen.add(id);
    const bend = bends[n] ?? 'middle';
    const old = held.get(id);
    if (old?.data?.bend === bend) return [old];
    const data = { from: edge.from, to: edge.to, port, bend };
    return [{ id, type: 'flow' as const, source: node, sourceHandle: port, target: edge.to, data }];
  });
};
