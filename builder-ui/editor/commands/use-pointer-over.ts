import { type PointerEvent, useState } from 'react';
import type { Position } from '#flow/document.ts';

interface PointerOver {
  /** Where the mouse is on the screen; null where it is elsewhere. */
  place: () => Position | null;
  /** For the element that is watched. */
  watch: { onPointerMove: (event: PointerEvent) => void; onPointerLeave: () => void };
}

/** Where the mouse is over an element, without drawing anything anew when it moves. */
export const usePointerOver = (): PointerOver => {
  const [pointer] = useState(() => {
    let at: Position | null = null;
    return {
      place: () => at,
      watch: {
        onPointerMove: (event: PointerEvent) => {
          at = { x: event.clientX, y: event.clientY };
        },
        onPointerLeave: () => {
          at = null;
        },
      },
    };
  });
  return pointer;
};
