import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Those that are ours to write, or the connection's. */
const OURS =
  /^(webhook-.*|host|content-(type|length)|user-agent|connection|transfer-encoding|te|trailer|upgrade|expect)$/i;

export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'A name of a header')
  .refine((name) => !OURS.test(name), 'This header is ours to write');
export const headerValue = z
  .string()
  .max(LIMITS.headerBytes)
  .regex(/^[\x20-\x7e]*$/, 'Only visible ASCII');
export const fewHeaders = <T extends z.ZodType<Record<string, unknown>>>(headers: T) =>
  headers.refine((given) => Object.keys(given).length <= LIMITS.headers, `At most ${LIMITS.headers}`);

export const endpointUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((url) => !url.includes('#'), 'Without a fragment');
export const description = z.string().max(LIMITS.description);
export const ratePerMinute = z.int().min(1).max(LIMITS.rate).nullable();
export const headers = fewHeaders(z.record(headerName, headerValue));

/** What a row says that was not made here: as the API takes it. */
export const EndpointRowRules = z.object({
  url: endpointUrl.refine((url) => {
    const { username, password } = new URL(url);
    return username === '' && password === '';
  }, 'Without a password'),
  description,
  flow_ids: z.array(z.string()).max(LIMITS.flows),
  rate_per_minute: ratePerMinute,
  signature: z.enum(['hmac', 'ed25519']),
  headers,
});
