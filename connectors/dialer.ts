import { Agent } from 'undici';
import { failure, TramaError } from '#flow/errors.ts';
import { createAddressGuard, type GuardSettings } from './dial/address-guard.ts';
import { checkedConnector } from './dial/checked-connector.ts';
import { type Deadline, deadline } from './dial/deadline.ts';
import type { DialAnswer, DialRequest, StreamedAnswer } from './dial/dial-request.ts';
import { dialFailure, timedOut } from './dial/failure.ts';
import { ACCEPT_ENCODING, pieces, readBody } from './dial/read-body.ts';
import { isRedirect, mayReceive, redirected } from './dial/redirect.ts';

export type { DialAnswer, DialRequest } from './dial/dial-request.ts';

/**
 * The one way out: resolves, refuses addresses that are not public, connects to the address it checked, and does so again
 * for each redirect. Fails with `address_refused`, `connection_failed`, `timeout`, `too_large`, `bad_config`.
 */
export interface Dialer {
  request(request: DialRequest): Promise<DialAnswer>;
  /** The same without redirects, and with the body as it comes, unfolded; the deadline ends with the body. */
  stream(request: DialRequest): Promise<StreamedAnswer>;
  /** The checked addresses behind a name, for protocols other than HTTP: connect to these, do not resolve again. */
  resolve(host: string, port: number): Promise<string[]>;
  close(): Promise<void>;
}

export interface DialerSettings extends GuardSettings {
  connectTimeoutMs?: number;
  /** Sockets to one origin at a time; more requests wait their turn. */
  connectionsPerOrigin?: number;
  /** A certificate authority of one's own, PEM. */
  ca?: string;
}

const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 10 * 60_000;
const DEFAULT_REDIRECTS = 5;

export const createDialer = (settings: DialerSettings = {}): Dialer => {
  const guard = createAddressGuard(settings);
  const agent = new Agent({
    connect: checkedConnector(guard, { timeoutMs: settings.connectTimeoutMs ?? 10_000, ca: settings.ca }),
    connections: settings.connectionsPerOrigin ?? 50,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    // The deadline of each request rules, headers and body together.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    resolve: guard,
    close: () => agent.destroy(),
    request: async (request) => {
      const limit = deadline(request.timeoutMs ?? DEFAULT_TIMEOUT_MS, request.signal);
      try {
        return await follow(agent, request, limit);
      } finally {
        limit.clear();
      }
    },
    stream: async (request) => {
      const limit = deadline(request.timeoutMs ?? DEFAULT_TIMEOUT_MS, request.signal);
      try {
        return await open(agent, request, limit);
      } catch (error) {
        limit.clear();
        throw error;
      }
    },
  };
};

const open = async (agent: Agent, request: DialRequest, limit: Deadline): Promise<StreamedAnswer> => {
  const url = httpUrl(request.url);
  const fault = (error: unknown) => faultOf(error, url, limit);
  try {
    const asked = agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method.toUpperCase() as 'GET',
      // A coding would hold back what has come so far.
      headers: { ...lowerCased(request.headers), 'accept-encoding': 'identity' },
      body: request.body ?? null,
      signal: limit.signal,
    });
    const { statusCode, headers, body } = await limit.race(asked);
    const maxBytes = request.maxBytes ?? DEFAULT_MAX_BYTES;
    return { status: statusCode, headers: flat(headers), body: pieces(body, maxBytes, fault, limit.clear) };
  } catch (error) {
    throw fault(error);
  }
};

/** What a failed request fails with: a deadline's own error, or the wire's in our words. */
const faultOf = (error: unknown, url: URL, limit: Deadline): unknown => {
  if (!limit.signal.aborted || error instanceof TramaError) return dialFailure(error, url);
  return limit.expired() ? timedOut(url.host, error) : limit.signal.reason;
};

const follow = async (agent: Agent, first: DialRequest, limit: Deadline): Promise<DialAnswer> => {
  let request = first;
  let url = httpUrl(first.url);
  if (url.username || url.password)
    throw failure(
      'bad_config',
      'Há uma senha no endereço: use uma conexão.',
      'A password stands in the address: use a connection.',
    );
  for (let left = first.followRedirects ?? DEFAULT_REDIRECTS; ; left--) {
    const { next, ...answer } = await once(agent, request, url, limit, left > 0);
    if (next === null || left <= 0) {
      return { ...answer, url: url.href, redirectsExhausted: next !== null && first.followRedirects !== 0 };
    }
    request = redirected(request, url, next, answer.status);
    url = httpUrl(next.href);
  }
};

type Hop = Omit<DialAnswer, 'url' | 'redirectsExhausted'> & { next: URL | null };

/** One request without redirects. `next` where the answer is a redirect to somewhere; its body is only read if it ends there. */
const once = async (
  agent: Agent,
  request: DialRequest,
  url: URL,
  limit: Deadline,
  mayFollow: boolean,
): Promise<Hop> => {
  try {
    const credential =
      request.credential && mayReceive(request.credential.hosts, url) ? request.credential.headers : {};
    const asked = agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method.toUpperCase() as 'GET',
      headers: { 'accept-encoding': ACCEPT_ENCODING, ...lowerCased(request.headers), ...lowerCased(credential) },
      body: request.body ?? null,
      signal: limit.signal,
    });
    const answer = await limit.race(asked);
    const headers = flat(answer.headers);
    const next = redirectTarget(answer.statusCode, headers, url);
    const status = answer.statusCode;
    if ((next && mayFollow) || request.method.toUpperCase() === 'HEAD' || status === 204 || status === 304) {
      answer.body.on('error', () => {}).destroy();
      return { status, headers, body: new Uint8Array(), next };
    }
    const body = await readBody(answer.body, headers, request.maxBytes ?? DEFAULT_MAX_BYTES);
    return { status, headers, body, next };
  } catch (error) {
    throw faultOf(error, url, limit);
  }
};

/** Fails with `bad_config` on what is no address, with `address_refused` on other schemes than http and https. */
const httpUrl = (text: string): URL => {
  if (!URL.canParse(text)) throw failure('bad_config', `"${text}" não é um endereço.`, `"${text}" is not an address.`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw failure('address_refused', `${url.protocol} não é http nem https.`, `${url.protocol} is not http or https.`);
  return url;
};

const redirectTarget = (status: number, headers: Record<string, string>, base: URL): URL | null => {
  const { location } = headers;
  return isRedirect(status) && location !== undefined && URL.canParse(location, base) ? new URL(location, base) : null;
};

const lowerCased = (headers: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
