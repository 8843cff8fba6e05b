import { type Express, type Request, type Response, Router } from 'express';
import type { ApiDeps } from '#api/deps.ts';
import { fail } from './fail.ts';
import type { Route } from './route.ts';
import { failRequest, serve } from './serve.ts';
import type { FrameServices } from './services.ts';

/** `/flows/{flow}` as Express writes it. */
const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** `flows` of `/v1/flows/…`: never a parameter, and, as Express reads addresses, in whatever case. */
const firstPart = (path: string, prefix: string): string =>
  (path.slice(prefix.length + 1).split('/', 1)[0] ?? '').toLowerCase();

/**
 * A router for each first part of an address. Express asks each route in turn whether an address is its own: of some hundreds
 * that would be a tenth of what a small call costs.
 */
function byFirstPart(app: Express, prefix: string): (path: string) => Router {
  const routers = new Map<string, Router>();
  app.use((req, res, next) => {
    const router = req.path.length > prefix.length ? routers.get(firstPart(req.path, prefix)) : undefined;
    if (router) router(req, res, next);
    else next();
  });
  return (path) => {
    const part = firstPart(path, prefix);
    const router = routers.get(part) ?? Router();
    routers.set(part, router);
    return router;
  };
}

/** Registers routes, and answers 405 with `Allow` (204 for OPTIONS) for the methods that a known path has not. */
export function mount(app: Express, prefix: string, routes: readonly Route[], services: FrameServices, deps: ApiDeps) {
  const methods = new Map<string, Set<string>>();
  const routerOf = byFirstPart(app, prefix);
  const fixed = new Set(routes.flatMap(({ path }) => (path.includes('{') ? [] : [prefix + path])));
  for (const route of routes) {
    const path = prefix + expressPath(route.path);
    const served = serve(route, services, deps);
    routerOf(path)[route.method](path, (req, res, next) =>
      // `/invites/accept` is an address of its own, and `{invite}` cannot be `accept`: its other methods are told below.
      fixed.has(req.path) && route.params?.safeParse(req.params).success === false ? next() : served(req, res),
    );
    const known = methods.get(path) ?? new Set(['OPTIONS']);
    known.add(route.method.toUpperCase());
    if (route.method === 'get') known.add('HEAD');
    methods.set(path, known);
  }
  const fixedFirst = [...methods].sort(([one], [other]) => Number(fixed.has(other)) - Number(fixed.has(one)));
  for (const [path, known] of fixedFirst) routerOf(path).all(path, otherMethod([...known].sort().join(', '), services));
}

const otherMethod =
  (allow: string, services: FrameServices) =>
  (req: Request, res: Response): void => {
    if (req.method === 'OPTIONS') res.set('Allow', allow).status(204).end();
    else failRequest(req, res, notAllowed(allow), services);
  };

const notAllowed = (allow: string) =>
  fail('method_not_allowed', `Aqui se aceita ${allow}.`, `Allowed here: ${allow}.`, { details: { allow } });
