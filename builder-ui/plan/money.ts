import type { Locale } from '#flow/json.ts';
import type { Money } from '../api-types.ts';
import type { Interval, Plan, Price } from './plan-api.ts';

/** What is counted here of several amounts: plans are sold in reais alone. */
export const brl = (cents: number): Money => ({ amount: cents, currency: 'BRL' });

/** `R$ 97` of whole reais, `R$ 97,50` of others; whichever language it is read in, it is Brazilian money. */
export const money = ({ amount, currency }: Money, locale: Locale): string =>
  new Intl.NumberFormat(locale, {
    ...{ style: 'currency', currency },
    minimumFractionDigits: amount % 100 === 0 ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(amount / 100);

/** Always with cents: in lists, below one another. */
export const exactMoney = ({ amount, currency }: Money, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount / 100);

export const priceOf = ({ prices }: Pick<Plan, 'prices'>, interval: Interval): Price | undefined =>
  prices.find((one) => one.interval === interval);

/** Its cents; null: it is talked about, or not sold so. */
export const centsOf = (plan: Pick<Plan, 'prices'>, interval: Interval): number | null =>
  priceOf(plan, interval)?.price?.amount ?? null;

/** Cents a year that twelve months cost more than a year at once; 0 where they do not. */
export const savingOf = (plan: Pick<Plan, 'prices'>): number => {
  const [month, year] = [centsOf(plan, 'month'), centsOf(plan, 'year')];
  return month && year ? Math.max(0, month * 12 - year) : 0;
};

/** Whole per cent that the plans of a page save by the year, at most; 0: none does. */
export const bestSaving = (plans: readonly Pick<Plan, 'prices'>[]): number =>
  Math.max(
    0,
    ...plans.map((plan) => {
      const month = centsOf(plan, 'month');
      return month ? Math.floor((savingOf(plan) / (month * 12)) * 100) : 0;
    }),
  );

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `100 MB`, `1,5 GB` */
export const bytes = (size: number, locale: Locale): string => {
  const step = size < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(size) / 10));
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: size / 1024 ** step < 10 ? 1 : 0 });
  return `${number.format(size / 1024 ** step)} ${UNITS[step]}`;
};

/** What is counted, as people write it: files in bytes, all else by number. */
export const amountOf = (feature: string, value: number, locale: Locale): string =>
  feature.endsWith('_bytes') ? bytes(value, locale) : new Intl.NumberFormat(locale).format(value);
