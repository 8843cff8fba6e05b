import type { Locale } from '#flow/json.ts';
import type { Cohort } from './billing-api.ts';

/** `12,5 %`; a dash where there is nothing to be a share of. */
export const percent = (share: number | null, locale: Locale): string =>
  share === null ? '–' : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);

/** Won of all that came out, over several months; null: none did. */
export const rateOver = (cohorts: readonly Pick<Cohort, 'won' | 'lost'>[]): number | null => {
  const won = cohorts.reduce((sum, one) => sum + one.won, 0);
  const out = cohorts.reduce((sum, one) => sum + one.won + one.lost, 0);
  return out === 0 ? null : won / out;
};

const dateOf = (month: string): Date => new Date(`${month}-15T12:00:00Z`);
const format = (month: string, locale: Locale, how: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, { ...how, timeZone: 'UTC' }).format(dateOf(month));

/** `novembro de 2026` */
export const monthName = (month: string, locale: Locale): string =>
  format(month, locale, { month: 'long', year: 'numeric' });

/** `nov` */
export const shortMonth = (month: string, locale: Locale): string =>
  format(month, locale, { month: 'short' }).replace('.', '');
