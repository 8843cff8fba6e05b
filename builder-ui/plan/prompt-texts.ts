import type { Locale } from '#flow/json.ts';
import { useLocale } from '../texts/texts.ts';

const pt = {
  lacks: (what: string) => `${what} não está no seu plano`,
  lacksText: (plan: string, price: string) =>
    `Está no plano ${plan}${price === '' ? '' : `, a partir de ${price} por mês`}.`,
  lacksAny: 'Veja nos planos qual inclui.',
  full: (what: string) => `Você chegou ao limite: ${what}`,
  fullText: (used: string, limit: string) => `${used} de ${limit} em uso.`,
  resets: (when: string) => `O uso recomeça em ${when}.`,
  room: 'Apague o que não usa mais, ou suba de plano.',
  more: (plan: string, limit: string) => `No plano ${plan}: ${limit}.`,
  shop: (what: string) => `${what} não está entre os seus marketplaces`,
  shopText: 'Troque a sua escolha, ou suba para um plano com todos.',
  due: 'O pagamento está pendente',
  dueText:
    'A conta está só para leitura. Dá para ver, exportar e apagar; para voltar a criar e rodar, acerte o pagamento.',
  paused: 'A assinatura está em pausa',
  pausedText:
    'O que estava pago acabou, e a conta está só para leitura. Dá para ver, exportar e apagar; para criar e rodar, volte da pausa.',
  fullPaused: 'Em pausa vale o limite do plano grátis. Ao voltar, vale de novo o que o seu plano inclui.',
  frozen: 'Isto está congelado',
  frozenText:
    'Passa do que o seu plano inclui. Nada se perdeu: volta quando o plano crescer, ou quando você escolher outro para guardar.',
  upgrade: (plan: string) => `Subir para ${plan}`,
  see: 'Ver os planos',
  pay: 'Acertar o pagamento',
  goOn: 'Voltar da pausa',
  later: 'Agora não',
  askOwner: 'Peça a quem cuida da cobrança da conta.',
  banners: {
    trial: (when: string) => `Seu teste termina ${when}. Assine para continuar com tudo aberto.`,
    past_due: 'A última cobrança não passou. Atualize o pagamento para não perder o acesso.',
    read_only: 'A conta está só para leitura: falta um pagamento. Nada foi apagado.',
    pausedReadOnly: 'A assinatura está em pausa e a conta está só para leitura.',
  },
  subscribe: 'Escolher um plano',
  fix: 'Atualizar o pagamento',
  resume: 'Voltar agora',
};

const en: typeof pt = {
  lacks: (what) => `${what} is not in your plan`,
  lacksText: (plan, price) => `It is in the plan ${plan}${price === '' ? '' : `, from ${price} a month`}.`,
  lacksAny: 'See which of the plans has it.',
  full: (what) => `You are at the limit: ${what}`,
  fullText: (used, limit) => `${used} of ${limit} in use.`,
  resets: (when) => `It begins anew on ${when}.`,
  room: 'Delete what you do not use any more, or go up a plan.',
  more: (plan, limit) => `In the plan ${plan}: ${limit}.`,
  shop: (what) => `${what} is not among your marketplaces`,
  shopText: 'Change your choice, or go up to a plan that has all.',
  due: 'The payment is pending',
  dueText:
    'The account is read only. You can look, export and delete; settle the payment to make and run things again.',
  paused: 'The subscription is paused',
  pausedText:
    'What was paid for is over, and the account is read only. You can look, export and delete; go on after the pause to make and run things.',
  fullPaused: 'During a pause the limit is that of the free plan. When you go on, it is that of your plan again.',
  frozen: 'This is frozen',
  frozenText:
    'It is past what your plan includes. Nothing is lost: it comes back when the plan grows, or when you choose another to put away.',
  upgrade: (plan) => `Go up to ${plan}`,
  see: 'See the plans',
  pay: 'Settle the payment',
  goOn: 'Go on after the pause',
  later: 'Not now',
  askOwner: 'Ask whoever looks after the billing of the account.',
  banners: {
    trial: (when) => `Your trial ends ${when}. Subscribe to go on with everything open.`,
    past_due: 'The last charge did not go through. Update the payment to keep your access.',
    read_only: 'The account is read only: a payment is missing. Nothing was deleted.',
    pausedReadOnly: 'The subscription is paused and the account is read only.',
  },
  subscribe: 'Choose a plan',
  fix: 'Update the payment',
  resume: 'Come back now',
};

export type PromptTexts = typeof pt;
export const promptTexts = (locale: Locale): PromptTexts => (locale === 'en' ? en : pt);
export const usePromptTexts = (): PromptTexts => promptTexts(useLocale());
