import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { authenticate } from '#api/auth/authenticate.ts';
import type { ApiDeps } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';
import { refuseCrossSite } from '#api/frame/same-origin.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Who of ours calls: whoever has the operators' token, or is signed in with an address of the list. An API key is a tenant's,
 * whatever its scopes, and never an operator's.
 * @returns the name that audit keeps
 * @throws `unauthorized`, `forbidden`
 */
export async function operatorOf(
  deps: Pick<ApiDeps, 'settings' | 'database'>,
  headers: IncomingHttpHeaders,
  ip: string,
  origins: readonly string[],
): Promise<string> {
  const { token, emails } = deps.settings.operators;
  if (headers.authorization !== undefined) {
    const given = /^bearer +(\S+)$/i.exec(headers.authorization.trim())?.[1] ?? '';
    if (token !== null && timingSafeEqual(digest(given), digest(token))) return 'operator:token';
    throw refused();
  }
  const caller = await authenticate(deps.database.admin, { cookie: headers.cookie }, ip, { own: true });
  if (!caller) throw refused();
  // The cookie comes by itself: the page that asks must be one of ours, or Temporal's.
  refuseCrossSite('POST', headers, origins);
  // A tenant's provider vouches for its own people in its own tenant; it makes nobody an operator.
  if (caller.sso || caller.email === null || !emails.includes(caller.email.toLowerCase()))
    throw fail('forbidden', 'Isto é só para operadores.', 'This is for operators only.');
  return `operator:${caller.userId}`;
}

const refused = () =>
  fail(
    'unauthorized',
    'Envie Authorization: Bearer com o token de operador, ou entre como operador.',
    'Send Authorization: Bearer with the operator token, or sign in as an operator.',
  );
