import { useLocale } from '../../texts/texts.ts';

const pt = {
  title: 'Além do plano',
  help: 'O que esta conta tem a mais, ou a menos, do que o plano diz.',
  none: 'Só o que o plano diz.',
  add: 'Dar ou tirar',
  what: 'O quê',
  limits: 'Limites',
  features: 'Recursos',
  howMany: 'Quanto',
  unlimited: 'Sem limite',
  value: 'Como',
  has: 'tem',
  hasNot: 'não tem',
  until: 'Até quando',
  untilHelp: 'Vazio: até alguém tirar.',
  untilText: (when: string) => `até ${when}`,
  over: 'venceu',
  end: 'Tirar',
  endTitle: (name: string) => `Tirar: ${name}`,
  endText: 'Volta a valer o que o plano diz, na hora.',
  save: 'Dar',
};

const en: typeof pt = {
  title: 'Beside the plan',
  help: 'What this account has more, or less, than its plan says.',
  none: 'Only what the plan says.',
  add: 'Give or take',
  what: 'What',
  limits: 'Limits',
  features: 'Features',
  howMany: 'How much',
  unlimited: 'Without limit',
  value: 'How',
  has: 'has it',
  hasNot: 'has it not',
  until: 'Until when',
  untilHelp: 'Empty: until somebody takes it back.',
  untilText: (when) => `until ${when}`,
  over: 'is over',
  end: 'Take back',
  endTitle: (name) => `Take back: ${name}`,
  endText: 'What the plan says counts again, at once.',
  save: 'Give',
};

export const useOverridesTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
