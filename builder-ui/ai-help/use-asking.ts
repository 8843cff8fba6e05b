import { useCallback, useEffect, useRef, useState } from 'react';
import { toastError } from '../shell/toasts.tsx';

/** One question at a time, which can be given up; a late answer to one that was given up is dropped. */
export const useAsking = () => {
  const [busy, setBusy] = useState(false);
  const current = useRef<AbortController | null>(null);
  const stop = useCallback(() => {
    current.current?.abort();
    current.current = null;
    setBusy(false);
  }, []);
  useEffect(() => stop, [stop]);
  const ask = async (question: (signal: AbortSignal) => Promise<void>) => {
    stop();
    const mine = new AbortController();
    current.current = mine;
    setBusy(true);
    try {
      await question(mine.signal);
    } catch (error) {
      if (!mine.signal.aborted) toastError(error);
    } finally {
      if (current.current === mine) stop();
    }
  };
  return { busy, ask, stop };
};
