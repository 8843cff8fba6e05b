import type { IncomingHttpHeaders } from 'node:http';
import { AUTH_PATH, IP_HEADER, TENANT_HEADER } from '#domain/identity/auth/create-auth.ts';
import type { Identity } from '#domain/identity/auth/open-identity.ts';
import { inwards } from './auth-cookies.ts';

export interface AuthCall {
  method: string;
  /** Below `/v1/auth`, with its query: `/sign-in/email`. */
  path: string;
  headers: IncomingHttpHeaders;
  ip: string;
  /** The address that the caller reached us at. */
  origin: string;
  body?: unknown;
  /** Slug of the tenant that the session is to look at. */
  tenant?: string | undefined;
}

export interface AuthAnswer {
  status: number;
  /** JSON, or null. */
  body: Record<string, unknown> | unknown[] | null;
  /** Where it sends a browser, of a redirect. */
  location: string | null;
  cookies: string[];
}

/** What better-auth may see of a request: nothing but these. */
const PASSED = ['user-agent', 'accept-language', 'origin', 'referer'] as const;

type Asked = Pick<AuthCall, 'headers' | 'ip' | 'tenant'>;

/** Asks better-auth, in this process; what it sets and says is given back to be told in our own words. */
export async function askAuth(identity: Identity, call: AuthCall): Promise<AuthAnswer> {
  const headers = headersOf(identity, call);
  if (call.body !== undefined) headers.set('content-type', 'application/json');
  const response = await identity.auth.handler(
    new Request(`${call.origin}${AUTH_PATH}${call.path}`, {
      method: call.method,
      headers,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    }),
  );
  return answerOf(response);
}

/** Asks for what most people come in by. @throws where better-auth fails, and does not refuse */
export const askByPassword = async (
  identity: Identity,
  call: Asked,
  body: { email: string; password: string },
): Promise<AuthAnswer> => answerOf(await identity.auth.signInByPassword(body, headersOf(identity, call)));

function headersOf(identity: Identity, call: Asked): Headers {
  const headers = new Headers({ cookie: inwards(call.headers.cookie, identity), [IP_HEADER]: plainIp(call.ip) });
  for (const name of PASSED) {
    const value = call.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  // What no slug holds, a header may not hold either: it stays what names no tenant.
  if (call.tenant !== undefined) headers.set(TENANT_HEADER, call.tenant.replace(/[^\x21-\x7e]/g, '?'));
  return headers;
}

async function answerOf(response: Response): Promise<AuthAnswer> {
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? null : read(text),
    location: response.headers.get('location'),
    cookies: response.headers.getSetCookie(),
  };
}

/** An IPv4 address that came over an IPv6 socket is that IPv4 address. */
const plainIp = (ip: string): string => ip.replace(/^::ffff:(?=\d+\.)/i, '');

function read(text: string): AuthAnswer['body'] {
  try {
    return JSON.parse(text) as AuthAnswer['body'];
  } catch {
    return null;
  }
}
