import { createHmac } from 'node:crypto';
import { passkey } from '@better-auth/passkey';
import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { magicLink, twoFactor } from 'better-auth/plugins';
import { v7 } from 'uuid';
import type { Locale } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../../ids.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { magicLinkLetter, resetLetter } from '../letters.ts';
import { hashPassword, verifyPassword } from '../password.ts';
import { SESSION_DAYS } from '../sessions.ts';
import { ACCOUNT, PASSKEY, SESSION, TWO_FACTOR, USER, VERIFICATION } from './auth-models.ts';
import { identityAdapter } from './identity-adapter.ts';
import { lateProviders } from './late-providers.ts';
import { methodOf, tenantFor } from './open-session.ts';
import { type Providers, providerConfigs } from './providers.ts';
import { takeCode } from './take-code.ts';
import { tellNewDevice } from './tell-new-device.ts';

/** Headers of our own between the API and better-auth; what a client sends under these names is thrown away before. */
export const IP_HEADER = 'x-trama-client-ip';
export const TENANT_HEADER = 'x-trama-sign-in-tenant';

export const AUTH_PATH = '/v1/auth';

/** A passkey is added soon after signing in: a browser that was left open gives nobody a way in of their own. */
const FRESH_SECONDS = 600;

export interface AuthOptions {
  admin: AdminDb;
  mail: Mailer;
  /** The master secret; what is signed and sealed here has keys of its own, derived from it. */
  secret: string;
  /** Where people reach our pages, no slash at the end. */
  pagesUrl: string;
  providers: Providers;
  onTrouble(message: string, error: unknown): void;
}

/** The key that better-auth signs cookies and seals second factors with. */
export const authSecret = (secret: string): string =>
  createHmac('sha256', secret).update('trama/identity').digest('base64url');

const localeOf = (headers: Headers | undefined): Locale =>
  /^\s*en\b/i.test(headers?.get('accept-language') ?? '') ? 'en' : 'pt-BR';

/** A link in a mail is followed by a proof, too: the second factor is asked for behind it as behind a password. */
function secondFactor(): BetterAuthPlugin {
  const plugin = twoFactor({ issuer: 'Trama', schema: TWO_FACTOR, totpOptions: { period: 30, digits: 6 } });
  const matcher = ({ path }: { path?: string }) => path === '/sign-in/email' || path === '/magic-link/verify';
  return { ...plugin, hooks: { after: plugin.hooks.after.map((hook) => ({ ...hook, matcher })) } };
}

/**
 * A passkey stands for two factors, so the device has to have asked for a finger, a face or a PIN. The library takes one
 * that did not; and it would believe the request's own word for which page asked.
 */
const passkeys = (pagesUrl: string) =>
  passkey({
    rpName: 'Trama',
    schema: PASSKEY,
    origin: new URL(pagesUrl).origin,
    authenticatorSelection: { userVerification: 'required' },
    registration: {
      afterVerification: ({ verification }) => {
        if (!verification.registrationInfo?.userVerified) throw notVerified();
      },
    },
    authentication: {
      afterVerification: ({ verification }) => {
        if (!verification.authenticationInfo.userVerified) throw notVerified();
      },
    },
  });

const notVerified = (): APIError => new APIError('UNAUTHORIZED', { code: 'NOT_VERIFIED' });

/** Last of all plugins: what it hears of is a session that nobody takes back any more. */
function tellOfNewDevices({ admin, mail, pagesUrl, onTrouble }: AuthOptions): BetterAuthPlugin {
  const handler = createAuthMiddleware(async (ctx) => {
    const made = ctx.context.newSession;
    if (!made || !methodOf(ctx.path)) return;
    const { session, user } = made;
    // Nobody who comes in waits for a letter.
    void tellNewDevice(
      { admin, mail, pagesUrl },
      {
        ...{ userId: formatId('usr', user.id), sessionId: formatId('ses', session.id), email: user.email },
        ...{ userAgent: session.userAgent ?? '', ip: session.ipAddress ?? '' },
      },
      localeOf(ctx.headers),
    ).catch((error: unknown) => onTrouble('a notice of a new device', error));
  });
  return { id: 'trama-new-device', hooks: { after: [{ matcher: () => true, handler }] } };
}

/** What better-auth tells of the call that makes a session. */
interface SessionCall {
  path?: string;
  headers?: Headers | undefined;
  params?: Record<string, unknown>;
  body?: { code?: unknown };
}

