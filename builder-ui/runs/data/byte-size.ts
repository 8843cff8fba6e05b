import type { Json, Locale } from '#flow/json.ts';

/** What a trace holds in place of a long value. */
export interface CutValue {
  $cut: true;
  /** Characters of its JSON. */
  size: number;
  href: string;
  preview: string;
}

export const asCut = (value: Json): CutValue | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && value.$cut === true
    ? (value as unknown as CutValue)
    : null;

/** Characters of a value's JSON: of one that was cut, those of the whole. */
export const sizeOf = (value: Json): number => asCut(value)?.size ?? JSON.stringify(value)?.length ?? 0;

/** `820 B`, `1,4 KB`, `3,2 MB` */
export const byteSize = (bytes: number, locale: Locale): string => {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${number.format(bytes / 1000)} KB` : `${number.format(bytes / 1_000_000)} MB`;
};
