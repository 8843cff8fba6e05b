import { useLocale } from '../texts/texts.ts';

const pt = {
  here: (n: number) => (n === 1 ? '1 pessoa também está aqui' : `${n} pessoas também estão aqui`),
  you: 'Você, em outra janela',
  at: (name: string, step: string) => `${name}, em “${step}”`,
  goTo: (name: string) => `Ir até onde ${name} está`,
};

type PresenceTexts = typeof pt;

const en: PresenceTexts = {
  here: (n) => (n === 1 ? '1 person is here too' : `${n} people are here too`),
  you: 'You, in another window',
  at: (name, step) => `${name}, at “${step}”`,
  goTo: (name) => `Go where ${name} is`,
};

export const usePresenceTexts = (): PresenceTexts => (useLocale() === 'en' ? en : pt);
