import { columns, type TableEntry } from './entry.ts';

const own = (pt: string, en: string, technical: string): TableEntry => ({
  purpose: { pt, en },
  keeping: 'tenant',
  archive: 'no',
  person: 'no',
  columns: columns({ technical }),
});

/** What a tenant may do by its plan, and what it has used. The plans themselves are of no tenant. */
export const PLANS_AND_USAGE: Record<string, TableEntry> = {
  coupon_redemptions: own('Cupons usados', 'Coupons that were used', 'code percent amount periods_left redeemed_at'),
  entitlement_overrides: {
    ...own('O que um operador deu além do plano', 'What an operator gave beside the plan', ''),
    columns: columns({
      business: 'reason ended',
      technical: 'feature limit_n value by expires_at created_at revision told_at',
    }),
  },
  usage_entries: {
    ...own('O que se usou, uma linha por uso', 'What was used, a line each', 'feature source source_id n period at'),
    keeping: 'short',
  },
  usage_totals: own('Quanto se usou em cada mês', 'How much was used in each month', 'feature period used held'),
  usage_reservations: {
    ...own(
      'Uso reservado até que se saiba',
      'Use held until it is known',
      'feature source source_id n period expires_at',
    ),
    keeping: 'short',
  },
  usage_warnings: own(
    'Avisos de uso já dados',
    'Warnings of usage that were given',
    'feature period level used limit_n at told_at',
  ),
  usage_ratings: own(
    'Uso cobrado, por mês',
    'Usage that was charged, by month',
    'period feature version_id used included amount rated_at',
  ),
  usage_charges: own(
    'Cobranças de uso além do incluído, por mês',
    'Charges of use beyond the included, by month',
    'period amount request_id tries failed_at next_at paid_at created_at',
  ),
  marketplace_choices: own('Lojas escolhidas', 'Marketplaces of choice', 'marketplace chosen_at'),
  frozen_items: own(
    'O que está congelado por exceder o plano',
    'What is frozen for being over the plan',
    'kind item_id frozen_at',
  ),
};
