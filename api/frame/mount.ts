import type { Express, Request, Response } from 'express';
import type { ApiDeps } from '#api/deps.ts';
import { fail } from './fail.ts';
import type { Route } from './route.ts';
import { failRequest, serve } from './serve.ts';
import type { FrameServices } from './services.ts';

/** `/flows/{flow}` as Express writes it. */
const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Registers routes, and answers 405 with `Allow` (204 for OPTIONS) for the methods that a known path has not. */
export function mount(app: Express, prefix: string, routes: readonly Route[], services: FrameServices, deps: ApiDeps) {
  const methods = new Map<string, Set<string>>();
  const fixed = new Set(routes.flatMap(({ path }) => (path.includes('{') ? [] : [prefix + path])));
  for (const route of routes) {
    const path = prefix + expressPath(route.path);
    const served = serve(route, services, deps);
    app[route.method](path, (req, res, next) =>
      // `/invites/accept` is an address of its own, and `{invite}` cannot be `accept`: its other methods are told below.
      fixed.has(req.path) && route.params?.safeParse(req.params).success === false ? next() : served(req, res),
    );
    const known = methods.get(path) ?? new Set(['OPTIONS']);
    known.add(route.method.toUpperCase());
    if (route.method === 'get') known.add('HEAD');
    methods.set(path, known);
  }
  const fixedFirst = [...methods].sort(([one], [other]) => Number(fixed.has(other)) - Number(fixed.has(one)));
  for (const [path, known] of fixedFirst) app.all(path, otherMethod([...known].sort().join(', '), services));
}

const otherMethod =
  (allow: string, services: FrameServices) =>
  (req: Request, res: Response): void => {
    if (req.method === 'OPTIONS') res.set('Allow', allow).status(204).end();
    else failRequest(req, res, notAllowed(allow), services);
  };

const notAllowed = (allow: string) =>
  fail('method_not_allowed', `Aqui se aceita ${allow}.`, `Allowed here: ${allow}.`, { details: { allow } });
