import { createHmac } from 'node:crypto';
import { type Identity } from '#domain/identity/auth/open-identity.ts';
import { SESSION_DAYS } from '#domain/identity/sessions.ts';
import { sessionCookie, sessionToken } from './session-cookie.ts';

type Secured = Pick<Identity, 'cookieSecret' | 'secureCookies'>;

/** better-auth's own name of what browsers know as `trama_session`. */
const innerName = ({ secureCookies }: Secured): string => `${secureCookies ? '__Secure-' : ''}trama.session_token`;

/**
 * The `Cookie` header as better-auth reads it: the session's token, signed, under its own name. What a client sends under
 * that name by itself counts for nothing.
 */
export function inwards(cookie: string | undefined, identity: Secured): string {
  const name = innerName(identity);
  const others = (cookie ?? '').split(';').filter((pair) => pair.trim() !== '' && pair.split('=')[0]?.trim() !== name);
  const token = sessionToken(cookie);
  if (token === null) return others.join(';');
  const signature = createHmac('sha256', identity.cookieSecret).update(token).digest('base64');
  return [...others, `${name}=${encodeURIComponent(`${token}.${signature}`)}`].join(';');
}

/** The session's token that an answer of better-auth sets: a new one, `null` for its end, undefined: nothing of it. */
function tokenSet(cookies: readonly string[], identity: Secured): string | null | undefined {
  const name = `${innerName(identity)}=`;
  // Of several the last counts, as in a browser.
  const set = cookies.findLast((one) => one.startsWith(name));
  if (set === undefined) return undefined;
  const value = decodeURIComponent(set.slice(name.length).split(';')[0] ?? '');
  return value === '' || /;\s*max-age=0\b/i.test(set) ? null : (value.split('.')[0] ?? null);
}

/** `Set-Cookie` of better-auth as browsers get them. `secure`: the page came over TLS. */
export function outwards(cookies: readonly string[], identity: Secured, { secure }: { secure: boolean }): string[] {
  const name = innerName(identity);
  const others = cookies
    .filter((one) => !one.startsWith(`${name}=`))
    .map((one) => (secure && !/;\s*secure\b/i.test(one) ? `${one}; Secure` : one));
  const token = tokenSet(cookies, identity);
  return token === undefined ? others : [...others, sessionCookie(token, { secure, days: SESSION_DAYS })];
}

/** The token of a session that was just opened; null where none was. */
export const openedToken = (cookies: readonly string[], identity: Secured): string | null =>
  tokenSet(cookies, identity) ?? null;
