import { Agent } from 'undici';
import type { z } from 'zod';
import { failure } from '#flow/errors.ts';
import { deadline } from '../../dial/deadline.ts';
import { ACCEPT_ENCODING, readBody } from '../../dial/read-body.ts';
import { retryAfter } from '../../http/retry-after.ts';
import { Refusal } from './objects.ts';

const TIMEOUT_MS = 20_000;
/** A search of a hundred of the largest objects is a third of it. */
const MAX_BYTES = 4 * 1024 * 1024;

export interface Sent {
  /** The same at each try: a repeat under it is answered as the first was. */
  idempotencyKey: string;
  signal: AbortSignal;
}

/**
 * Calls of Mercado Pago's API. Fails with `billing_unreachable` where nobody answers, with 5xx, 429, and where our own credential is
 * not taken (no fault of whoever pays); with `billing_refused`, whose `details.code` is Mercado Pago's word, for any other no.
 */
export interface MercadoPagoClient {
  /** Null: there is no such object. */
  get<T>(path: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T | null>;
  post<T>(path: string, body: unknown, shape: z.ZodType<T>, sent: Sent): Promise<T>;
  /** What is put is the same however often it is put: it needs no key, and a key would keep a second change from being made. */
  put<T>(path: string, body: unknown, shape: z.ZodType<T>, signal: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PUT';
interface Door {
  agent: Agent;
  apiBase: string;
  accessToken: string | null;
}

const call = async (
  { agent, apiBase, accessToken }: Door,
  ...[method, path, body, sent]: [Method, string, unknown, Partial<Sent>]
): Promise<{ status: number; text: string; wait: string | undefined }> => {
  const limit = deadline(TIMEOUT_MS, sent.signal);
  const { origin, pathname, search } = new URL(`${apiBase}${path}`);
  try {
    const asked = agent.request({
      ...{ origin, path: pathname + search, method, signal: limit.signal },
      headers: {
        'accept-encoding': ACCEPT_ENCODING,
        ...(accessToken !== null && { authorization: `Bearer ${accessToken}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(sent.idempotencyKey !== undefined && { 'x-idempotency-key': sent.idempotencyKey }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const { statusCode, headers, body: wire } = await limit.race(asked);
    const coded = String(headers['content-encoding'] ?? 'identity');
    const bytes = await limit.race(readBody(wire, { 'content-encoding': coded }, MAX_BYTES));
    const wait = headers['retry-after'];
    return {
      status: statusCode,
      text: Buffer.from(bytes).toString(),
      wait: typeof wait === 'string' ? wait : undefined,
    };
  } catch (error) {
    if (limit.signal.aborted && !limit.expired()) throw limit.signal.reason;
    throw unreachable(limit.expired() ? 'timeout' : codeOf(error), error);
  } finally {
    limit.clear();
  }
};

export const createClient = (settings: Omit<Door, 'agent'>): MercadoPagoClient => {
  const agent = new Agent({ connections: 20, connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 0 });
  const door = { agent, ...settings };

  const ask = async <T>(
    ...[method, path, body, sent, shape]: [Method, string, unknown, Partial<Sent>, z.ZodType<T>]
  ): Promise<T | null> => {
    const { status, text, wait } = await call(door, method, path, body, sent);
    if (status === 404 && method === 'GET') return null;
    if (status >= 500 || status === 429 || status === 401 || status === 403)
      throw unreachable(`http_${status}`, undefined, retryAfter(wait, Date.now()));
    if (status < 200 || status > 299) throw refused(status, text);
    const read = shape.safeParse(parsed(text));
    if (!read.success) throw unreachable('unreadable', read.error);
    return read.data;
  };

  const send = async <T>(
    ...[method, path, body, shape, sent]: ['POST' | 'PUT', string, unknown, z.ZodType<T>, Partial<Sent>]
  ): Promise<T> => {
    const answer = await ask(method, path, body, sent, shape);
    if (answer === null) throw refused(404, '');
    return answer;
  };

  return {
    get: (path, shape, signal) => ask('GET', path, undefined, { signal }, shape),
    post: (path, body, shape, sent) => send('POST', path, body, shape, sent),
    put: (path, body, shape, signal) => send('PUT', path, body, shape, { signal }),
    close: () => agent.destroy(),
  };
};

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? 'broken');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What came back or did not, in a word; never what stands in it. */
const unreachable = (code: string, cause?: unknown, waitUntil: number | null = null) =>
  failure(
    'billing_unreachable',
    `O Mercado Pago não respondeu como devia (${code}).`,
    `Mercado Pago did not answer as it should (${code}).`,
    { details: { provider: 'mercado_pago', code }, cause, ...(waitUntil !== null && { waitUntil }) },
  );

const refused = (status: number, text: string) => {
  const said = Refusal.safeParse(parsed(text));
  const code = (said.success && (said.data.cause?.[0]?.code ?? said.data.error)) || `http_${status}`;
  return refusal(String(code).slice(0, 100), status);
};

/** Mercado Pago said no, or would: `code` says why. */
export const refusal = (code: string, status: number | null = null) =>
  failure(
    'billing_refused',
    `O Mercado Pago recusou o pedido (${code}).`,
    `Mercado Pago refused the request (${code}).`,
    { details: { provider: 'mercado_pago', code, ...(status !== null && { status }) } },
  );
