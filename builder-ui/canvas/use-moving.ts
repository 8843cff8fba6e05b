import { type ReactFlowInstance, useReactFlow } from '@xyflow/react';
import { type DragEvent, useRef } from 'react';
import type { FlowEdge, Position } from '#flow/document.ts';
import type { CanvasEdits } from './canvas-edits.ts';
import { type CanvasInside, unmark } from './canvas-inside.ts';
import type { CanvasEdge, CanvasNode } from './canvas-nodes.ts';
import { alongWith, type Carried, carriedBy } from './carried.ts';
import { DRAG_TYPE } from './drag-type.ts';
import { edgeUnder } from './edge-under.ts';
import { pointOf } from './point-of.ts';
import type { DrawnFlow } from './use-drawn.ts';

type Flow = ReactFlowInstance<CanvasNode, CanvasEdge>;

/** Where in a card that is dragged out of the palette the mouse is. */
const GRIP = { x: 40, y: 32 } as const;

const absolute = (flow: Flow, node: CanvasNode): Position =>
  flow.getInternalNode(node.id)?.internals.positionAbsolute ?? node.position;

/** The edge that something is held over, marked on the canvas. */
const useHeldOver = (flow: Flow, inside: CanvasInside) => {
  const over = useRef<string | undefined>(undefined);
  const mark = (edge: string | undefined) => {
    if (over.current === edge) return;
    over.current = edge;
    if (edge === undefined) unmark(inside);
    else inside.marks.replace(new Map([[edge, 'drop' as const]]));
  };
  /** The edge, which is marked no longer. */
  const take = (): FlowEdge | undefined => {
    const edge = over.current === undefined ? undefined : flow.getEdge(over.current)?.data;
    mark(undefined);
    return edge && { from: edge.from, to: edge.to };
  };
  return { mark, take };
};

/** Moving what is there, and dropping what comes from the palette: onto the ground, into frames, into wires. */
export const useMoving = (edits: CanvasEdits | undefined, inside: CanvasInside, { nodes, setNodes }: DrawnFlow) => {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const { mark, take } = useHeldOver(flow, inside);
  const loose = useRef(false);
  const carried = useRef<Carried | null>(null);
  return {
    onNodeDragStart: (_: unknown, node: CanvasNode, dragged: CanvasNode[]) => {
      inside.near.replace(new Map());
      loose.current = dragged.length === 1 && (edits?.isLoose(node.id) ?? false);
      carried.current = carriedBy(node, nodes, dragged);
    },
    onNodeDrag: (event: MouseEvent | TouchEvent, node: CanvasNode) => {
      const places = alongWith(carried.current, node);
      const moved = (one: CanvasNode): CanvasNode => {
        const position = places.get(one.id);
        return position ? { ...one, position } : one;
      };
      if (places.size > 0) setNodes((before) => before.map(moved));
      if (!loose.current) return;
      const hand = pointOf(event);
      const { x, y } = absolute(flow, node);
      const middle = flow.flowToScreenPosition({ x: x + (node.width ?? 0) / 2, y: y + (node.height ?? 0) / 2 });
      mark(edgeUnder(hand.x, hand.y) ?? edgeUnder(middle.x, middle.y));
    },
    onNodeDragStop: (_: unknown, node: CanvasNode, dragged: CanvasNode[]) => {
      const edge = take();
      if (edge) {
        edits?.putIntoEdge(node.id, absolute(flow, node), edge);
        return;
      }
      const own = dragged.filter((one) => one.type !== 'region').map((one) => [one.id, one.position] as const);
      edits?.move(new Map([...own, ...alongWith(carried.current, node)]));
      carried.current = null;
    },
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      if (edits && event.dataTransfer.types.includes(DRAG_TYPE)) mark(edgeUnder(event.clientX, event.clientY));
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) mark(undefined);
    },
    onDrop: (event: DragEvent) => {
      const edge = take();
      const type = event.dataTransfer.getData(DRAG_TYPE);
      if (!edits || !type) return;
      event.preventDefault();
      const at = flow.screenToFlowPosition({ x: event.clientX - GRIP.x, y: event.clientY - GRIP.y });
      if (edge) edits.dropIntoEdge(type, at, edge);
      else edits.drop(type, at);
    },
  };
};
