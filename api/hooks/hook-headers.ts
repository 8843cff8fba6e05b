import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '#flow/json.ts';

const SECRET_LIKE =
  /^(proxy-)?authorization$|cookie|token|secret|passw|credential|api-?key|^x-auth|session|^x-goog-iap|jwt|^x-forwarded-client-cert$/;

/**
 * The request's headers as `trigger.headers`: lower case, one text each; what authorises stays a secret of the caller.
 * `secretHeader` is the one that the webhook's own connection names.
 */
export function triggerHeaders(headers: IncomingHttpHeaders, secretHeader: string | null = null): JsonObject {
  const seen: JsonObject = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === '__proto__' || name === 'constructor' || name === 'prototype') continue;
    const hidden = SECRET_LIKE.test(name) || name === secretHeader?.toLowerCase();
    seen[name] = hidden ? '[redacted]' : Array.isArray(value) ? value.join(', ') : value;
  }
  return seen;
}

/** Always, whatever a flow asks for: what it answers is content of strangers, and may not act as a page of ours. */
export const HOOK_SECURITY_HEADERS: Record<string, string> = {
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
};

const ALLOWED = new Set([
  'content-type',
  'content-language',
  'content-disposition',
  'cache-control',
  'expires',
  'last-modified',
  'etag',
  'link',
  'location',
  'retry-after',
  'vary',
  'access-control-allow-origin',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-max-age',
  'access-control-expose-headers',
]);
const CLOSED_X =
  /^x-(accel|sendfile|frame-options|content-type-options|powered-by|request-id|xss|dns-prefetch|permitted)/;
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]{0,4096}$/;

/** What a `respond` node may set: headers of a list, and names of one's own (`x-…`) that no server acts on. */
export function answerHeaders(asked: JsonObject): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [asWritten, value] of Object.entries(asked)) {
    const name = asWritten.toLowerCase();
    if (!ALLOWED.has(name) && (!name.startsWith('x-') || CLOSED_X.test(name))) continue;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (value !== null && HEADER_NAME.test(name) && HEADER_VALUE.test(text)) headers[name] = text;
  }
  return headers;
}
