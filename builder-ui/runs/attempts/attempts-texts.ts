import { useLocale } from '../../texts/texts.ts';

/** Texts about the attempts of a step. `pt` is written first. */
const pt = {
  title: 'Tentativas',
  nth: (n: number) => `${n}ª tentativa`,
  short: (n: number, words: string) => `${n}ª · ${words}`,
  askedToWait: 'Pediram para esperar',
  pause: (span: string) => `esperou ${span}`,
  willWait: (span: string) => `espera ${span}`,
  earlier: (n: number) => (n === 1 ? 'A primeira não está guardada.' : `As ${n} primeiras não estão guardadas.`),
  good: 'Deu certo',
  going: 'Em andamento',
  took: (span: string) => `durou ${span}`,
};

type AttemptTexts = typeof pt;

const en: AttemptTexts = {
  title: 'Attempts',
  nth: (n) => `Attempt ${n}`,
  short: (n, words) => `#${n} · ${words}`,
  askedToWait: 'Asked to wait',
  pause: (span) => `waited ${span}`,
  willWait: (span) => `waits ${span}`,
  earlier: (n) => (n === 1 ? 'The first is not kept.' : `The first ${n} are not kept.`),
  good: 'It went well',
  going: 'Under way',
  took: (span) => `it took ${span}`,
};

export const useAttemptTexts = (): AttemptTexts => (useLocale() === 'en' ? en : pt);
