import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api-error.ts';
import { errorWords } from '../shell/error-words.ts';
import { useTexts } from '../texts/texts.ts';

export interface Asking {
  busy: boolean;
  /** Why the last question has no answer, in words; null: it has one, or none was asked. */
  fault: string | null;
  ask: (question: (signal: AbortSignal) => Promise<void>) => Promise<void>;
  stop: () => void;
}

/** One question at a time, which can be given up; a late answer to one that was given up is dropped. */
export const useAsking = (): Asking => {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const current = useRef<AbortController | null>(null);
  const stop = useCallback(() => {
    current.current?.abort();
    current.current = null;
    setBusy(false);
  }, []);
  useEffect(() => stop, [stop]);
  const faultOf = (error: unknown): string => {
    // The API says of a model what became of it, and what to do.
    if (error instanceof ApiError && error.problem.detail) return error.problem.detail;
    const { title, detail } = errorWords(error, t);
    return [title, detail].filter(Boolean).join('. ');
  };
  const ask = async (question: (signal: AbortSignal) => Promise<void>) => {
    stop();
    const mine = new AbortController();
    current.current = mine;
    setBusy(true);
    setFault(null);
    try {
      await question(mine.signal);
    } catch (error) {
      if (!mine.signal.aborted) setFault(faultOf(error));
    } finally {
      if (current.current === mine) stop();
    }
  };
  return { busy, fault, ask, stop };
};
