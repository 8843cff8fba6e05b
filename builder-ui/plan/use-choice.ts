import { useState } from 'react';
import { isStatus } from '../api-error.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { usePlanTexts } from './plan-texts.ts';

interface Choice<T> {
  /** Sends what was chosen. */
  send: () => Promise<T>;
  saved: (answer: T) => void;
  /** Reads what counts now: somebody else has chosen meanwhile. */
  reload: () => void;
  done: string;
}

/** Saves a choice; who was overtaken is told so, and sees what is there. */
export const useChoice = <T>({ send, saved, reload, done }: Choice<T>): { busy: boolean; save: () => void } => {
  const t = usePlanTexts();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saved(await send());
      toastDone(done);
    } catch (error) {
      const isStale = isStatus(error, 412);
      toastError(isStale ? new Error(t.choiceStale) : error);
      if (isStale) reload();
    } finally {
      setBusy(false);
    }
  };
  return { busy, save: () => void save() };
};
