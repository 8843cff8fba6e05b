import { useState } from 'react';
import { ApiError } from '../api-error.ts';
import { toastError } from '../shell/toasts.tsx';
import type { Said } from './gallery-types.ts';
import { NOTHING_SAID } from './said.ts';

/** What is filled in on a page of the gallery, what of it does not fit, and the call that uses it. */
export const useSaid = () => {
  const [said, setSaid] = useState<Said>(NOTHING_SAID);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState<'draft' | 'publish' | null>(null);
  /** Tells what fails at its field where it has one. */
  const using = async (publish: boolean, call: () => Promise<void>) => {
    setBusy(publish ? 'publish' : 'draft');
    setWrong({});
    try {
      await call();
    } catch (error) {
      const faults = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      const atFields = faults.filter(({ pointer }) => pointer.startsWith('/values/'));
      if (atFields.length > 0)
        setWrong(
          Object.fromEntries(atFields.map(({ pointer, message }) => [pointer.slice('/values/'.length), message])),
        );
      else toastError(error);
    } finally {
      setBusy(null);
    }
  };
  return { said, setSaid, wrong, busy, using };
};
