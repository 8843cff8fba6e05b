import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { ApiDeps } from './deps.ts';
import { accessLog } from './frame/access-log.ts';
import { cors } from './frame/cors.ts';
import { beginRequest } from './frame/facts.ts';
import { fail } from './frame/fail.ts';
import { mount } from './frame/mount.ts';
import type { Route } from './frame/route.ts';
import { securityHeaders } from './frame/security-headers.ts';
import { failRequest } from './frame/serve.ts';
import type { FrameServices } from './frame/services.ts';
import { hostWall } from './hooks/host-wall.ts';

/**
 * The Express application around a list of routes; `more` registers what is no route of `/v1` (webhooks, pages, static
 * files) before the answer for unknown addresses.
 */
export function frameApp(
  routes: readonly Route[],
  services: FrameServices,
  deps: ApiDeps,
  more: (app: Express) => void = () => {},
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Who called is what a proxy that is ours says; anybody else who says it would choose their own address.
  app.set('trust proxy', [...(deps.settings?.trustedProxies ?? ['loopback'])]);
  const headers = Object.entries(securityHeaders(deps.settings));
  app.use((req: Request, res: Response, next: NextFunction) => {
    beginRequest(req, res);
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  });
  app.use(accessLog(services));
  if (deps.settings?.hooksUrl) app.use(hostWall(deps.settings.hooksUrl, services));
  if (services.corsOrigins?.length) app.use('/v1', cors(services.corsOrigins));
  mount(app, '/v1', routes, services, deps);
  more(app);
  app.use((req: Request, res: Response) => {
    failRequest(
      req,
      res,
      fail('not_found', 'Este endereço não existe.', 'There is nothing at this address.'),
      services,
    );
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => {
    failRequest(req, res, error, services);
  });
  return app;
}
