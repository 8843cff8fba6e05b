import { type ReactFlowInstance, useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect, useState } from 'react';
import type { Position } from '#flow/document.ts';
import { type CanvasInside, unmark } from './canvas-inside.ts';
import type { CanvasEdge, CanvasNode } from './canvas-nodes.ts';
import { linesCross, pointsOf } from './slice.ts';

type Flow = ReactFlowInstance<CanvasNode, CanvasEdge>;

/** Edges of the canvas that a line over the screen crosses, by their keys. */
const crossed = (canvas: Element, flow: Flow, screen: readonly Position[]): string[] => {
  const line = screen.map((point) => flow.screenToFlowPosition(point));
  return [...canvas.querySelectorAll<HTMLElement>('.react-flow__edge')].flatMap((edge) => {
    const path = edge.querySelector<SVGGeometryElement>('.react-flow__edge-path');
    return path && edge.dataset.id && linesCross(pointsOf(path), line) ? edge.dataset.id : [];
  });
};

const isOnGround = ({ target }: MouseEvent): boolean =>
  target instanceof Element &&
  target.closest('.react-flow__pane, .react-flow__edge') !== null &&
  target.closest('.react-flow__node') === null;

const place = ({ clientX, clientY }: MouseEvent): Position => ({ x: clientX, y: clientY });

/** One line, from the press of the mouse until it is let go, or Esc leaves all as it was. */
const drawLine = (
  start: Position,
  show: (line: readonly Position[]) => void,
  cut: (line: readonly Position[]) => void,
): (() => void) => {
  let line = [start];
  const onMove = (event: PointerEvent) => {
    line = [...line, place(event)];
    show(line);
  };
  const onUp = () => {
    end();
    cut(line);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    end();
  };
  const end = () => {
    show([]);
    globalThis.removeEventListener('pointermove', onMove);
    globalThis.removeEventListener('pointerup', onUp);
    globalThis.removeEventListener('keydown', onKey, true);
  };
  globalThis.addEventListener('pointermove', onMove);
  globalThis.addEventListener('pointerup', onUp);
  globalThis.addEventListener('keydown', onKey, true);
  return end;
};

/**
 * Alt and a drag over the ground draw a line; what it crosses is cut when the mouse is let go. Gives the line, in the
 * canvas's own coordinates.
 */
export const useSlice = (canvas: RefObject<HTMLElement | null>, inside: CanvasInside): readonly Position[] => {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const [line, setLine] = useState<readonly Position[]>([]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let end: (() => void) | undefined;
    const show = (drawn: readonly Position[]) => {
      const { left, top } = element.getBoundingClientRect();
      setLine(drawn.map(({ x, y }) => ({ x: x - left, y: y - top })));
      if (drawn.length === 0) unmark(inside);
      else inside.marks.replace(new Map(crossed(element, flow, drawn).map((id) => [id, 'cut' as const])));
    };
    const cut = (drawn: readonly Position[]) => {
      const edges = crossed(element, flow, drawn).flatMap((id) => flow.getEdge(id)?.data ?? []);
      if (edges.length > 0) inside.edits()?.disconnect(edges.map(({ from, to }) => ({ from, to })));
    };
    const begins = (event: MouseEvent): boolean =>
      event.altKey && event.button === 0 && inside.edits() !== undefined && isOnGround(event);
    const onDown = (event: PointerEvent) => {
      if (!begins(event)) return;
      event.stopPropagation();
      end = drawLine(place(event), show, cut);
    };
    // The canvas is moved by the mouse's own events, which come after the pointer's.
    const onMouseDown = (event: MouseEvent) => {
      if (begins(event)) event.stopPropagation();
    };
    element.addEventListener('pointerdown', onDown, true);
    element.addEventListener('mousedown', onMouseDown, true);
    return () => {
      end?.();
      element.removeEventListener('pointerdown', onDown, true);
      element.removeEventListener('mousedown', onMouseDown, true);
    };
  }, [canvas, inside, flow]);
  return line;
};
