import { type RefObject, useLayoutEffect, useState } from 'react';

/** Rows beyond what is in sight that are drawn as well, so that quick scrolling meets no gap. */
const BESIDE = 12;

export interface RowWindow {
  from: number;
  to: number;
  /** Rows that fit in sight. */
  page: number;
}

/** Which of so many rows of one height are in sight of the box that scrolls them: only they are drawn. */
export const useRowWindow = (box: RefObject<HTMLElement | null>, count: number, height: number): RowWindow => {
  const [view, setView] = useState({ top: 0, height: 800 });
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
  const from = Math.max(0, Math.floor(view.top / height) - BESIDE);
  const to = Math.min(count, Math.ceil((view.top + view.height) / height) + BESIDE);
  return { from, to, page: Math.max(1, Math.floor(view.height / height) - 2) };
};
