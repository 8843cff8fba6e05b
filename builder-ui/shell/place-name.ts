import { useEffect, useSyncExternalStore } from 'react';

/** What the thing is called that the page shows: the last crumb, and the window's title. */
let name: string | null = null;
const listeners = new Set<() => void>();

const say = (next: string | null): void => {
  name = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePlaceName = (): string | null => useSyncExternalStore(subscribe, () => name);

/** A page of one thing tells how it is called, as soon as it knows. */
export const useNamed = (thing: string | undefined): void => {
  useEffect(() => {
    say(thing ?? null);
    return () => say(null);
  }, [thing]);
};
