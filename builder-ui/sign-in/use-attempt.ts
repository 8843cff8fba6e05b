import { useState } from 'react';
import { ApiError } from '../api-error.ts';
import { errorWords } from '../shell/error-words.ts';
import { useTexts } from '../texts/texts.ts';
import { wasDismissed } from './webauthn.ts';

/** A failure in one or two sentences: what the API says of it, without its title where it says more. */
export function useFailureWords(): (failure: unknown) => string {
  const t = useTexts();
  return (failure) => {
    if (!(failure instanceof ApiError)) return failure instanceof Error ? failure.message : t.errors.unexpected;
    const { title, detail } = errorWords(failure, t);
    if (failure.problem.detail) return failure.problem.detail;
    return [title, detail].filter(Boolean).join(' ');
  };
}

/** Something that is tried: whether it is under way, and what went wrong. A second try waits for the first. */
export function useAttempt() {
  const words = useFailureWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (failure) {
      if (!wasDismissed(failure)) setError(words(failure));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, setError, attempt };
}
