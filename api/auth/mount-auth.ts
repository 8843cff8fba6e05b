import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail, notFound } from '#api/frame/fail.ts';
import { localeOf } from '#api/frame/locale.ts';
import { readJsonBody } from '#api/frame/read-body.ts';
import { refuseCrossSite } from '#api/frame/same-origin.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { TokenBuckets } from '#api/frame/token-bucket.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { validate } from '#api/frame/validate.ts';
import { AUTH_PATH } from '#domain/identity/auth/create-auth.ts';
import { placeOf } from '#domain/identity/ip-ranges.ts';
import { noteFailure, standingOf } from '#domain/identity/lockout.ts';
import { type AuthAnswer, askAuth } from './ask-auth.ts';
import { authCaller } from './auth-caller.ts';
import { outwards } from './auth-cookies.ts';
import { authPath, passedOn } from './auth-paths.ts';
import { authProblem } from './auth-problem.ts';
import { newPasswordOf } from './new-password.ts';
import { deedOf, noteDeed } from './note-deed.ts';
import { inTurn, locked } from './sign-in-turns.ts';

/** Of one place: people who type, and pages that ask a few things at once. */
const ANY_RULE = { burst: 60, perSecond: 1 };
/** Of one place and one address: letters. */
const MAIL_RULE = { burst: 5, perSecond: 1 / 60 };
const MAILS: ReadonlySet<string> = new Set(['/sign-in/magic-link', '/request-password-reset']);

/** better-auth under `/v1/auth`, behind our checks and in our words. */
export function mountAuth(app: Express, services: FrameServices, deps: ApiDeps): void {
  const buckets = { any: new TokenBuckets(ANY_RULE), mail: new TokenBuckets(MAIL_RULE) };
  const allow = (kind: keyof typeof buckets, name: string) => {
    const allowance = buckets[kind].take(name, deps.now());
    if (allowance.allowed) return;
    throw tooMany(buckets[kind].rule, allowance, deps.now(), [
      'Pedidos demais em pouco tempo.',
      'Too many requests in a short time.',
    ]);
  };
  const serve = async (req: Request, res: Response): Promise<void> => {
    const path = req.path.slice(AUTH_PATH.length);
    const open = authPath(path);
    res.locals.route = `${AUTH_PATH}${open ? path : ''}`;
    res.set('Cache-Control', 'no-store');
    try {
      if (open?.method !== req.method) throw notFound();
      refuseCrossSite(req.method, req.headers, services.origins);
      allow('any', placeOf(req.ip ?? ''));
      const { admin } = deps.database;
      const { caller, cookie } = await authCaller(admin, req.headers, req.ip ?? '', open);
      const body = req.method === 'POST' ? await bodyOf(req, res, deps, path) : undefined;
      if (MAILS.has(path)) allow('mail', `${placeOf(req.ip ?? '')} ${String(body?.email).toLowerCase()}`);
      const ask = () =>
        askAuth(deps.identity, {
          ...{ method: req.method, headers: { ...req.headers, cookie }, ip: req.ip ?? '' },
          // What a POST says stands in its body, which was read; a query would be a second one.
          ...(body ? { path, body: passedOn(open, body) } : { path: req.originalUrl.slice(AUTH_PATH.length) }),
          origin: `${req.protocol}://${req.get('host') ?? 'localhost'}`,
        });
      const deed = await deedOf(deps, path, caller, body);
      const found = await (open.guess && caller ? guarded(deps, caller, ask) : ask());
      if (deed && found.status < 400) await noteDeed(deps, deed);
      answer(req, res, deps, found);
    } catch (thrown) {
      failRequest(req, res, thrown, services);
    }
  };
  app.all(`${AUTH_PATH}/*path`, (req, res) => void serve(req, res));
}

type Body = Record<string, unknown>;

/** What is asked of a new password is asked here, before better-auth keeps it. */
async function bodyOf(req: Request, res: Response, deps: ApiDeps, path: string): Promise<Body> {
  const body = await readJsonBody(req, res, { limit: 64 * 1024, tooDeep: 'refuse' });
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw fail('malformed', 'O corpo não é um objeto.', 'The body is no object.');
  if (path === '/change-password' || path === '/reset-password') await newPasswordOf(deps, req, path, body);
  if (path === '/update-user') return validate(Named, body, 'body', localeOf(req.get('accept-language')));
  return body as Body;
}

const Named = z.object({ name: z.string().trim().min(1).max(100) });

const WRONG: ReadonlySet<unknown> = new Set(['INVALID_PASSWORD', 'INVALID_CODE', 'INVALID_BACKUP_CODE']);

/** Whoever is signed in guesses no better than who is not: by the same count, behind the same lock. */
const guarded = (
  { database, now }: ApiDeps,
  { email, ip }: Caller,
  ask: () => Promise<AuthAnswer>,
): Promise<AuthAnswer> =>
  inTurn(async () => {
    const { lockedUntil } = await standingOf(database.admin, email ?? '', ip);
    if (lockedUntil !== null) throw locked(lockedUntil, now());
    const found = await ask();
    if (found.body && 'code' in found.body && WRONG.has(found.body.code))
      await noteFailure(database.admin, email ?? '', ip);
    return found;
  });

function answer(req: Request, res: Response, deps: ApiDeps, found: AuthAnswer): void {
  const secure = deps.settings.production || req.protocol === 'https';
  for (const cookie of outwards(found.cookies, deps.identity, { secure })) res.append('Set-Cookie', cookie);
  // Only a way out to a provider, or back from one, sends a browser elsewhere.
  if (found.status >= 400) throw authProblem(found);
  if (found.location !== null && found.status >= 300) res.redirect(302, found.location);
  else res.status(200).json(shown(found.body));
}

/** The token is for the cookie, which no script of a page can read: it does not stand in an answer beside it. */
function shown(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { token: _token, session: _session, ...rest } = body as Body;
  return rest;
}
