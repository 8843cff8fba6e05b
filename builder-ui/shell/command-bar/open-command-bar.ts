import { useSyncExternalStore } from 'react';

/** What of the commands lies over the page: the bar, the page of shortcuts, or nothing. */
export type CommandsShown = 'bar' | 'shortcuts' | null;

let shown: CommandsShown = null;
const listeners = new Set<() => void>();

export const showCommands = (next: CommandsShown): void => {
  shown = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useCommandsShown = (): CommandsShown => useSyncExternalStore(subscribe, () => shown);
