import { failure } from '#flow/errors.ts';
import type { HttpConfig } from './config.ts';

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** What a header may hold (RFC 9110): no line ends, which would begin a header of their own; bytes up to Latin-1. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Those of the connection itself and of the body's length: the dialer's business, whatever an author writes. */
const OURS = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const KEYED = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The headers of the request, names in lower case; the author's win over ours. Fails with `bad_config`. */
export const requestHeaders = (
  config: HttpConfig,
  contentType: string | null,
  idempotencyKey: string,
): Record<string, string> => {
  const headers = new Map<string, string>([
    ['accept', 'application/json, */*;q=0.9'],
    ['user-agent', 'Trama/1'],
  ]);
  if (contentType !== null) headers.set('content-type', contentType);
  if (KEYED.has(config.method)) headers.set('idempotency-key', idempotencyKey);
  for (const [name, value] of Object.entries(config.headers ?? {})) {
    const lower = name.trim().toLowerCase();
    if (!NAME.test(lower))
      throw failure('bad_config', `"${name}" não é nome de cabeçalho.`, `"${name}" is not a header name.`);
    if (value === null || OURS.has(lower)) continue;
    // A multipart body is cut at a boundary that only we know.
    if (lower === 'content-type' && contentType?.startsWith('multipart/')) continue;
    headers.set(lower, checkedValue(lower, String(value).trim()));
  }
  return Object.fromEntries(headers);
};

/** Fails with `bad_config` on what would be more than one header. */
export const checkedValue = (name: string, value: string): string => {
  if (VALUE.test(value)) return value;
  throw failure(
    'bad_config',
    `O cabeçalho "${name}" tem um caractere que cabeçalhos não podem ter.`,
    `The header "${name}" holds a character that headers cannot hold.`,
  );
};

/** What an answer's headers tell the run: cookies are the other side's way to sign a browser in, not ours to keep. */
export const answerHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'set-cookie' && name !== 'set-cookie2'));
