import { pace } from './pace.ts';

/**
 * For tests that hold work to a time: milliseconds of the quickest of three runs, as of an idle machine (`pace`). What else runs beside
 * a test makes some of them slower, and none quicker. One that takes no more than `enoughMs` is not repeated.
 */
export function quickest(run: () => void, enoughMs = 0): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 3 && least > enoughMs; turn++) {
    const began = performance.now();
    run();
    const took = performance.now() - began;
    least = Math.min(least, took <= enoughMs ? took : took / pace());
  }
  return least;
}
