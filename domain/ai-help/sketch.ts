import type { Json, JsonObject } from '#flow/json.ts';

const LISTED = 2;
const MOST_KEYS = 40;
const DEPTH = 6;
const MOST_TEXT = 60;
/** Longer whole numbers are ids, phones, documents. */
const LONGEST_NUMBER = 1e8;

/** Words of keys, in both languages, without accents. */
const SECRET = new Set(
  'password passwd pwd senha secret segredo token jwt key chave apikey authorization auth cookie session sessao signature assinatura card cartao cvv cvc pin otp iban'.split(
    ' ',
  ),
);
const PERSONAL = new Set(
  'name nome sobrenome apelido person pessoa customer cliente client user usuario username login contact contato author autor owner dono sender remetente recipient destinatario email mail phone fone telefone celular mobile whatsapp cpf cnpj rg ssn passport passaporte document documento address endereco street rua logradouro bairro district city cidade cep zip postal birth birthday nascimento aniversario ip lat latitude lng lon longitude pix'.split(
    ' ',
  ),
);

const wordsOf = (key: string): string[] =>
  key
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);

/** `open`: as it is where it tells nothing about anybody; `masked`: its form alone; `secret`: nothing. */
type Look = 'open' | 'masked' | 'secret';

const lookOf = (key: string, outer: Look): Look => {
  if (outer === 'secret') return 'secret';
  const words = wordsOf(key);
  if (words.some((word) => SECRET.has(word))) return 'secret';
  return outer === 'masked' || words.some((word) => PERSONAL.has(word)) ? 'masked' : 'open';
};

/** Each letter and digit by one of its kind: `Ana, (11) 98888-7777` is `Xxx, (00) 00000-0000`. */
export const masked = (text: string): string =>
  text
    .replace(/\p{Lu}/gu, 'X')
    .replace(/[\p{Ll}\p{Lt}\p{Lm}\p{Lo}]/gu, 'x')
    .replace(/\p{N}/gu, '0');

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;
/** `paid`, `em_preparo`, `BRL`: what a condition compares with. */
const WORD = /^(?:[a-z]+(?:[_-][a-z]+)*|[A-Z]+(?:_[A-Z]+)*)$/;

const textOf = (text: string, look: Look): string => {
  if (look === 'secret') return '"•••"';
  const isOpen = look === 'open' && text.length <= 24 && (INSTANT.test(text) || WORD.test(text));
  const cut = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  return JSON.stringify(isOpen ? text : masked(cut));
};

const numberOf = (value: number, look: Look): string =>
  look === 'open' && Math.abs(value) < LONGEST_NUMBER ? String(value) : '0';

const isKey = (key: string): boolean => /^[\p{L}_$][\p{L}\p{N}_$-]{0,40}$/u.test(key);

const write = (value: Json, look: Look, depth: number): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberOf(value, look);
  if (typeof value === 'string') return textOf(value, look);
  if (depth >= DEPTH) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) {
    const shown = value.slice(0, LISTED).map((one) => write(one, look, depth + 1));
    return `[${[...shown, ...(value.length > LISTED ? [`… ${value.length - LISTED} more`] : [])].join(', ')}]`;
  }
  return objectOf(value, look, depth);
};

const objectOf = (value: JsonObject, look: Look, depth: number): string => {
  const entries = Object.entries(value);
  const shown = entries.slice(0, MOST_KEYS).map(([key, one]) => {
    // What is no name may be somebody's: a map by e-mail or by phone.
    const name = isKey(key) ? key : JSON.stringify(masked(key.slice(0, MOST_TEXT)));
    return `${name}: ${write(one ?? null, lookOf(key, look), depth + 1)}`;
  });
  return `{ ${[...shown, ...(entries.length > MOST_KEYS ? [`… ${entries.length - MOST_KEYS} more`] : [])].join(', ')} }`;
};

/**
 * The shape of a value for a model: names and types, short lists, and samples that have the form of what was there. Texts
 * are masked letter by letter, but for dates and words of a vocabulary (`paid`); below keys that name people or secrets
 * nothing is shown as it is. Cut at `most` characters.
 */
export const sketch = (value: Json, most = 2_000): string => {
  const text = write(value, 'open', 0);
  return text.length <= most ? text : `${text.slice(0, most)}…`;
};

const PRIVATE_TEXT = /[\w.+-]+@[\w-]+\.[\w.-]+|(?:\+?\d[\d ().-]{6,}\d)|\b(?=[\w-]*\d)[A-Za-z0-9_-]{20,}\b/g;

/** A sentence, with addresses, long numbers and what looks like a key masked. */
export const maskedSentence = (text: string): string => text.replace(PRIVATE_TEXT, masked);
