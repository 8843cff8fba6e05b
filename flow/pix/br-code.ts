import type { Cents } from '../contracts/billing-provider.ts';

/** What a bank's app needs to know of a payment that somebody makes by a static code. */
export interface PixCharge {
  /** CPF, CNPJ, e-mail, `+55…` or a random key, as the bank has it. */
  key: string;
  /** Who is paid; 25 characters are shown. */
  name: string;
  /** 15 characters are shown. */
  city: string;
  /** Null: the payer says how much. */
  amount: Cents | null;
  /** 1 to 25 letters and digits: the bank's statement names the payment by it. Null: none. */
  txid: string | null;
}

/**
 * The code that a payer copies into the bank's app, and that the picture shows: the Central Bank's BR Code, which is EMV's
 * merchant-presented payload (two digits of id, two of length, value) with a sum at its end.
 */
export const brCode = ({ key, name, city, amount, txid }: PixCharge): string => {
  if (amount !== null && (!Number.isSafeInteger(amount) || amount <= 0)) throw new Error('A Pix is of whole cents');
  if (txid !== null && !/^[0-9A-Za-z]{1,25}$/.test(txid)) throw new Error('A txid has 1 to 25 letters and digits');
  const text = [
    part('00', '01'),
    part('26', part('00', 'br.gov.bcb.pix') + part('01', key)),
    part('52', '0000'),
    part('53', '986'),
    amount === null ? '' : part('54', reais(amount)),
    part('58', 'BR'),
    part('59', shown(name, 25)),
    part('60', shown(city, 15)),
    part('62', part('05', txid ?? '***')),
    '6304',
  ].join('');
  return text + checksum(text);
};

const part = (id: string, value: string): string => {
  if (value.length === 0 || value.length > 99)
    throw new Error(`Field ${id} of a Pix code has ${value.length} characters`);
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
};

const reais = (amount: Cents): string => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

/** Letters that every bank's app can show: without accents, and nothing outside ASCII. */
const shown = (text: string, longest: number): string =>
  text
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, longest)
    .trim();

/** CRC-16/CCITT-FALSE of ASCII text, four hex digits. */
const checksum = (text: string): string => {
  let sum = 0xffff;
  for (let at = 0; at < text.length; at++) {
    sum ^= text.charCodeAt(at) << 8;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 0x8000 ? (sum << 1) ^ 0x1021 : sum << 1) & 0xffff;
  }
  return sum.toString(16).toUpperCase().padStart(4, '0');
};
