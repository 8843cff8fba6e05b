export const SESSION_COOKIE = 'trama_session';

/** The session's token in a `Cookie` header, or null. */
export function sessionToken(cookie: string | undefined): string | null {
  for (const pair of (cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === SESSION_COOKIE) return pair.slice(at + 1).trim() || null;
  }
  return null;
}

/** `Set-Cookie` for a session; without a token, for its end. `secure`: the page came over TLS. */
export function sessionCookie(token: string | null, { secure, days }: { secure: boolean; days: number }): string {
  const life = token === null ? 0 : days * 86_400;
  const flags = ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${life}`, ...(secure ? ['Secure'] : [])];
  return [`${SESSION_COOKIE}=${token ?? ''}`, ...flags].join('; ');
}