/** Who may come in, and where they find themselves: every way in makes its session through here. */
const sessionHooks = (admin: AdminDb) => ({
  create: {
    before: async (session: Record<string, unknown> & { userId: string }, ctx: SessionCall | null) => {
      const kept = typeof session.activeTenantId === 'string' ? session.activeTenantId : null;
      const slug = ctx?.headers?.get(TENANT_HEADER) ?? null;
      const activeTenantId = await tenantFor(admin, session.userId, { slug, kept });
      if (activeTenantId === null) throw new APIError('UNAUTHORIZED', { code: 'NO_WORKSPACE' });
      if (ctx?.path === '/two-factor/verify-totp' && !(await takeCode(admin, session.userId, ctx.body?.code)))
        throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE' });
      const way = methodOf(ctx?.path ?? '', ctx?.params?.id);
      const ip = ctx?.headers?.get(IP_HEADER);
      const how = way ? { method: way.method, secondFactorAt: way.second ? new Date() : null } : {};
      return { data: { ...session, activeTenantId, ...(ip ? { ipAddress: ip } : {}), ...how } };
    },
  },
});

const mails = ({ mail, pagesUrl, admin }: AuthOptions) => ({
  reset: async ({ user, token }: { user: { email: string }; token: string }, request?: Request) =>
    mail.sendLater(
      resetLetter(user.email, `${pagesUrl}/new-password#${encodeURIComponent(token)}`, localeOf(request?.headers)),
    ),
  // The part behind # is never sent to a server: a scanner of links cannot use it up, and no log holds it.
  link: async ({ email, token }: { email: string; token: string }, headers: Headers | undefined) => {
    const [known] = await admin.sql`select 1 from users where email = ${email.toLowerCase()} and disabled_at is null`;
    if (known) mail.sendLater(magicLinkLetter(email, `${pagesUrl}/sign-in-link#${token}`, localeOf(headers)));
  },
});

const optionsOf = (given: AuthOptions) => ({
  appName: 'Trama',
  baseURL: given.pagesUrl,
  basePath: AUTH_PATH,
  secret: authSecret(given.secret),
  database: identityAdapter(given.admin),
  user: USER,
  session: { ...SESSION, expiresIn: SESSION_DAYS * 86_400, disableSessionRefresh: true, freshAge: FRESH_SECONDS },
  account: { ...ACCOUNT, accountLinking: { enabled: true }, encryptOAuthTokens: true },
  verification: { ...VERIFICATION, storeIdentifier: 'hashed' as const },
  emailAndPassword: {
    enabled: true,
    disableSignUp: true,
    // What a new one has to be, `checkNewPassword` says before it comes here.
    minPasswordLength: 1,
    maxPasswordLength: 1_000,
    revokeSessionsOnPasswordReset: true,
    resetPasswordTokenExpiresIn: 3_600,
    sendResetPassword: mails(given).reset,
    password: {
      hash: hashPassword,
      verify: ({ hash, password }: { hash: string; password: string }) => verifyPassword(password, hash),
    },
  },
  databaseHooks: { session: sessionHooks(given.admin) },
  advanced: {
    cookiePrefix: 'trama',
    useSecureCookies: given.pagesUrl.startsWith('https:'),
    database: { generateId: () => v7() },
    ipAddress: { ipAddressHeaders: [IP_HEADER] },
    // refuseCrossSite stands in front of every address here.
    disableCSRFCheck: true,
  },
  onAPIError: {
    errorURL: `${given.pagesUrl}/sign-in-elsewhere`,
    onError: (error: unknown) => given.onTrouble('better-auth', error),
  },
  // The API has its own, in front of it, that hold over processes where it matters.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: {
    level: 'error' as const,
    log: (_level: string, message: string, ...more: unknown[]) => given.onTrouble(message, more[0]),
  },
});

/** Sign-in, second factors, passkeys and links, by better-auth, on schema `identity` (docs/identity.md). */
export const createAuth = (given: AuthOptions): Auth => {
  const { handler, api } = betterAuth({
    ...optionsOf(given),
    plugins: [
      secondFactor(),
      magicLink({
        disableSignUp: true,
        expiresIn: 600,
        storeToken: 'hashed',
        sendMagicLink: ({ email, token }, ctx) => mails(given).link({ email, token }, ctx?.headers),
      }),
      lateProviders(providerConfigs(given.providers, given.onTrouble)),
      passkeys(given.pagesUrl),
      tellOfNewDevices(given),
    ],
  });
  return {
    handler,
    signInByPassword: (body, headers) => api.signInEmail({ body, headers, asResponse: true }),
  };
};

/** What the API asks of it. */
export interface Auth {
  handler(request: Request): Promise<Response>;
  /**
   * The same as a request to `/sign-in/email`, through its plugins and hooks, without what `handler` does for any request: it makes
   * the router of all its addresses anew each time.
   */
  signInByPassword(body: { email: string; password: string }, headers: Headers): Promise<Response>;
}
