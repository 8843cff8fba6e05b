import type { Position } from '#flow/document.ts';

export const ALIGNMENTS = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
/** Which line cards are put on: `centre` is the upright one through their middles, `middle` the level one. */
export type Alignment = (typeof ALIGNMENTS)[number];
export type Axis = 'across' | 'down';

export interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** New corners of boxes that are put on one line: the line of the box that stands out furthest, or the middle of all. */
export const alignBoxes = (boxes: readonly Box[], how: Alignment): Map<string, Position> => {
  const left = Math.min(...boxes.map((box) => box.x));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const top = Math.min(...boxes.map((box) => box.y));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const at: Record<Alignment, (box: Box) => Position> = {
    left: ({ y }) => ({ x: left, y }),
    right: ({ y, width }) => ({ x: right - width, y }),
    centre: ({ y, width }) => ({ x: (left + right - width) / 2, y }),
    top: ({ x }) => ({ x, y: top }),
    bottom: ({ x, height }) => ({ x, y: bottom - height }),
    middle: ({ x, height }) => ({ x, y: (top + bottom - height) / 2 }),
  };
  return new Map(boxes.map((box) => [box.id, at[how](box)]));
};

/** New corners of boxes with equal room between them; the first and the last stay. Fewer than three have none to share. */
export const distributeBoxes = (boxes: readonly Box[], axis: Axis): Map<string, Position> => {
  const [start, size] = axis === 'across' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const inOrder = boxes.toSorted((a, b) => a[start] - b[start] || (a.id < b.id ? -1 : 1));
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (!first || !last || inOrder.length < 3) return new Map();
  const taken = inOrder.reduce((sum, box) => sum + box[size], 0);
  const gap = (last[start] + last[size] - first[start] - taken) / (inOrder.length - 1);
  let next = first[start];
  return new Map(
    inOrder.map(({ id, x, y, ...box }) => {
      const at = axis === 'across' ? { x: next, y } : { x, y: next };
      next += box[size] + gap;
      return [id, at];
    }),
  );
};
