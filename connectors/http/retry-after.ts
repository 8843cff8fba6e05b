/** No other side means a pause longer than this; and none means no pause at all. */
const MOST_MS = 366 * 86_400_000;
const LEAST_MS = 1_000;

/** Epoch ms that a `Retry-After` names, in seconds or as an HTTP date; null where it names none. */
export const retryAfter = (header: string | undefined, nowMs: number): number | null => {
  const text = header?.trim() ?? '';
  if (text === '') return null;
  const pause = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(pause) ? null : nowMs + Math.min(Math.max(pause, LEAST_MS), MOST_MS);
};
