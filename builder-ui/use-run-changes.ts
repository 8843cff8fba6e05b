import { useEffect, useRef } from 'react';
import { followRuns } from './follow-runs.ts';

const SETTLE_MS = 500;

/**
 * Told soon after any run began, changed or ended, and when some may have been missed. What comes together is told once,
 * and where runs never rest it is told every so often.
 */
export const useRunChanges = (changed: () => void, atMostEveryMs = 1_000): void => {
  const latest = useRef(changed);
  latest.current = changed;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let toldAt = Number.NEGATIVE_INFINITY;
    const soon = () => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          toldAt = performance.now();
          latest.current();
        },
        Math.max(SETTLE_MS, toldAt + atMostEveryMs - performance.now()),
      );
    };
    const stop = followRuns(null, { run: soon, missed: soon });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [atMostEveryMs]);
};
