/** Two years, as lists of browsers ask; without subdomains, for we know of ours alone. */
const HSTS = 'max-age=63072000';

/**
 * What every answer says to a browser. Pages of ours have a policy of their own in place of the one here, which is for answers
 * that are no pages: nothing in them runs, and nobody frames them. HSTS is said in production where callers reach us by
 * https: a browser ignores it elsewhere, and a person on localhost would be locked out of it for years.
 */
export function securityHeaders(settings?: { production: boolean; publicUrl: string | null }): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'X-Permitted-Cross-Domain-Policies': 'none',
  };
  if (settings?.production && settings.publicUrl?.startsWith('https:')) headers['Strict-Transport-Security'] = HSTS;
  return headers;
}
