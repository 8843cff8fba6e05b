import { failure } from '#flow/errors.ts';
import { mayReceive } from '../dial/redirect.ts';
import type { Dialer } from '../dialer.ts';

/** Of an answer: several hundred vectors of three thousand numbers each. */
const MAX_BYTES = 32 * 1024 * 1024;

/** SDKs tell more: of the machine that they run on, and what stands in its environment. */
const SENT = new Set(['accept', 'anthropic-version', 'authorization', 'content-type', 'user-agent', 'x-api-key']);

interface Through {
  dial: Dialer;
  /** The connection's: its key goes nowhere else. */
  hosts: readonly string[];
  timeoutMs: number;
  signal: AbortSignal;
}

export interface DialedFetch {
  fetch: typeof fetch;
  /** Does what an SDK does with that `fetch`. Where it was the dialer that failed, its error comes out as it was. */
  within<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * A `fetch` for SDKs that goes out through the dialer: same checks of addresses, same limits. No redirects: the key
 * stands in the headers, and no provider redirects.
 */
export const dialedFetch = ({ dial, hosts, timeoutMs, signal }: Through): DialedFetch => {
  // SDKs wrap what their `fetch` throws in an error of theirs, some of them without it.
  let failed: { error: unknown } | null = null;
  const ask = async (input: string | URL | Request, init: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!mayReceive(hosts, url)) throw elsewhere(hosts, url);
    const answer = await dial.request({
      method: init.method ?? 'GET',
      url: url.href,
      headers: Object.fromEntries([...new Headers(init.headers)].filter(([name]) => SENT.has(name))),
      body: bytesOf(init.body),
      followRedirects: 0,
      maxBytes: MAX_BYTES,
      timeoutMs,
      signal,
    });
    // The dialer gives the body unfolded; what spoke of its folded form is over.
    const { 'content-encoding': _coding, 'content-length': _length, ...headers } = answer.headers;
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : Buffer.from(answer.body), { status: answer.status, headers });
  };
  return {
    fetch: async (input, init = {}) => {
      try {
        return await ask(input, init);
      } catch (error) {
        failed = { error };
        throw error;
      }
    },
    within: async (work) => {
      failed = null;
      try {
        return await work();
      } catch (error) {
        throw failed ? (failed as { error: unknown }).error : error;
      }
    },
  };
};

const elsewhere = (hosts: readonly string[], { host }: URL) =>
  failure(
    'address_refused',
    `A conexão só vale para ${hosts.join(', ')}, não para ${host}.`,
    `The connection is for ${hosts.join(', ')} only, not for ${host}.`,
    { details: { host } },
  );

const bytesOf = (body: RequestInit['body']): Uint8Array | null => {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  throw new TypeError('only texts and bytes are sent here');
};
