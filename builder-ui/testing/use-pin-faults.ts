import { useEffect, useState } from 'react';
import { inLocale, type Json, type JsonSchema } from '#flow/json.ts';
import { useLocale } from '../texts/texts.ts';

/** Where a pinned output does not fit what the step says that it gives: in words. */
export const usePinFaults = (output: Json | undefined, schema: JsonSchema | undefined): string[] => {
  const locale = useLocale();
  const [faults, setFaults] = useState<string[]>([]);
  const key = JSON.stringify([output ?? null, schema ?? null]);
  useEffect(() => {
    let over = false;
    const [value, wanted] = JSON.parse(key) as [Json, JsonSchema | null];
    if (wanted === null) return setFaults([]);
    void import('#flow/schema-check.ts').then(({ schemaFaults }) => {
      if (!over) setFaults(schemaFaults(wanted, value).map(({ text }) => inLocale(text, locale).trim()));
    });
    return () => {
      over = true;
    };
  }, [key, locale]);
  return faults;
};
