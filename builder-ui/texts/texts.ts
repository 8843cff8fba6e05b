import { useSyncExternalStore } from 'react';
import type { Locale } from '#flow/json.ts';
import { editorTexts } from './editor-texts.ts';
import { fieldTexts } from './field-texts.ts';
import { pageTexts } from './page-texts.ts';
import { runTexts } from './run-texts.ts';

const pt = { ...pageTexts.pt, ...editorTexts.pt, ...runTexts.pt, ...fieldTexts.pt };
const en = { ...pageTexts.en, ...editorTexts.en, ...runTexts.en, ...fieldTexts.en };

/** Texts that several areas share or that come with the first page; each area has more of its own, in its folder. */
export type Texts = typeof pt;

const KEY = 'trama.locale';
const dictionaries: Record<Locale, Texts> = { 'pt-BR': pt, en };
const listeners = new Set<() => void>();

/** What was chosen here, else the first language of the browser that we have, else Portuguese. */
const firstLocale = (): Locale => {
  const chosen = globalThis.localStorage?.getItem(KEY);
  const wanted = chosen ? [chosen] : (globalThis.navigator?.languages ?? []);
  const known = wanted.map((one) => one.slice(0, 2).toLowerCase()).find((one) => one === 'pt' || one === 'en');
  return known === 'en' ? 'en' : 'pt-BR';
};
let locale: Locale = firstLocale();

export const currentLocale = (): Locale => locale;

export const setLocale = (next: Locale): void => {
  locale = next;
  globalThis.localStorage?.setItem(KEY, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLocale = (): Locale => useSyncExternalStore(subscribe, currentLocale);
export const useTexts = (): Texts => dictionaries[useLocale()];
/** Outside of components. */
export const texts = (): Texts => dictionaries[locale];
