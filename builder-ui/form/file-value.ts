import type { Json } from '#flow/json.ts';

/** A kept file, as steps take it. */
export interface KeptFile {
  file: string;
  name: string;
  type: string;
  size?: number;
}

export const asFile = (value: Json | undefined): KeptFile | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { file, name, type, size } = value;
  if (typeof file !== 'string' || typeof name !== 'string' || typeof type !== 'string') return undefined;
  return { file, name, type, ...(typeof size === 'number' ? { size } : {}) };
};

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** `1,4 MB`. */
export const sizeText = (bytes: number, locale: string): string => {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** step;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: step === 0 ? 0 : 1 }).format(amount)} ${UNITS[step]}`;
};
