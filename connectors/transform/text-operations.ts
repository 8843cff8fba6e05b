import { createHash } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { decodeEntities, htmlToText } from './html-to-text.ts';
import { matchAll, replaceAll } from './pattern.ts';

export const OPERATIONS = [
  'read',
  'extract',
  'replace',
  'fill',
  'slug',
  'htmlToText',
  'escapeHtml',
  'unescapeHtml',
  'base64Decode',
  'urlDecode',
  'hash',
] as const;

interface How {
  operation: (typeof OPERATIONS)[number];
  pattern?: string | undefined;
  replacement?: string | undefined;
  values: Record<string, Json>;
  algorithm: string;
}

interface Transformed {
  text: string;
  /** Of `extract`: `[whole, group 1, …]` each, groups that took no part null. */
  matches: (string | null)[][];
}

/** Fails with `bad_config` where the operation lacks something, with `bad_value` where the text is not what it takes. */
export const transformText = (text: string, how: How): Transformed => {
  const plain = (made: string): Transformed => ({ text: made, matches: [] });
  switch (how.operation) {
    case 'read':
      return plain(text);
    case 'extract': {
      const matches = matchAll(text, patternOf(how));
      return { text: matches[0]?.[1] ?? matches[0]?.[0] ?? '', matches };
    }
    case 'replace':
      return plain(replaceAll(text, patternOf(how), how.replacement ?? ''));
    case 'fill':
      return plain(fill(text, how.values));
    case 'slug':
      return plain(slug(text));
    case 'htmlToText':
      return plain(htmlToText(text));
    case 'escapeHtml':
      return plain(text.replace(/[&<>"'`]/g, (letter) => `&#${letter.charCodeAt(0)};`));
    case 'unescapeHtml':
      return plain(decodeEntities(text));
    case 'base64Decode':
      return plain(fromBase64(text));
    case 'urlDecode':
      return plain(fromUrl(text));
    case 'hash':
      return plain(createHash(how.algorithm).update(text).digest('hex'));
  }
};

const patternOf = ({ pattern }: How): string => {
  if (pattern !== undefined) return pattern;
  throw failure('bad_config', 'Falta o padrão.', 'The pattern is missing.');
};

/** `{name}` becomes the value of that name; a name that has none stays as it is, null prints as nothing. Read once. */
const fill = (text: string, values: Record<string, Json>): string =>
  text.replace(/\{([\p{L}_][\p{L}\p{N}_]{0,63})\}/gu, (whole, name: string) => {
    if (!Object.hasOwn(values, name)) return whole;
    const value = values[name] ?? null;
    if (value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const notText = (pt: string, en: string) => failure('bad_value', pt, en);

const fromBase64 = (text: string): string => {
  const bare = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(bare)) throw notText('Não é base64.', 'Not base64.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bare, 'base64'));
  } catch {
    throw notText('O base64 não contém texto.', 'The base64 holds no text.');
  }
};

const fromUrl = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw notText('Não é texto codificado para endereços.', 'Not a text encoded for addresses.');
  }
};
