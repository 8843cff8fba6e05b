import { useLocale } from '../texts/texts.ts';

const pt = {
  help: 'O que não pôde ser recebido nem entregue, depois de todas as tentativas. Veja o motivo, resolva a causa e tente de novo.',
  open: 'Por resolver',
  all: 'Todas',
  which: 'Quais mostrar',
  none: 'Nada se perdeu',
  noneHelp: 'Quando uma mensagem ou um aviso não puder ser entregue, fica guardado aqui até alguém resolver.',
  kinds: { message: 'Mensagem que chegou', approval: 'Aviso de aprovação' },
  tries: (n: number) => (n === 1 ? '1 tentativa' : `${n} tentativas`),
  states: { open: 'por resolver', replayed: 'tentada de novo', discarded: 'descartada' },
  content: 'Conteúdo',
  replay: 'Tentar de novo',
  replayed: 'Entrega refeita',
  discard: 'Descartar',
  discarded: 'Entrega descartada',
  discardTitle: 'Descartar esta entrega?',
  discardText: 'Ela não será mais tentada. O conteúdo some em 30 dias.',
};

const en: typeof pt = {
  help: 'What could not be taken in or delivered, after all tries. See why, mend the cause, and try again.',
  open: 'To settle',
  all: 'All',
  which: 'Which to show',
  none: 'Nothing was lost',
  noneHelp: 'When a message or a notice cannot be delivered, it is kept here until somebody settles it.',
  kinds: { message: 'Message that came in', approval: 'Message about an approval' },
  tries: (n) => (n === 1 ? '1 try' : `${n} tries`),
  states: { open: 'to settle', replayed: 'tried again', discarded: 'discarded' },
  content: 'Content',
  replay: 'Try again',
  replayed: 'Delivered again',
  discard: 'Discard',
  discarded: 'Delivery discarded',
  discardTitle: 'Discard this delivery?',
  discardText: 'It will not be tried any more. Its content goes in 30 days.',
};

export const useLettersTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
