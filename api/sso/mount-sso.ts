import type { Express, Request, Response } from 'express';
import { sessionCookie } from '#api/auth/session-cookie.ts';
import type { ApiDeps } from '#api/deps.ts';
import { factsOf } from '#api/frame/facts.ts';
import { notFound } from '#api/frame/fail.ts';
import { takeStranger } from '#api/frame/limits.ts';
import { localeOf } from '#api/frame/locale.ts';
import { readMediaBody } from '#api/frame/read-body.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { TokenBuckets } from '#api/frame/token-bucket.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { placeOf } from '#domain/identity/ip-ranges.ts';
import { SESSION_DAYS } from '#domain/identity/sessions.ts';
import { tenantOfSso } from '#domain/sso/find-sso.ts';
import { getSsoProvider } from '#domain/sso/sso-provider.ts';
import { actingAs } from '#prisma/origin.ts';
import { browserOf } from './begin-sso.ts';
import { type Back, finishOidc, finishSaml, holdSaml, type SsoEnd } from './finish-sso.ts';
import { samlMetadata } from './saml-request.ts';
import { ssoAddresses } from './sso-addresses.ts';
import { SsoRefused } from './sso-refusal.ts';

type Found = { tenantId: string };
type Handler = (req: Request, res: Response, found: Found, id: string) => Promise<void>;

const MOST_BYTES = 512 * 1024;
const FORM = ['application/x-www-form-urlencoded'];
/** Answers of one place that could not be believed: each costs the reading of a large document. */
const WRONG_ANSWERS = { burst: 20, perSecond: 1 / 10 };
const MANY: [string, string] = ['Respostas erradas demais. Espere um pouco.', 'Too many wrong answers. Wait a little.'];

/**
 * What a tenant's provider knows of us. The addresses hold codes that are good once: no log has more of them than the route,
 * and no page behind them sends a referrer. They are met by browsers alone, which are sent on in any case.
 */
export function mountSso(app: Express, services: FrameServices, deps: ApiDeps): void {
  const wrong = new TokenBuckets(WRONG_ANSWERS);
  const serve = (name: string, handle: Handler) => async (req: Request, res: Response) => {
    res.locals.route = `/sso/{provider}/${name}`;
    res.set('Cache-Control', 'no-store');
    try {
      takeStranger(req.ip ?? '', res, services);
      const id = String(req.params.id);
      const found = await tenantOfSso(deps.database.admin, id);
      if (!found) throw notFound();
      await handle(req, res, found, id);
    } catch (thrown) {
      if (thrown instanceof SsoRefused) refuse(deps, res, thrown);
      else failRequest(req, res, thrown, services);
    }
  };
  app.get(
    '/sso/:id/callback',
    serve('callback', async (req, res, { tenantId }) => {
      const back = backOf(req, tenantId);
      goOn(deps, req, res, await finishOidc(noting(deps, req, res), back, queryOf(req)));
    }),
  );
  app.post(
    '/sso/:id/acs',
    serve('acs', (req, res, { tenantId }, id) => posted({ deps, wrong }, req, res, { tenantId, id })),
  );
  app.get(
    '/sso/:id/finish',
    serve('finish', async (req, res, { tenantId }) => {
      const end = await finishSaml(noting(deps, req, res), backOf(req, tenantId), queryOf(req).get('state'));
      goOn(deps, req, res, end);
    }),
  );
  app.get(
    '/sso/:id/metadata',
    serve('metadata', async (req, res, { tenantId }, id) => {
      const provider = await deps.database.withTenant(tenantId, getSsoProvider);
      if (provider?.config.kind !== 'saml') throw notFound();
      res.type('application/samlmetadata+xml').send(samlMetadata(ssoAddresses(deps, id, originOf(req))));
    }),
  );
}

const originOf = (req: Request): string => `${req.protocol}://${req.get('host') ?? 'localhost'}`;
const queryOf = (req: Request): URLSearchParams => new URL(req.originalUrl, 'http://here').searchParams;

const backOf = (req: Request, tenantId: string): Back => ({
  ...{ tenantId, origin: originOf(req), browser: browserOf(req.headers.cookie), ip: req.ip ?? '' },
  ...{ userAgent: req.get('user-agent') ?? '', locale: localeOf(req.get('accept-language')) },
});

/** What follows is written into the audit as from this browser; who it is, the deed itself says. */
const noting = (deps: ApiDeps, req: Request, res: Response): ApiDeps => {
  const { ip, traceId } = factsOf(req, res);
  const origin = { actor: '', name: null, impersonator: null, via: 'sso', ip, userAgent: req.get('user-agent') ?? '' };
  return { ...deps, database: actingAs(deps.database, { ...origin, traceId }) };
};

interface Heard {
  deps: ApiDeps;
  wrong: TokenBuckets;
}

/**
 * A provider's page posts, from its own site: the answer waits for the browser, which comes for it with its cookie. Whoever
 * comes unasked, as from a portal of the provider, is asked by a page of ours: any page of the world can have a browser post
 * here, so nothing is begun for it.
 */
async function posted(
  { deps, wrong }: Heard,
  req: Request,
  res: Response,
  { tenantId, id }: { tenantId: string; id: string },
): Promise<void> {
  const bytes = await readMediaBody(req, res, { takes: FORM, limit: MOST_BYTES });
  const place = placeOf(req.ip ?? '');
  const allowance = wrong.peek(place, deps.now());
  if (!allowance.allowed) throw tooMany(wrong.rule, allowance, deps.now(), MANY, 'answers');
  const form = new URLSearchParams(new TextDecoder().decode(bytes));
  const given = { response: form.get('SAMLResponse') ?? '', state: form.get('RelayState') ?? '' };
  const held = await holdSaml(deps, { tenantId, origin: originOf(req) }, given);
  if (held === 'unasked') return res.redirect(303, `/sign-in-elsewhere?sso=${id}`);
  if (held === 'wrong') wrong.take(place, deps.now());
  res.redirect(303, `/sso/${id}/finish?state=${encodeURIComponent(given.state)}`);
}

const isSecure = ({ settings }: ApiDeps, req: Request): boolean => settings.production || req.protocol === 'https';

function goOn(deps: ApiDeps, req: Request, res: Response, end: SsoEnd): void {
  if (end.kind === 'tried') return res.redirect(303, '/settings/access#sso');
  res.append('Set-Cookie', sessionCookie(end.token, { secure: isSecure(deps, req), days: SESSION_DAYS }));
  res.redirect(303, end.place);
}

function refuse(deps: ApiDeps, res: Response, { reason, message }: SsoRefused): void {
  deps.log.info({ reason, detail: message }, 'single sign-on was refused');
  res.redirect(303, `/sign-in-elsewhere?error=sso_${reason}`);
}
