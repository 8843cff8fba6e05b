/** What comparing two keys costs. */
export const STEPS_PER_COMPARISON = 1 / 4;

/**
 * Stable merge sort. Not the engine's: with an order that contradicts itself engines differ, and a run must not.
 * `order` is called the same times with the same pairs on every machine.
 */
export const sorted = <T>(items: readonly T[], order: (a: T, b: T) => number): T[] => {
  let from = [...items];
  let to = new Array<T>(items.length);
  for (let width = 1; width < items.length; width *= 2) {
    for (let start = 0; start < items.length; start += 2 * width) mergeRuns(from, to, start, width, order);
    [from, to] = [to, from];
  }
  return from;
};

const mergeRuns = <T>(from: T[], to: T[], start: number, width: number, order: (a: T, b: T) => number): void => {
  const middle = Math.min(start + width, from.length);
  const end = Math.min(start + 2 * width, from.length);
  let [left, right] = [start, middle];
  for (let at = start; at < end; at += 1) {
    const takeLeft = right >= end || (left < middle && order(from[left] as T, from[right] as T) <= 0);
    to[at] = (takeLeft ? from[left++] : from[right++]) as T;
  }
};
