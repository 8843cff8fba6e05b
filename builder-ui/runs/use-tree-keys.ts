import { type KeyboardEvent, type RefObject, useState } from 'react';

/** A line of a tree as its keys see it. */
interface TreeLine {
  depth: number;
  open: boolean;
}

interface TreeKeys<Row extends TreeLine> {
  rows: readonly Row[];
  /** Pixels. */
  height: number;
  /** Pixels at the top of the box that stay there. */
  head?: number;
  holds: (row: Row) => boolean;
  onToggle: (row: Row, open: boolean) => void;
  onEnter?: (row: Row) => void;
}

/** The keys of a tree that draws only what is in sight: arrows walk, open and close. The box has the focus. */
export const useTreeKeys = <Row extends TreeLine>(box: RefObject<HTMLElement | null>, tree: TreeKeys<Row>) => {
  const { rows, height, head = 0, holds, onToggle, onEnter } = tree;
  const [current, setCurrent] = useState(0);
  const at = Math.min(current, rows.length - 1);
  const go = (n: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, n));
    setCurrent(next);
    const element = box.current;
    if (!element) return;
    if (next * height < element.scrollTop) element.scrollTo({ top: next * height });
    const bottom = (next + 1) * height + head;
    if (bottom > element.scrollTop + element.clientHeight) element.scrollTo({ top: bottom - element.clientHeight });
  };
  const parentOf = (row: Row): number => rows.findLastIndex((one, n) => n < at && one.depth < row.depth);
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (!row || event.target !== event.currentTarget) return;
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (holds(row) && !row.open ? onToggle(row, true) : go(at + 1)),
      ArrowLeft: () => (row.open ? onToggle(row, false) : go(parentOf(row))),
      Enter: () => (onEnter ? onEnter(row) : onToggle(row, !row.open)),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return { at, setCurrent, onKeyDown };
};
