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

/**
 * Where each choice undoes the one before, as another page to pay on closes that one: what is chosen again after another is another
 * deed, and its answer of before leads to what is closed.
 */
export const lastDeedKeys = (): DeedKey => {
  let last = { said: '', key: '' };
  return (what) => {
    const said = JSON.stringify(what);
    if (said !== last.said) last = { said, key: crypto.randomUUID() };
    return last.key;
  };
};

/** For as long as the dialog is open that asks for it. */
export const useDeedKey = (): DeedKey => useState(deedKeys)[0];
export const useLastDeedKey = (): DeedKey => useState(lastDeedKeys)[0];
