import type { Json } from '../../json.ts';
import { any, type Builtin, fn } from '../builtin.ts';

// Nothing that these functions read is longer; more is not worth a look.
const MAX_DOCUMENT = 400;

/**
 * What was typed, without spaces around; '' for what is no text. A number gets back the zeros in front, up to `width`,
 * that it lost when someone took the document for a number.
 */
const typed = (value: Json, width = 0): string => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value).padStart(width, '0');
  return typeof value === 'string' && value.length <= MAX_DOCUMENT ? value.trim() : '';
};

/** Receita Federal's check digit, modulo 11; letters count as their code less 48. */
const checkDigit = (text: string, weights: readonly number[]): number => {
  let sum = 0;
  for (const [index, weight] of weights.entries()) sum += (text.charCodeAt(index) - 48) * weight;
  return sum % 11 < 2 ? 0 : 11 - (sum % 11);
};

const endsInCheckDigits = (text: string, first: readonly number[], second: readonly number[]): boolean =>
  Number(text.at(-2)) === checkDigit(text, first) && Number(text.at(-1)) === checkDigit(text, second);

const countdown = (from: number): number[] => Array.from({ length: from - 1 }, (_, index) => from - index);
const CPF_WEIGHTS = [countdown(10), countdown(11)] as const;
const CNPJ_FIRST = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
const CNPJ_WEIGHTS = [CNPJ_FIRST, [6, ...CNPJ_FIRST]] as const;

const cpf = (value: Json): string | null => {
  const text = typed(value, 11).replace(/[.\-\s]/g, '');
  if (!/^[0-9]{11}$/.test(text) || /^(.)\1*$/.test(text)) return null;
  return endsInCheckDigits(text, ...CPF_WEIGHTS) ? text : null;
};

/** Digits, and since July 2026 letters in the first twelve places (IN RFB 2.229/2024). */
const cnpj = (value: Json): string | null => {
  const text = typed(value, 14)
    .replace(/[./\-\s]/g, '')
    .toUpperCase();
  if (!/^[0-9A-Z]{12}[0-9]{2}$/.test(text) || /^(.)\1*$/.test(text)) return null;
  return endsInCheckDigits(text, ...CNPJ_WEIGHTS) ? text : null;
};

/** Area codes in use in Brazil (Anatel). */
const DDD = new Set(
  '11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99'.split(
    ' ',
  ),
);

/** Digits behind the country code: area code, then a mobile (9 digits from 9) or a landline (8 digits from 2 to 5). */
const brazilian = (digits: string): string | null => {
  const local = digits.slice(2);
  const sound = /^9[0-9]{8}$/.test(local) || /^[2-5][0-9]{7}$/.test(local);
  return sound && DDD.has(digits.slice(0, 2)) ? `+55${digits}` : null;
};

/** Without `+`: a Brazilian number, with its 55 or a trunk 0 in front or not. */
const phone = (value: Json): string | null => {
  const text = typed(value);
  if (!/^\+?[0-9\s().\-/]+$/.test(text)) return null;
  const digits = text.replace(/[^0-9]/g, '');
  const international = text.startsWith('+') ? digits : digits.startsWith('00') ? digits.slice(2) : null;
  if (international !== null) {
    if (international.startsWith('55')) return brazilian(international.slice(2));
    return /^[1-9][0-9]{7,14}$/.test(international) ? `+${international}` : null;
  }
  if (digits.length >= 12 && digits.startsWith('55')) return brazilian(digits.slice(2));
  return brazilian(digits.replace(/^0/, ''));
};

const cep = (value: Json): string | null => {
  const digits = typed(value, 8).replace(/[.\-\s]/g, '');
  return /^[0-9]{8}$/.test(digits) && digits >= '01000000' ? digits : null;
};

const EMAIL_LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const EMAIL_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const email = (value: Json): string | null => {
  const text = typed(value).toLowerCase();
  const at = text.lastIndexOf('@');
  const [local, labels] = [text.slice(0, Math.max(0, at)), text.slice(at + 1).split('.')];
  if (local.length > 64 || text.length > 254 || labels.length < 2) return null;
  const sound = EMAIL_LOCAL.test(local) && labels.every((label) => EMAIL_LABEL.test(label));
  return sound && /[a-z]/.test(labels.at(-1) ?? '') ? text : null;
};

/** The old `AAA9999` and Mercosul's `AAA9A99`. */
const plate = (value: Json): string | null => {
  const text = typed(value).replace(/[-\s]/g, '').toUpperCase();
  return /^[A-Z]{3}[0-9][0-9A-Z][0-9]{2}$/.test(text) ? text : null;
};

const document = (
  name: string,
  read: (value: Json) => string | null,
  pt: string,
  en: string,
  example: [string, Json],
): Builtin => fn(name, { params: [any('x')], returns: 'string | null', help: { pt, en }, example }, ([x]) => read(x));

export const DOCUMENT_FUNCTIONS: Builtin[] = [
  document('cpf', cpf, 'O CPF só com dígitos, conferido; ou null', 'The CPF as digits only, checked; or null', [
    "cpf('529.982.247-25')",
    '52998224725',
  ]),
  document(
    'cnpj',
    cnpj,
    'O CNPJ sem pontuação, conferido (com letras também); ou null',
    'The CNPJ without punctuation, checked (with letters too); or null',
    ["cnpj('12.ABC.345/01DE-35')", '12ABC34501DE35'],
  ),
  document(
    'phone',
    phone,
    'O telefone em E.164, +55 por padrão; ou null',
    'The telephone number in E.164, +55 by default; or null',
    ["phone('(11) 98765-4321')", '+5511987654321'],
  ),
  document('cep', cep, 'O CEP com 8 dígitos; ou null', 'The CEP as 8 digits; or null', [
    "cep('01310-100')",
    '01310100',
  ]),
  document('email', email, 'O e-mail em minúsculas; ou null', 'The e-mail address in lower case; or null', [
    "email(' Ana@Exemplo.com.br ')",
    'ana@exemplo.com.br',
  ]),
  document(
    'plate',
    plate,
    'A placa com 7 letras e dígitos (antiga ou Mercosul); ou null',
    'The number plate as 7 capitals and digits (old or Mercosul); or null',
    ["plate('abc-1d23')", 'ABC1D23'],
  ),
];
