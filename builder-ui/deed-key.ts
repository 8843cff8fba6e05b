import { useState } from 'react';

/** The `Idempotency-Key` of a deed, by what it does. */
export type DeedKey = (what: unknown) => string;

/**
 * Of one dialog: the same deed has the same key, so that what is sent again, because the answer was lost on the way, is done once;
 * another amount is another deed.
 */
export const deedKeys = (): DeedKey => {
  const keys = new Map<string, string>();
  return (what) => {
    const said = JSON.stringify(what);
    const key = keys.get(said) ?? crypto.randomUUID();
    keys.set(said, key);
    return key;
  };
};

/** For as long as the dialog is open that asks for it. */
export const useDeedKey = (): DeedKey => useState(deedKeys)[0];
