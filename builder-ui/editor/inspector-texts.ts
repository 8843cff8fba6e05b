import { useLocale } from '../texts/texts.ts';

const pt = {
  moreHelp: 'Saiba mais',
  lessHelp: 'Fechar',
  leads: 'Por onde segue',
  fails: 'Se der errado',
  failsHow: (time: string) =>
    `Cada tentativa tem ${time}. O que falha é tentado de novo (aba Ajustes) e depois segue pela saída error, se ela estiver ligada; senão a execução falha.`,
  effects: {
    none: 'Não muda nada fora do fluxo.',
    read: 'Só lê: pode ser repetido à vontade.',
    keyed: 'Uma repetição não faz a mesma coisa duas vezes.',
    unsafe: 'Repetir pode fazer a mesma coisa duas vezes: por isso só há uma tentativa, a não ser que você peça mais.',
  },
  gives: 'O que entrega em',
  ports: {
    out: 'quando termina',
    error: 'quando falha, com o erro em errors',
    true: 'se a condição vale',
    false: 'se não vale',
    default: 'se nenhum caso vale',
    timeout: 'se o tempo acaba',
    approved: 'se a pessoa aprova',
    rejected: 'se a pessoa recusa',
    each: 'para cada volta, dentro da repetição',
    invalid: 'se a resposta não é entendida',
  },
  webhook: {
    address: 'Endereço',
    addressHelp: 'Vale depois de publicar. Até lá, teste pelo botão Testar.',
    curl: 'Experimente no terminal',
  },
  schedule: {
    how: 'Quando começa',
    days: 'Dias e hora',
    every: 'A cada',
    other: 'Cron',
    onDays: 'Nestes dias',
    at: 'Às',
  },
};

const en: typeof pt = {
  moreHelp: 'Learn more',
  lessHelp: 'Close',
  leads: 'Where it goes on',
  fails: 'When it fails',
  failsHow: (time) =>
    `Each attempt has ${time}. What fails is tried again (tab Settings), then goes on through the port error where it is connected; else the run fails.`,
  effects: {
    none: 'Changes nothing outside of the flow.',
    read: 'Only reads: it can be repeated at will.',
    keyed: 'A repeat does not do the same thing twice.',
    unsafe: 'A repeat may do the same thing twice: so there is one attempt, unless you ask for more.',
  },
  gives: 'What it gives in',
  ports: {
    out: 'when it is done',
    error: 'when it fails, with the error in errors',
    true: 'if the condition holds',
    false: 'if it does not',
    default: 'if no case holds',
    timeout: 'if time runs out',
    approved: 'if the person approves',
    rejected: 'if the person rejects',
    each: 'for each round, inside the loop',
    invalid: 'if the answer is not understood',
  },
  webhook: {
    address: 'Address',
    addressHelp: 'It works once published. Until then, use the button Test.',
    curl: 'Try it in a terminal',
  },
  schedule: {
    how: 'When it starts',
    days: 'Days and hour',
    every: 'Every',
    other: 'Cron',
    onDays: 'On these days',
    at: 'At',
  },
};

const TEXTS = { 'pt-BR': pt, en };

export const useInspectorTexts = (): typeof pt => TEXTS[useLocale()];
