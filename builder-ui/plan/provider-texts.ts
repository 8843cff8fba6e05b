import { useLocale } from '../texts/texts.ts';
import type { Provider, ProviderName } from './plan-api.ts';

const pt = {
  names: { stripe: 'Stripe', mercado_pago: 'Mercado Pago', manual: 'Pix' } satisfies Record<ProviderName, string>,
  card: 'Cartão',
  payBy: (name: string) => `Passar para ${name}`,
  ways: {
    'stripe/card': 'Cartão de crédito',
    'mercado_pago/card': 'Mercado Pago',
    'mercado_pago/pix': 'Pix pelo Mercado Pago',
    'manual/pix': 'Pix',
  } as Record<string, string>,
  wayHelp: {
    'stripe/card': 'Renova sozinho. A página é da Stripe; nós não vemos o número do cartão.',
    'mercado_pago/card': 'Cartão ou saldo da sua conta no Mercado Pago. Renova sozinho.',
    'mercado_pago/pix': 'Você paga um código a cada período.',
    'manual/pix': 'Você paga um código a cada período. Entra em instantes.',
  } as Record<string, string>,
};

const en: typeof pt = {
  names: pt.names,
  card: 'Card',
  payBy: (name) => `Change to ${name}`,
  ways: {
    'stripe/card': 'Credit card',
    'mercado_pago/card': 'Mercado Pago',
    'mercado_pago/pix': 'Pix by Mercado Pago',
    'manual/pix': 'Pix',
  },
  wayHelp: {
    'stripe/card': 'Renews by itself. The page is of Stripe; we do not see the number of the card.',
    'mercado_pago/card': 'Card or balance of your account at Mercado Pago. Renews by itself.',
    'mercado_pago/pix': 'You pay a code each period.',
    'manual/pix': 'You pay a code each period. It arrives within moments.',
  },
};

export type ProviderTexts = typeof pt;
export const useProviderTexts = (): ProviderTexts => (useLocale() === 'en' ? en : pt);

/** Providers write them small. */
const BRANDS: Record<string, string> = {
  ...{ visa: 'Visa', mastercard: 'Mastercard', master: 'Mastercard', amex: 'American Express', elo: 'Elo' },
  ...{ hipercard: 'Hipercard', diners: 'Diners', discover: 'Discover' },
};
export const brandOf = (brand: string | null): string | null => brand && (BRANDS[brand] ?? brand);

/** One way of paying, as one chooses it. */
export interface Way {
  key: string;
  provider: ProviderName;
  method: 'card' | 'pix';
}

/** All ways that are set up; a card first: it renews by itself. */
export const waysOf = (providers: readonly Provider[]): Way[] =>
  providers
    .flatMap(({ name, methods }) => methods.map((method) => ({ key: `${name}/${method}`, provider: name, method })))
    .toSorted((a, b) => Number(a.method === 'pix') - Number(b.method === 'pix'));
