import { useEffect, useMemo, useRef, useState } from 'react';
import type { CanvasEdits, DrawnBoard, Selection } from './canvas-edits.ts';
import { type CanvasInside, createStores } from './canvas-inside.ts';

interface Given {
  edits: CanvasEdits | undefined;
  board: DrawnBoard;
  onSelect: (selection: Selection) => void;
  openMenu: (at: { x: number; y: number }) => void;
}

/** A set with these put in where they were not, and taken out where they were. */
const toggled = (set: ReadonlySet<string>, ids: Iterable<string>): ReadonlySet<string> => {
  const next = new Set(set);
  for (const id of ids) if (!next.delete(id)) next.add(id);
  return next;
};

const NO_EDGES: Selection['edges'] = [];

/** What the parts of a canvas share; and the board as it is drawn: where nothing is edited, its reader opens and closes frames for himself. */
export const useCanvasInside = (given: Given): { inside: CanvasInside; board: DrawnBoard } => {
  const latest = useRef(given);
  latest.current = given;
  const [own, setToggled] = useState<ReadonlySet<string>>(() => new Set());
  const [inside] = useState<CanvasInside>(() => ({
    ...createStores(),
    edits: () => latest.current.edits,
    select: (nodes) => latest.current.onSelect({ nodes: new Set(nodes), edges: NO_EDGES, quiet: true }),
    openMenu: (at) => latest.current.openMenu(at),
    toggleClosed: (id) => {
      const { edits } = latest.current;
      if (edits) edits.toggleClosed(id);
      else setToggled((before) => toggled(before, [id]));
    },
  }));
  // Another drawing is shown as its author left it.
  useEffect(() => setToggled((before) => (before.size === 0 ? before : new Set())), [given.board]);
  const board = useMemo(() => {
    if (own.size === 0) return given.board;
    return { ...given.board, collapsed: [...toggled(new Set(given.board.collapsed), own)] };
  }, [given.board, own]);
  return { inside, board };
};
