import { type PointerEvent as ReactPointerEvent, useRef } from 'react';
import { type CanvasInside, unmark, type WireMark } from './canvas-inside.ts';
import type { CanvasEdge, CanvasNode } from './canvas-nodes.ts';

/** Tools come when the hand rests, and stay while it goes over to them. */
const COME_MS = 120;
const GO_MS = 260;
const LONG_PRESS_MS = 500;
const STILL_PX = 8;

/** What is shown of tools by where the hand is: at a node, at a wire; and the menu of a long press. */
export const useNear = (inside: CanvasInside) => {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** The finger that is lifted from a long press presses nothing. */
  const spent = useRef(false);
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const later = (ms: number, run: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(run, ms);
  };
  const leave = () => later(GO_MS, () => inside.near.replace(new Map()));
  const endPress = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  return {
    onNodeMouseEnter: (event: { buttons: number }, node: CanvasNode) => {
      if (event.buttons !== 0 || !inside.edits() || node.type === 'note' || node.type === 'region') return;
      later(COME_MS, () => inside.near.replace(new Map([['node', node.id]])));
    },
    onNodeMouseLeave: leave,
    stay: () => clearTimeout(timer.current),
    leave,
    onEdgeMouseEnter: (event: { buttons: number }, edge: CanvasEdge) => {
      if (event.buttons !== 0 || edge.id === inside.chosenEdge()) return;
      const chosen = inside.chosenEdge();
      const marks = new Map<string, WireMark>([[edge.id, 'near']]);
      if (chosen !== undefined) marks.set(chosen, 'chosen');
      inside.marks.replace(marks);
    },
    onEdgeMouseLeave: () => unmark(inside),
    /** A finger that rests means what the right button means. */
    onPointerDown: (event: ReactPointerEvent) => {
      endPress();
      spent.current = false;
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const { clientX: x, clientY: y, target } = event;
      const node = target instanceof Element ? target.closest<HTMLElement>('.react-flow__node') : null;
      const open = () => {
        spent.current = true;
        if (node?.dataset.id) inside.select([node.dataset.id]);
        inside.openMenu({ x, y });
      };
      press.current = { timer: setTimeout(open, LONG_PRESS_MS), x, y };
    },
    onPointerMove: (event: ReactPointerEvent) => {
      const held = press.current;
      if (held && Math.hypot(event.clientX - held.x, event.clientY - held.y) > STILL_PX) endPress();
    },
    onPointerUp: endPress,
    onClickCapture: (event: { stopPropagation: () => void }) => {
      if (spent.current) event.stopPropagation();
      spent.current = false;
    },
  };
};
