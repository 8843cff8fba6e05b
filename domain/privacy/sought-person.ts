import { failure } from '#flow/errors.ts';
import { parseId } from '../ids.ts';

/** Whom somebody looks for. */
export interface SoughtPerson {
  /** A regular expression of PostgreSQL, without regard to case, that finds them where they stand alone. */
  pattern: string;
  /** uuid, where it is a conversation that was named; else null. */
  conversation: string | null;
}

const EMAIL = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}[\p{L}\p{N}-]{1,62}$/u;
const PHONE = /^[+-]?[\d\s().-]+$/;
const CONVERSATION = /^cnv_[0-9a-f]{32}$/;

/** The end of an escape in JSON: what stands behind it is not a part of a word, though a letter comes before. */
const ESCAPE = String.raw`\\[nrtbf]|\\u[0-9a-f]{4}`;
/** Marks between the digits of a phone. */
const MARKS = '[[:space:]().-]{0,3}';

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** `ana@x.com` is not in `mariana@x.com`, nor in `ana@x.com.br`, but at the end of a sentence. */
const wordPattern = (word: string): string =>
  String.raw`(^|${ESCAPE}|[^[:alnum:]._%+@-])${literal(word)}($|[^[:alnum:].@-]|\.($|[^[:alnum:]]))`;

/**
 * Digits with any marks between them, that are not a part of a longer number. A number of Brazil is found with and without its
 * country; the ninth digit is as it was written.
 */
const digitsPattern = (digits: string, foreign: boolean): string => {
  const ofBrazil = /^55\d{10,11}$/.test(digits);
  const own = ofBrazil ? digits.slice(2) : digits;
  const body = own.split('').join(MARKS);
  const country = ofBrazil || (!foreign && /^\d{10,11}$/.test(digits)) ? `(55${MARKS}|0)?` : '';
  const left = `(^|${ESCAPE}|[^[:alnum:]_@%])(?<![0-9][.-])`;
  return String.raw`${left}\+?[(]?${country}[(]?${body}(?![[:alnum:]_@%])(?![.-][0-9])`;
};

/**
 * Reads whom somebody looks for: a whole e-mail, a phone or the number of a chat (8 to 15 digits), or `cnv_…`. Any other word
 * would name many. @throws `invalid`
 */
export const soughtOf = (person: string): SoughtPerson => {
  const text = person.trim().toLowerCase();
  if (EMAIL.test(text)) return { pattern: wordPattern(text), conversation: null };
  if (CONVERSATION.test(text)) return { pattern: wordPattern(text), conversation: parseId('cnv', text) };
  const digits = text.replace(/\D/g, '');
  if (PHONE.test(text) && digits.length >= 8 && digits.length <= 15)
    return { pattern: digitsPattern(digits, text.startsWith('+')), conversation: null };
  const message = {
    pt: 'Use um e-mail inteiro, um telefone com 8 a 15 dígitos ou o número de uma conversa.',
    en: 'Use a whole e-mail, a phone of 8 to 15 digits, or the number of a chat.',
  };
  throw failure('invalid', message.pt, message.en, { errors: [{ pointer: '/person', code: 'no_person', message }] });
};
