import type { Locale } from '#flow/json.ts';
import { featureName } from './feature-names.ts';
import type { FieldKind } from './notice-list.ts';

export interface Reader {
  locale: Locale;
  /** IANA. */
  timezone: string;
}

/** Cents of reais as people write them, with a plain space: not every mail program shows the narrow one. */
export const formatMoney = (cents: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: 'BRL' }).format(cents / 100).replace(/\s/g, ' ');

const formatBytes = (bytes: number, locale: Locale): string => {
  const unit =
    bytes < 1024 ** 3 ? ({ name: 'MB', size: 1024 ** 2 } as const) : ({ name: 'GB', size: 1024 ** 3 } as const);
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / unit.size)} ${unit.name}`;
};

const dateOf = (text: string, { locale, timezone }: Reader, style: Intl.DateTimeFormatOptions): string | null => {
  const at = new Date(text);
  return Number.isNaN(at.getTime())
    ? null
    : new Intl.DateTimeFormat(locale, { ...style, timeZone: timezone }).format(at);
};

/** `4 de dezembro de 2026`, `December 4, 2026`. */
export const formatDate = (text: string, reader: Reader): string | null => dateOf(text, reader, { dateStyle: 'long' });

/** `04/12/2026`, `Dec 4, 2026`: where two stand side by side. */
export const formatShortDate = (text: string, reader: Reader): string | null =>
  dateOf(text, reader, { dateStyle: reader.locale === 'en' ? 'medium' : 'short' });

/** A value for people; null: it is none of that kind. */
export const formatValue = (kind: FieldKind, value: string | number, reader: Reader): string | null => {
  switch (kind) {
    case 'text':
    case 'code':
    case 'hidden':
      return String(value).trim() || null;
    case 'feature':
      return featureName(String(value), reader.locale) || null;
    case 'number':
      return Number.isFinite(Number(value)) ? new Intl.NumberFormat(reader.locale).format(Number(value)) : null;
    case 'bytes':
      return Number.isFinite(Number(value)) ? formatBytes(Number(value), reader.locale) : null;
    case 'money':
      return Number.isFinite(Number(value)) ? formatMoney(Number(value), reader.locale) : null;
    case 'date':
      return formatDate(String(value), reader);
    case 'moment':
      return dateOf(String(value), reader, { dateStyle: 'long', timeStyle: 'short' });
  }
};
