import type { Demo } from '../run.ts';

/** Where a stand-in of a provider is: on this very machine. */
const HERE = ['localhost', '127.0.0.1', '[::1]'];

const isHere = (url: string | null): boolean => url !== null && HERE.includes(new URL(url).hostname);

/** Why a running product is sold no plans whose months are seconds; null: it is a demo, and stand-ins take its money. */
export const refusalOf = ({ production, payments }: Pick<Demo, 'production' | 'payments'>): string | null => {
  if (production) return 'não em produção · not in production';
  const ways = Object.entries(payments);
  if (ways.length === 0)
    return 'nenhum meio de pagamento está configurado · no way of paying is set up (docs/billing.md)';
  const real = ways.find(([, url]) => !isHere(url));
  return real ? `${real[0]} não é um simulador · is no stand-in: ${real[1] ?? 'BILLING_PIX_KEY'}` : null;
};
