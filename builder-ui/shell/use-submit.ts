import { type FormEvent, useState } from 'react';
import { useTexts } from '../texts/texts.ts';
import { errorWords } from './error-words.ts';

/** A form's deed: what sends it, whether it is under way, and what went wrong, in words. What was typed stays where it fails. */
export const useSubmit = (deed: () => Promise<void>) => {
  const texts = useTexts();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await deed();
    } catch (failure) {
      const { title, detail } = errorWords(failure, texts);
      setError(detail || title);
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return { busy, error, submit };
};
