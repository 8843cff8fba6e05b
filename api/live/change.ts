import type { Dispatch, RunFilter } from '#domain/dispatch/dispatch.ts';

/** A burst of changes is one look. */
const SETTLE_MS = 50;

/**
 * Waits for changes of some runs, one wait after another without missing any between: what came while nobody waited ends
 * the next wait at once. `longestMs`: how long a wait lasts where nothing is heard, for other processes change runs too;
 * a function is asked at each wait.
 */
export function changesOf(
  dispatch: Pick<Dispatch, 'watch'>,
  tenantId: string,
  filter: RunFilter,
  longestMs: number | (() => number),
) {
  let pending = false;
  let wake: () => void = () => {};
  const stop = dispatch.watch(tenantId, filter, () => {
    pending = true;
    wake();
  });
  const changed = async (signal: AbortSignal): Promise<void> => {
    if (!pending && !signal.aborted)
      await new Promise<void>((done) => {
        const timer = setTimeout(() => finish(), typeof longestMs === 'number' ? longestMs : longestMs());
        const finish = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', finish);
          done();
        };
        wake = finish;
        signal.addEventListener('abort', finish);
      });
    if (!signal.aborted) await new Promise((done) => setTimeout(done, SETTLE_MS));
    pending = false;
  };
  return { changed, stop };
}
