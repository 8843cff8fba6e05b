import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 of the parts in a row; bytes are taken as they came, never parsed and written again. */
export const hmacSha256 = (key: string | Uint8Array, ...parts: (string | Uint8Array)[]): Buffer => {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
};

/** Equal in a time that does not tell where they differ, whatever their lengths. */
export const sameSecret = (given: string | Uint8Array, expected: string | Uint8Array): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());

export const isHexOf = (given: string, expected: Uint8Array): boolean =>
  /^[0-9a-fA-F]+$/.test(given) && sameSecret(Buffer.from(given, 'hex'), expected);

/** Base64 or base64url, padded or not. */
export const isBase64Of = (given: string, expected: Uint8Array): boolean =>
  /^[A-Za-z0-9+/_-]+={0,2}$/.test(given) && sameSecret(Buffer.from(given, 'base64'), expected);

/** `t=1,v1=a,v1=b` as pairs, in order. */
export const pairs = (header: string): [string, string][] =>
  header.split(',').flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
  });
