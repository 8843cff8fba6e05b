import type { Locale } from '#flow/json.ts';
import type { AiSums } from '../api-types.ts';

export type Metric = 'cost' | 'tokens';

export const tokensOf = ({ inputTokens, outputTokens }: AiSums): number => inputTokens + outputTokens;

export const valueOf = (sums: AiSums, metric: Metric): number => (metric === 'cost' ? sums.costUsd : tokensOf(sums));

/** `US$ 12,34`, with more digits where there are only fractions of a cent; `1,2 mi`. */
export const writeAmount = (value: number, metric: Metric, locale: Locale): string =>
  metric === 'cost'
    ? new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: 'USD',
        maximumFractionDigits: value > 0 && value < 1 ? 4 : 2,
      }).format(value)
    : new Intl.NumberFormat(locale, {
        notation: value >= 100_000 ? 'compact' : 'standard',
        maximumFractionDigits: 1,
      }).format(value);

/** `novembro de 2026` */
export const writeMonth = (month: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T12:00:00Z`),
  );

/** `3 de nov.` */
export const writeDay = (month: string, day: number, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${month}-${String(day).padStart(2, '0')}T12:00:00Z`),
  );
