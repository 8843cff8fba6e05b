import type { Position } from '#flow/document.ts';

/** Where on the screen the mouse or the finger is. */
export const pointOf = (event: MouseEvent | TouchEvent): Position => {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
};
