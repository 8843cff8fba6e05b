/** Whom an invoice is made out to, as the revenue service knows them. `id` has no punctuation; letters are capitals. */
export interface TaxId {
  kind: 'cpf' | 'cnpj';
  id: string;
}

const PUNCTUATION = /[\s./-]/g;
const CPF = /^\d{11}$/;
/** Since July of 2026 the first twelve may be letters (IN RFB 2.229/2024); the two that check stay digits. */
const CNPJ = /^[0-9A-Z]{12}\d{2}$/;
const CNPJ_WEIGHTS = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

/** Of a letter: its code less 48, so that digits count as themselves (and A as 17). */
const worth = (sign: string): number => sign.charCodeAt(0) - 48;

/** 11 less the rest; over 9 it is 0. */
const checkDigit = (signs: string, weights: readonly number[]): number => {
  const sum = Array.from(signs).reduce((all, sign, at) => all + worth(sign) * (weights[at] ?? 0), 0);
  return sum % 11 < 2 ? 0 : 11 - (sum % 11);
};

const falling = (from: number): number[] => Array.from({ length: from - 1 }, (_, at) => from - at);

const isCpf = (id: string): boolean =>
  Number(id[9]) === checkDigit(id.slice(0, 9), falling(10)) &&
  Number(id[10]) === checkDigit(id.slice(0, 10), falling(11));

const isCnpj = (id: string): boolean =>
  Number(id[12]) === checkDigit(id.slice(0, 12), CNPJ_WEIGHTS.slice(1)) &&
  Number(id[13]) === checkDigit(id.slice(0, 13), CNPJ_WEIGHTS);

/** A CPF or CNPJ as people write it, with punctuation or without; null: it is none, or its check digits are wrong. */
export const readTaxId = (text: string): TaxId | null => {
  const id = text.replace(PUNCTUATION, '').toUpperCase();
  // All of one digit checks out, and is nobody's.
  if (/^(.)\1*$/.test(id)) return null;
  if (CPF.test(id)) return isCpf(id) ? { kind: 'cpf', id } : null;
  return CNPJ.test(id) && isCnpj(id) ? { kind: 'cnpj', id } : null;
};

/** `123.456.789-09`, `12.ABC.345/01DE-35`; what is neither stays as it is. */
export const formatTaxId = (id: string): string => {
  if (CPF.test(id)) return id.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
  return CNPJ.test(id) ? id.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5') : id;
};
