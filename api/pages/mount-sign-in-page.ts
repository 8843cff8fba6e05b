import type { Express, Request, Response } from 'express';
import { authenticate } from '#api/auth/authenticate.ts';
import { finishSignIn } from '#api/connections/sign-in.ts';
import type { ApiDeps } from '#api/deps.ts';
import { may } from '#api/frame/caller.ts';
import { factsOf } from '#api/frame/facts.ts';
import { asLocale, localeOf } from '#api/frame/locale.ts';
import { originOf } from '#api/frame/origin-of.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { actingAs } from '#prisma/origin.ts';
import { SIGN_IN_HEADERS, signInPage } from './sign-in-page.ts';

/**
 * Where providers send people back to. The address holds a code that is good once: nothing of it is logged, and the page that
 * answers sends no referrer. A prefetch that takes it makes the person begin again.
 */
export function mountSignInPage(app: Express, services: FrameServices, deps: ApiDeps): void {
  app.get('/oauth/callback', async (req: Request, res: Response) => {
    res.locals.route = '/oauth/callback';
    res.set(SIGN_IN_HEADERS);
    try {
      const caller = await authenticate(deps.database.admin, { cookie: req.headers.cookie }, req.ip ?? '').catch(
        () => null,
      );
      const asked = req.get('accept-language');
      const locale = asked ? localeOf(asked) : asLocale(caller?.tenant.locale);
      if (!caller || caller.barred) return void res.status(401).send(signInPage({ kind: 'session' }, locale));
      if (!may(caller, 'connections:write')) return void res.status(403).send(signInPage({ kind: 'unknown' }, locale));
      const { searchParams } = new URL(req.originalUrl, 'http://here');
      const database = actingAs(deps.database, originOf(caller, factsOf(req, res)));
      const end = await finishSignIn({ ...deps, database }, caller, searchParams);
      res.status(end.kind === 'done' ? 200 : 400).send(signInPage(end, locale));
    } catch (thrown) {
      failRequest(req, res, thrown, services);
    }
  });
}
