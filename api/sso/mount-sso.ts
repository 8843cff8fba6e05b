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
import { SESSION_DAYS } from '#domain/identity/sessions.ts';
import { tenantOfSso } from '#domain/sso/find-sso.ts';
import { getSsoProvider } from '#domain/sso/sso-provider.ts';
import { actingAs } from '#prisma/origin.ts';
import { beginSso, browserCookie, browserOf, nameBrowser } from './begin-sso.ts';
import { type Back, finishOidc, finishSaml, holdSaml, type SsoEnd } from './finish-sso.ts';
import { samlMetadata } from './saml-request.ts';
import { decodeSaml, isUnasked } from './saml-response.ts';
import { ssoAddresses } from './sso-addresses.ts';
import { SsoRefused } from './sso-refusal.ts';

type Found = { tenantId: string; enabled: boolean };
type Handler = (req: Request, res: Response, found: Found, id: string) => Promise<void>;

const MOST_BYTES = 512 * 1024;
const FORM = ['application/x-www-form-urlencoded'];

/**
 * What a tenant's provider knows of us. The addresses hold codes that are good once: no log has more of them than the route,
 * and no page behind them sends a referrer. They are met by browsers alone, which are sent on in any case.
 */
export function mountSso(app: Express, services: FrameServices, deps: ApiDeps): void {
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
    serve('acs', (req, res, found, id) => posted(deps, req, res, found, id)),
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

/** A provider's page posts, from its own site: the answer waits for the browser, which comes for it with its cookie. */
async function posted(deps: ApiDeps, req: Request, res: Response, found: Found, id: string): Promise<void> {
  const bytes = await readMediaBody(req, res, { takes: FORM, limit: MOST_BYTES });
  const form = new URLSearchParams(new TextDecoder().decode(bytes));
  const response = form.get('SAMLResponse') ?? '';
  const { tenantId } = found;
  if (found.enabled && isUnasked(decodeSaml(response))) return beganThere(deps, req, res, tenantId);
  const state = form.get('RelayState') ?? '';
  await holdSaml(deps, { tenantId, origin: originOf(req) }, { response, state });
  res.redirect(303, `/sso/${id}/finish?state=${encodeURIComponent(state)}`);
}

/** Whoever begins at the provider is sent there again with a request of ours: what comes unasked is believed by nobody. */
async function beganThere(deps: ApiDeps, req: Request, res: Response, tenantId: string): Promise<void> {
  const browser = nameBrowser(req.headers.cookie);
  const begun = { tenantId, origin: originOf(req), browser, returnTo: '/home', sessionId: null, email: null };
  const url = await beginSso(deps, begun);
  if (url === null) throw new SsoRefused('unknown_way', 'it is off');
  res.append('Set-Cookie', browserCookie(browser, isSecure(deps, req)));
  res.redirect(303, url);
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
