import { useEffect, useRef, useState } from 'react';
import { api } from '../api-client.ts';
import { toastError } from '../shell/toasts.tsx';

/** An archived flow starts no more: so there is time to take it back, and only then it is said to the API. */
const UNDO_MS = 8000;

export const useArchiving = (): {
  gone: ReadonlySet<string>;
  /** Takes the flow out of sight at once; gives back what undoes it. */
  archive: (id: string, done: () => void) => () => void;
} => {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const waiting = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const show = (id: string) => setGone((before) => new Set([...before].filter((one) => one !== id)));
  const say = (id: string, done: () => void) => {
    waiting.current.delete(id);
    api
      .archiveFlow(id)
      .then(done)
      .catch((error: unknown) => {
        show(id);
        toastError(error);
      });
  };
  useEffect(() => {
    const held = waiting.current;
    // Whoever leaves the page meant it.
    return () => {
      for (const [id, timer] of held) {
        clearTimeout(timer);
        void api.archiveFlow(id).catch(toastError);
      }
      held.clear();
    };
  }, []);
  return {
    gone,
    archive: (id, done) => {
      setGone((before) => new Set([...before, id]));
      waiting.current.set(
        id,
        setTimeout(() => say(id, done), UNDO_MS),
      );
      return () => {
        clearTimeout(waiting.current.get(id));
        waiting.current.delete(id);
        show(id);
      };
    },
  };
};
