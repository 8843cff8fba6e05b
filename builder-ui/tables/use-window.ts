import { type RefObject, useLayoutEffect, useState } from 'react';

/** Height of a row in pixels; `tables.css` has the same. */
export const ROW_HEIGHT = 36;
const BESIDE = 8;

export interface Slice {
  from: number;
  to: number;
  /** Rows that fit in sight. */
  page: number;
}

/** Which of so many rows are in sight, and some beside them: only they are drawn. */
export const useWindow = (box: RefObject<HTMLElement | null>, count: number): Slice => {
  const [view, setView] = useState({ top: 0, height: 600 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    };
    setView({ top: element.scrollTop, height: element.clientHeight });
    element.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', look);
      sizes.disconnect();
    };
  }, [box]);
  const page = Math.max(1, Math.floor(view.height / ROW_HEIGHT) - 2);
  const from = Math.max(0, Math.floor(view.top / ROW_HEIGHT) - BESIDE);
  return { from, to: Math.min(count, from + page + 2 * BESIDE + 2), page };
};
