import { failure } from '#flow/errors.ts';
import { mayReceive } from '../dial/redirect.ts';
import type { Dialer, DialRequest } from '../dialer.ts';

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
  /** The same, with the body as it comes. */
  streamed: typeof fetch;
  /** Does what an SDK does with these. Where it was the dialer that failed, its error comes out as it was. */
  within<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * A `fetch` for SDKs that goes out through the dialer: same checks of addresses, same limits. No redirects: the key
 * stands in the headers, and no provider redirects.
 */
export const dialedFetch = (through: Through): DialedFetch => {
  // SDKs wrap what their `fetch` throws in an error of theirs, some of them without it.
  let failed: { error: unknown } | null = null;
  const noted = (error: unknown): unknown => {
    failed = { error };
    return error;
  };
  const via =
    (send: (request: DialRequest) => Promise<Response>): typeof fetch =>
    async (input, init = {}) => {
      try {
        return await send(requestOf(through, new URL(input instanceof Request ? input.url : input), init));
      } catch (error) {
        throw noted(error);
      }
    };
  return {
    fetch: via(async (request) => {
      const { status, headers, body } = await through.dial.request(request);
      return responseOf(status, headers, Buffer.from(body));
    }),
    streamed: via(async (request) => {
      const { status, headers, body } = await through.dial.stream(request);
      return responseOf(status, headers, toWeb(body, noted));
    }),
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

const requestOf = ({ hosts, timeoutMs, signal }: Through, url: URL, init: RequestInit): DialRequest => {
  if (!mayReceive(hosts, url)) throw elsewhere(hosts, url);
  return {
    method: init.method ?? 'GET',
    url: url.href,
    headers: Object.fromEntries([...new Headers(init.headers)].filter(([name]) => SENT.has(name))),
    body: bytesOf(init.body),
    followRedirects: 0,
    maxBytes: MAX_BYTES,
    timeoutMs,
    signal,
  };
};

const responseOf = (status: number, given: Record<string, string>, body: BodyInit): Response => {
  // The dialer gives the body unfolded; what spoke of its folded form is over.
  const { 'content-encoding': _coding, 'content-length': _length, ...headers } = given;
  const empty = status === 204 || status === 304;
  return new Response(empty ? null : body, { status, headers });
};

const toWeb = (body: AsyncIterable<Uint8Array>, noted: (error: unknown) => unknown): ReadableStream<Uint8Array> => {
  const pieces = body[Symbol.asyncIterator]();
  // Whoever cancels may do so while a piece is being waited for.
  let cancelled = false;
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await pieces.next();
        if (cancelled) return;
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        if (!cancelled) controller.error(noted(error));
      }
    },
    cancel: async () => {
      cancelled = true;
      await pieces.return?.();
    },
  });
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
