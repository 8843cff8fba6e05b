import type { PreviewLine } from './plan-api.ts';

/**
 * What a person reads of a change: what is given back and charged again for the same thing cancels out and is left out, so that
 * the lines still sum to the total.
 */
export const netLines = (lines: readonly PreviewLine[]): PreviewLine[] => {
  const sums = new Map<string, number>();
  for (const { key, amount } of lines) if (key !== null) sums.set(key, (sums.get(key) ?? 0) + amount.amount);
  return lines.filter(({ key }) => key === null || sums.get(key) !== 0);
};
