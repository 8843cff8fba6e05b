export const SESSION_COOKIE = 'trama_session';
/** Of a session in somebody else's place. It stands before one's own, which is there again once it is gone. */
const ACTING_COOKIE = 'trama_acting';
/** Of the browser that asked for an account: it alone goes on with the password that was typed there. */
const SIGN_UP_COOKIE = 'trama_sign_up';

/** The session's token in a `Cookie` header, or null. */
export const sessionToken = (cookie: string | undefined): string | null => tokenIn(cookie, SESSION_COOKIE);
export const actingToken = (cookie: string | undefined): string | null => tokenIn(cookie, ACTING_COOKIE);
export const signUpToken = (cookie: string | undefined): string | null => tokenIn(cookie, SIGN_UP_COOKIE);

/** The header without a session's token. */
export const withoutSession = (cookie: string | undefined): string | undefined =>
  cookie
    ?.split(';')
    .filter((pair) => pair.split('=')[0]?.trim() !== SESSION_COOKIE)
    .join(';');

function tokenIn(cookie: string | undefined, name: string): string | null {
  for (const pair of (cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || null;
  }
  return null;
}

/** `Set-Cookie` for a session in somebody's place; without a token, for its end. */
export function actingCookie(token: string | null, { secure, seconds }: { secure: boolean; seconds: number }): string {
  const life = token === null ? 0 : seconds;
  const flags = ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${life}`, ...(secure ? ['Secure'] : [])];
  return [`${ACTING_COOKIE}=${token ?? ''}`, ...flags].join('; ');
}

/** `Set-Cookie` for a session; without a token, for its end. `secure`: the page came over TLS. */
export function sessionCookie(token: string | null, { secure, days }: { secure: boolean; days: number }): string {
  const life = token === null ? 0 : days * 86_400;
  const flags = ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${life}`, ...(secure ? ['Secure'] : [])];
  return [`${SESSION_COOKIE}=${token ?? ''}`, ...flags].join('; ');
}

/** `Set-Cookie` for the browser that asks for an account; only the calls of signing up see it. */
export function signUpCookie(token: string, { secure, hours }: { secure: boolean; hours: number }): string {
  const flags = ['Path=/v1/sign-up', 'HttpOnly', 'SameSite=Lax', `Max-Age=${hours * 3_600}`];
  return [`${SIGN_UP_COOKIE}=${token}`, ...flags, ...(secure ? ['Secure'] : [])].join('; ');
}
