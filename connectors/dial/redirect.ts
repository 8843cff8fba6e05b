import type { DialRequest } from './dial-request.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Headers that tell of a body that is no longer sent. */
const OF_THE_BODY = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-location',
]);
/** Headers that are credentials by their name; those of a connection do not stand among them, they know their hosts. */
const CREDENTIAL =
  /^(authorization|proxy-authorization|cookie|host)$|api[-_]?key|token|secret|password|signature|(^|-)auth(-|$)/;

export const isRedirect = (status: number): boolean => REDIRECTS.has(status);

/**
 * The request that a redirect asks for, as browsers do it: 303, and 301 and 302 after a POST, become a GET without a body;
 * 307 and 308 repeat what was sent. On another host, and from https down to http, what looks like a credential stays behind.
 */
export const redirected = (request: DialRequest, from: URL, to: URL, status: number): DialRequest => {
  const method = request.method.toUpperCase();
  const toGet = (status === 303 && method !== 'GET' && method !== 'HEAD') || (status < 303 && method === 'POST');
  const inClear = from.protocol === 'https:' && to.protocol === 'http:';
  const elsewhere = inClear || from.host !== to.host;
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => {
    const lower = name.toLowerCase();
    return !(toGet && OF_THE_BODY.has(lower)) && !(elsewhere && CREDENTIAL.test(lower));
  });
  return {
    ...request,
    url: to.href,
    headers: Object.fromEntries(headers),
    ...(toGet && { method: 'GET', body: null }),
    ...(inClear && { credential: undefined }),
  };
};

/** True where a credential with these hosts may go: `host` stands for every port of it, `host:port` for one. */
export const mayReceive = (hosts: readonly string[], url: URL): boolean => {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const name = url.hostname.toLowerCase();
  return hosts.some((one) => {
    const host = one.trim().toLowerCase();
    return host === name || host === `${name}:${port}`;
  });
};
