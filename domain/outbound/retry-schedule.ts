const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses between attempts, ms: ten attempts in about 75 hours (Standard Webhooks' own example). */
const PAUSES: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** How far a pause is moved by chance, so that what failed together does not come back together. */
const JITTER = 0.1;
const LONGEST_MS = 24 * HOUR;

/**
 * How long to wait after an attempt that failed; null: it was the last one.
 * @param tries attempts so far
 * @param chance 0 to 1
 * @param askedMs how long the receiver asked us to wait
 */
export const pauseAfter = (tries: number, chance: number, askedMs: number | null = null): number | null => {
  const pause = PAUSES[tries - 1];
  if (pause === undefined) return null;
  const moved = pause * (1 - JITTER + 2 * JITTER * chance);
  return Math.round(Math.max(moved, Math.min(askedMs ?? 0, LONGEST_MS)));
};
