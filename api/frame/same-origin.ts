import type { IncomingHttpHeaders } from 'node:http';
import { fail } from './fail.ts';

/**
 * A browser says on every unsafe request where it comes from (`Sec-Fetch-Site`, else `Origin`); a client that says
 * neither is no browser, and carries no cookie that a person did not give it. So a token in the page is not needed.
 * @throws `forbidden` for what comes from another site.
 */
export function refuseCrossSite(method: string, headers: IncomingHttpHeaders, ownOrigins: readonly string[]): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  if (origin !== undefined && ownOrigins.includes(origin)) return;
  if (site === 'same-origin' || site === 'none') return;
  if (site === undefined && (origin === undefined || originHost(origin) === headers.host)) return;
  throw fail('forbidden', 'O pedido veio de outro site.', 'The request came from another site.');
}

function originHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
