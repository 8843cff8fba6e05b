import { useSyncExternalStore } from 'react';
import { api } from '../api-client.ts';
import { toastError } from '../shell/toasts.tsx';

/** A flow that comes back from the archive is a draft: so there is time to take it back, and only then it is said to the API. */
const UNDO_MS = 8000;

interface Waiting {
  timer: ReturnType<typeof setTimeout>;
  say: () => Promise<void>;
}

/** They wait on, whichever page is open. */
const waiting = new Map<string, Waiting>();
let gone: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

const setGone = (next: Iterable<string>): void => {
  gone = new Set(next);
  for (const listener of listeners) listener();
};
const show = (id: string): void => setGone([...gone].filter((one) => one !== id));

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Flows that are out of sight already. */
export const useGone = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => gone);

/**
 * Takes the flow out of sight at once, and archives it a little later.
 * @returns what takes it back: false where that was over
 */
export const archiveSoon = (id: string, done: () => void): (() => boolean) => {
  const say = async () => {
    waiting.delete(id);
    try {
      await api.archiveFlow(id);
      done();
    } catch (error) {
      show(id);
      toastError(error);
    }
  };
  waiting.set(id, { say, timer: setTimeout(() => void say(), UNDO_MS) });
  setGone([...gone, id]);
  return () => {
    const held = waiting.get(id);
    if (!held) return false;
    clearTimeout(held.timer);
    waiting.delete(id);
    show(id);
    return true;
  };
};

/** Archives at once what still waits: somebody looks into the archive. */
export const archiveNow = async (): Promise<void> => {
  await Promise.all(
    [...waiting.values()].map(({ timer, say }) => {
      clearTimeout(timer);
      return say();
    }),
  );
};

/** What the API no longer lists need not be hidden any more: it may come back. */
export const forgetGone = (listed: readonly { id: string }[]): void => {
  const there = new Set(listed.map(({ id }) => id));
  if ([...gone].some((id) => !waiting.has(id) && !there.has(id)))
    setGone([...gone].filter((id) => waiting.has(id) || there.has(id)));
};

/** A flow came back from the archive. */
export const isBack = show;
