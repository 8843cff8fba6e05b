import { createHmac } from 'node:crypto';
import type { Json } from '#flow/json.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';

/** Bytes that follow from the whole value: the same value is masked alike wherever it stands. */
function* stream(key: Uint8Array, value: string): Generator<number, never> {
  for (let block = 0; ; block++) {
    const bytes = createHmac('sha256', key).update(`${block}/`).update(value).digest();
    yield* bytes;
  }
}

const maskedText = (text: string, key: Uint8Array): string => {
  const next = stream(key, text.trim().toLowerCase());
  return text.replace(/[\p{L}\p{N}]/gu, (character) => {
    const byte = next.next().value;
    if (/\p{N}/u.test(character)) return String(byte % 10);
    const letter = LOWER[byte % 26] ?? 'x';
    return character === character.toLowerCase() ? letter : letter.toUpperCase();
  });
};

const EMAIL = /[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+/gu;
/** Ids of ours and instants say nothing of a person, and hold rows together. */
const OURS = /^([a-z]{3}_[0-9a-f]{32}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d))$/;

/** A text of the same form: letters for letters, digits for digits; mail goes nowhere. */
export const maskText = (text: string, key: Uint8Array): string => {
  if (OURS.test(text)) return text;
  let [masked, at] = ['', 0];
  for (const { 0: mail, index } of text.matchAll(EMAIL)) {
    masked += maskedText(text.slice(at, index), key);
    masked += `${maskedText(mail.slice(0, mail.indexOf('@')), key)}@example.invalid`;
    at = index + mail.length;
  }
  return masked + maskedText(text.slice(at), key);
};

/** A number with as many digits. */
const maskNumber = (value: number, key: Uint8Array): number => {
  const masked = Number(maskedText(String(value), key));
  return Number.isFinite(masked) ? masked : 0;
};

/** Every text and number of a value; names of fields, shape, true, false and null stay. */
export const maskValue = (value: Json, key: Uint8Array): Json => {
  if (typeof value === 'string') return maskText(value, key);
  if (typeof value === 'number') return maskNumber(value, key);
  if (Array.isArray(value)) return value.map((one) => maskValue(one, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, maskValue(one, key)]));
};
