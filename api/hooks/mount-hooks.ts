import type { Express, Request, Response } from 'express';
import type { ApiDeps } from '#api/deps.ts';
import { factsOf } from '#api/frame/facts.ts';
import { notFound } from '#api/frame/fail.ts';
import { readBytes } from '#api/frame/read-body.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { TokenBuckets } from '#api/frame/token-bucket.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { HookFinder } from './find-hook.ts';
import { HOOK_SECURITY_HEADERS } from './hook-headers.ts';
import { receiveHook } from './receive-hook.ts';

const BODY_LIMIT = 4 * 1024 * 1024;
/** Of one tenant's webhooks in one process: beyond it somebody's loop would cost the others their time. */
const RULE = { burst: 5_000, perSecond: 1_000 };

/** `/{tenant}/{path}` below `/hooks`; the path may have slashes of its own. */
function placeOf(path: string): { tenant: string; path: string } {
  const [, tenant = '', ...rest] = path.split('/');
  try {
    const place = {
      tenant: decodeURIComponent(tenant),
      path: rest.map(decodeURIComponent).join('/').replace(/\/+$/, ''),
    };
    if (place.tenant !== '' && place.path !== '' && !place.path.includes('\0') && !place.tenant.includes('\0'))
      return place;
  } catch {
    // A broken escape names nothing.
  }
  throw notFound();
}

/** Webhooks: any method below `/hooks`, the same security headers on whatever is answered. */
export function mountHooks(app: Express, services: FrameServices, deps: ApiDeps): void {
  const buckets = new TokenBuckets(RULE);
  const hooks = new HookFinder(deps.database);
  app.use('/hooks', async (req: Request, res: Response) => {
    res.locals.route = '/hooks';
    res.set(HOOK_SECURITY_HEADERS);
    const request = factsOf(req, res);
    try {
      const place = placeOf(req.path);
      const allowance = buckets.take(place.tenant, services.now());
      if (!allowance.allowed)
        throw tooMany(RULE, allowance, services.now(), [
          'Chamadas demais em pouco tempo.',
          'Too many calls in a short time.',
        ]);
      const search = req.url.includes('?') ? req.url.slice(req.url.indexOf('?') + 1) : '';
      const bytes = await readBytes(req, res, BODY_LIMIT);
      const answer = await receiveHook(deps, hooks, { ...place, bytes, search, headers: req.headers, request });
      res.status(answer.status).set({ 'Cache-Control': 'no-store', ...answer.headers, ...HOOK_SECURITY_HEADERS });
      res.end(answer.body);
    } catch (thrown) {
      failRequest(req, res, thrown, services);
    }
  });
}
