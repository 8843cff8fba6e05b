import { useLocale } from '../../texts/texts.ts';

const pt = {
  title: 'Planos e cobrança',
  back: 'Operação',
  tabs: {
    figures: 'Números',
    subscriptions: 'Assinaturas',
    plans: 'Planos',
    offers: 'Adicionais',
    payments: 'Pix',
    deliveries: 'Conferência',
    notices: 'Avisos',
    licences: 'Vitalícias',
    flags: 'Liberação',
  },
  reason: 'Motivo',
  reasonHelp: 'Fica no registro de operação; o que é de uma conta, ela também lê.',
  logHelp: 'Fica no registro de operação.',
  stale:
    'Alguém mudou isto antes de você, e nada foi salvo. Copie o que quiser guardar, volte à lista e abra de novo: lá está o que vale agora.',
  done: 'Feito',
  states: {
    free: 'gratuita',
    trialing: 'em teste',
    active: 'ativa',
    past_due: 'em atraso',
    grace: 'carência',
    paused: 'em pausa',
    ended: 'encerrada',
  },
  granted: 'combinada',
  readOnly: 'só leitura',
  intervals: { month: 'por mês', year: 'por ano' },
  everyMonth: 'Mensal',
  everyYear: 'Anual',
  all: 'Todos',
  aMonth: (money: string) => `${money} por mês`,
  version: (n: number) => `versão ${n}`,
  none: 'Nada por aqui.',
};

const en: typeof pt = {
  title: 'Plans and billing',
  back: 'Operations',
  tabs: {
    figures: 'Figures',
    subscriptions: 'Subscriptions',
    plans: 'Plans',
    offers: 'Add-ons',
    payments: 'Pix',
    deliveries: 'Checks',
    notices: 'Notices',
    licences: 'For life',
    flags: 'Rollout',
  },
  reason: 'Reason',
  reasonHelp: 'It stands in the log of operators; what is about one account, that account reads, too.',
  logHelp: 'It stands in the log of operators.',
  stale:
    'Somebody changed this before you, and nothing was saved. Copy what you want to keep, go back to the list and open it again: it shows what counts now.',
  done: 'Done',
  states: {
    free: 'free',
    trialing: 'on trial',
    active: 'active',
    past_due: 'overdue',
    grace: 'in grace',
    paused: 'paused',
    ended: 'ended',
  },
  granted: 'agreed',
  readOnly: 'read only',
  intervals: { month: 'a month', year: 'a year' },
  everyMonth: 'Monthly',
  everyYear: 'Yearly',
  all: 'All',
  aMonth: (money) => `${money} a month`,
  version: (n) => `version ${n}`,
  none: 'Nothing here.',
};

export type BillingTab = keyof typeof pt.tabs;
export const useBillingTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
