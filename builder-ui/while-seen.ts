const isSeen = (): boolean => document.visibilityState === 'visible';

/**
 * Holds something open while somebody sees the window. A browser has few connections to one server, for all its windows:
 * one that nobody sees holds none.
 *
 * @param open returns what closes it
 * @returns closes it for good
 */
export const whileSeen = (open: () => () => void): (() => void) => {
  let close: (() => void) | undefined;
  const turn = () => {
    if (isSeen()) {
      close ??= open();
    } else {
      close?.();
      close = undefined;
    }
  };
  turn();
  document.addEventListener('visibilitychange', turn);
  return () => {
    document.removeEventListener('visibilitychange', turn);
    close?.();
  };
};
