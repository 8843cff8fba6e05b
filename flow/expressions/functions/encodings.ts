import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type Builtin, fn, scalar } from '../builtin.ts';
import { utf8 } from './utf8.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** The two characters of each twelve bits. */
const BASE64_PAIRS = Array.from({ length: 4096 }, (_, bits) => `${BASE64[bits >> 6]}${BASE64[bits & 63]}`);

const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += BASE64_PAIRS[bits >> 12];
    text += BASE64_PAIRS[bits & 4095];
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - padding) + '='.repeat(padding);
};

// What encodeURIComponent leaves as it is.
const PLAIN = /[A-Za-z0-9\-_.!~*'()]/;
/** How each byte is written in an address. */
const URL_BYTES = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (byte < 0x80 && PLAIN.test(character)) return character;
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

const urlEncode = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += URL_BYTES[byte];
  return text;
};

// Encoding a character takes as long as copying eight.
const EFFORT = 8;

export const ENCODINGS: Builtin[] = [
  fn(
    'hash',
    {
      params: [scalar('s')],
      returns: 'string',
      help: { pt: 'SHA-256 do texto, em hexadecimal', en: 'SHA-256 of the text, in hexadecimal' },
      example: ["hash('a')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    },
    ([s], { budget }) => {
      budget.scanText(s.length * EFFORT);
      return bytesToHex(sha256(utf8(s)));
    },
  ),
  fn(
    'base64',
    {
      params: [scalar('s')],
      returns: 'string',
      help: { pt: 'O texto (UTF-8) em base64', en: 'The text (UTF-8) in base64' },
      example: ["base64('olá')", 'b2zDoQ=='],
    },
    ([s], { budget }) => {
      budget.scanText(s.length * EFFORT);
      const bytes = utf8(s);
      budget.buildText(Math.ceil(bytes.length / 3) * 4);
      return base64(bytes);
    },
  ),
  fn(
    'urlEncode',
    {
      params: [scalar('s')],
      returns: 'string',
      help: { pt: 'O texto pronto para fazer parte de um endereço', en: 'The text, fit to be part of an address' },
      example: ["urlEncode('a&b=ç')", 'a%26b%3D%C3%A7'],
    },
    ([s], { budget }) => {
      budget.scanText(s.length * EFFORT);
      const text = urlEncode(utf8(s));
      budget.buildText(text.length);
      return text;
    },
  ),
];
