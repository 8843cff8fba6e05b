/** What stands in fields is handed on to the drawing before the drawing is kept. */
const works = { handOn: new Set<() => void>(), keep: new Set<() => void>() };

const leave = (): void => {
  for (const work of works.handOn) work();
  for (const work of works.keep) work();
};

/**
 * Calls when the page goes, or may go: it must be done at once, and may be called again. Phones tell `pagehide` alone.
 * Listeners of the window itself would be called in an order that depends on who came first.
 */
export const whenLeaving = (phase: keyof typeof works, work: () => void): (() => void) => {
  globalThis.addEventListener('beforeunload', leave);
  globalThis.addEventListener('pagehide', leave);
  works[phase].add(work);
  return () => works[phase].delete(work);
};
