/** A span of time, epoch ms. */
export interface Span {
  from: number;
  to: number;
}

/** Spans that touch become one. */
export const merged = (spans: readonly Span[]): Span[] => {
  const result: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
};

export const lengthOf = (spans: readonly Span[]): number =>
  merged(spans).reduce((sum, { from, to }) => sum + to - from, 0);

/** Where an instant stands between 0 and 1. */
export interface TimeScale {
  at: (ms: number) => number;
  /** The instant at a place; what `at` gives back. */
  instant: (place: number) => number;
  /** Places where time was cut short, and how much. */
  breaks: { at: number; ms: number }[];
}

/** Of the whole width, what a stretch of mere waiting takes where waits are cut short. */
const WAIT_SHARE = 0.06;
/** A wait of under a tenth of the work, or of a second, is shown as it is. */
const SHORT_WAIT = 0.1;
const SHORT_WAIT_MS = 1_000;
/** Less work is nothing to see, and waits are not cut short for it. */
const LEAST_WORK_MS = 50;

interface Piece extends Span {
  /** Units of width. */
  width: number;
  cut: boolean;
}

const piecesOf = (whole: Span, work: readonly Span[]): Piece[] => {
  const busy = merged(work).filter(({ from, to }) => to > whole.from && from < whole.to);
  const worked = Math.max(1, lengthOf(busy));
  const pieces: Piece[] = [];
  const idle = (from: number, to: number): void => {
    const cut = to - from > Math.max(SHORT_WAIT_MS, worked * SHORT_WAIT);
    pieces.push({ from, to, width: cut ? worked * WAIT_SHARE : to - from, cut });
  };
  let at = whole.from;
  for (const { from, to } of busy) {
    if (from > at) idle(at, from);
    const end = Math.min(to, whole.to);
    pieces.push({
      from: Math.max(from, at),
      to: end,
      width: Math.max(end - Math.max(from, at), worked / 1000),
      cut: false,
    });
    at = Math.max(at, end);
  }
  if (whole.to > at) idle(at, whole.to);
  return pieces;
};

/** The first of a list of which it is true, and of all after it; where there is none, the length. */
const firstWhere = <T>(list: readonly T[], isTrue: (one: T) => boolean): number => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(list[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** An even scale; with `work`, stretches in which none of it goes on are cut short, so that a wait of days hides no second of work. */
export const timeScale = (whole: Span, work?: readonly Span[]): TimeScale => {
  const length = Math.max(1, whole.to - whole.from);
  const pieces =
    work && lengthOf(work) >= LEAST_WORK_MS ? piecesOf(whole, work) : [{ ...whole, width: length, cut: false }];
  const total = pieces.reduce((sum, { width }) => sum + width, 0) || 1;
  let sum = 0;
  const placed = pieces.map((piece) => {
    const begins = sum / total;
    sum += piece.width;
    return { ...piece, begins, share: piece.width / total };
  });
  return {
    at: (ms) => {
      const piece = placed[firstWhere(placed, ({ to }) => ms <= to)] ?? placed.at(-1);
      if (!piece) return 0;
      const within = (ms - piece.from) / Math.max(1, piece.to - piece.from);
      return Math.min(1, Math.max(0, piece.begins + piece.share * Math.min(1, Math.max(0, within))));
    },
    instant: (place) => {
      const piece = placed[firstWhere(placed, ({ begins }) => begins > place) - 1] ?? placed[0];
      if (!piece) return whole.from;
      return piece.from + ((place - piece.begins) / (piece.share || 1)) * (piece.to - piece.from);
    },
    breaks: placed.flatMap(({ cut, begins, share, from, to }) =>
      cut ? [{ at: begins + share / 2, ms: to - from }] : [],
    ),
  };
};

const NICE_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
  3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000, 2_592_000_000,
];

/** Lines of a grid: spans since the beginning that people read, about `count` of them. */
export const ticksOf = ({ from, to }: Span, count: number): number[] => {
  const wanted = (to - from) / Math.max(1, count);
  const step = NICE_MS.find((ms) => ms >= wanted) ?? (NICE_MS.at(-1) as number);
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, n) => n * step);
};
