/**
 * For tests that hold work to a time: milliseconds of the quickest of three runs. What else runs beside a test makes some
 * of them slower, and none quicker.
 */
export function quickest(run: () => void): number {
  const times = [1, 2, 3].map(() => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
  return Math.min(...times);
}
