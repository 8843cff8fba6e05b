import { randomBytes } from 'node:crypto';
import type { ApiDeps } from '#api/deps.ts';
import { getSsoProvider } from '#domain/sso/sso-provider.ts';
import { beginWay } from '#domain/sso/sso-ways.ts';
import { oidcRequestUrl } from './oidc.ts';
import { samlRequestUrl } from './saml-request.ts';
import { ssoAddresses } from './sso-addresses.ts';

/** Names the browser that began a way; without it nobody ends one. */
const BROWSER_COOKIE = 'trama_sso';
const SECONDS = 900;

/** Who began, of the cookies of a request; null: nobody here. */
export const browserOf = (cookie: string | undefined): string | null =>
  new RegExp(`(?:^|;\\s*)${BROWSER_COOKIE}=([\\w-]{43})(?:;|$)`).exec(cookie ?? '')?.[1] ?? null;

/** The browser's name, the one of before where it has one: two windows may both be under way. */
export const nameBrowser = (cookie: string | undefined): string =>
  browserOf(cookie) ?? randomBytes(32).toString('base64url');

export const browserCookie = (name: string, secure: boolean): string =>
  [
    `${BROWSER_COOKIE}=${name}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${SECONDS}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ');

export interface Beginning {
  tenantId: string;
  /** The address that the caller used. */
  origin: string;
  browser: string;
  returnTo: string;
  /** Whose session tries the set-up out, before it is on; null: somebody signs in. */
  sessionId: string | null;
  /** An address to begin with, for the provider's own page. */
  email: string | null;
}

/** Where the browser goes to; null: the tenant has no provider, or it is off. */
export const beginSso = (deps: ApiDeps, given: Beginning): Promise<string | null> =>
  deps.database.withTenant(given.tenantId, async (db) => {
    const provider = await getSsoProvider(db);
    if (!provider || (provider.enabledAt === null && given.sessionId === null)) return null;
    const { config, id, revision } = provider;
    const { browser, sessionId, returnTo } = given;
    const way = await beginWay(db, { revision, browser, sessionId, returnTo });
    const us = ssoAddresses(deps, id, given.origin);
    if (config.kind === 'oidc') return oidcRequestUrl(config, us.callback, way, given.email);
    return samlRequestUrl(config.entryPoint, us, { ...way, at: new Date(deps.now()) });
  });
