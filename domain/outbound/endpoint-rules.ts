import { z } from 'zod';
import { faultWords } from '#flow/fault-words.ts';
import { LIMITS } from './limits.ts';

/** Those that are ours to write, or the connection's. */
const OURS =
  /^(webhook-.*|host|content-(type|length)|user-agent|connection|transfer-encoding|te|trailer|upgrade|expect)$/i;

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const VISIBLE = /^[\x20-\x7e]*$/;
export const headerName = z
  .string()
  .refine((name) => NAME.test(name), faultWords('Um nome de cabeçalho', 'A name of a header'))
  .refine((name) => !OURS.test(name), faultWords('Este cabeçalho é nosso', 'This header is ours to write'))
  .meta({ pattern: NAME.source });
export const headerValue = z
  .string()
  .max(LIMITS.headerBytes)
  .refine((value) => VISIBLE.test(value), faultWords('Só ASCII visível', 'Only visible ASCII'))
  .meta({ pattern: VISIBLE.source });
export const fewHeaders = <T extends z.ZodType<Record<string, unknown>>>(headers: T) =>
  headers.refine(
    (given) => Object.keys(given).length <= LIMITS.headers,
    faultWords(`No máximo ${LIMITS.headers}`, `At most ${LIMITS.headers}`),
  );

export const endpointUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((url) => !url.includes('#'), faultWords('Sem fragmento', 'Without a fragment'));
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
