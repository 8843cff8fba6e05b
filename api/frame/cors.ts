import type { NextFunction, Request, Response } from 'express';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const SENT =
  'Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, Last-Event-ID, Prefer, traceparent';
const SHOWN =
  'ETag, Location, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Idempotency-Replayed, Preference-Applied';
const PREFLIGHT_SECONDS = '600';

/**
 * Pages of other origins that may call `/v1` with a key of theirs: those that the operator named, and no pattern. Credentials of
 * the browser are never allowed: a session is for our own pages (`refuseCrossSite`), so no answer has
 * `Access-Control-Allow-Credentials`, and none can be had with a cookie.
 */
export const cors = (origins: readonly string[]) => {
  const known = new Set(origins);
  return (req: Request, res: Response, next: NextFunction): void => {
    // What stands here depends on who asks, also where the answer is no.
    res.vary('Origin');
    const { origin } = req.headers;
    if (origin === undefined || !known.has(origin)) return next();
    res.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': SHOWN });
    if (req.method !== 'OPTIONS' || req.headers['access-control-request-method'] === undefined) return next();
    res.locals.route = 'preflight';
    res.set({
      'Access-Control-Allow-Methods': METHODS,
      'Access-Control-Allow-Headers': SENT,
      'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    });
    res.status(204).end();
  };
};
