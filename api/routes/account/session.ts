import { z } from 'zod';
import { type AuthAnswer, askAuth, askByPassword } from '#api/auth/ask-auth.ts';
import { openedToken, outwards } from '#api/auth/auth-cookies.ts';
import { authProblem } from '#api/auth/auth-problem.ts';
import { callerOfSession } from '#api/auth/authenticate.ts';
import { actingToken, sessionCookie, sessionToken } from '#api/auth/session-cookie.ts';
import { inTurn, locked } from '#api/auth/sign-in-turns.ts';
import type { ApiDeps } from '#api/deps.ts';
import { type Answer, accepted, noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { type RequestFacts, route } from '#api/frame/route.ts';
import { json } from '#api/schemas/common.ts';
import { endImpersonation } from '#domain/access/impersonate.ts';
import { afterPassword } from '#domain/identity/after-password.ts';
import { noteFailure, standingOf, unlockAccount } from '#domain/identity/lockout.ts';
import { revokeSession, SESSION_DAYS, verifySession } from '#domain/identity/sessions.ts';
import { inLocale } from '#flow/json.ts';
import { entitled, flags, readEntitled } from './entitled.ts';

const me = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string() }).nullable(),
  key: z.object({ name: z.string() }).nullable(),
  role: z.string().nullable(),
  scopes: z.array(z.string()),
  operator: z.boolean().describe('May do what operators of the installation do'),
  sso: z.boolean().describe('The tenant’s own provider let them in: good in this tenant alone'),
  impersonated: z.boolean().describe('One of ours sits in this person’s place'),
  barred: z
    .object({ code: z.string(), detail: z.string() })
    .nullable()
    .describe('Why the tenant keeps them out just now: other calls answer so'),
  entitled,
  flags,
  tenant: z.object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    plan: z.string(),
    timezone: z.string(),
    locale: z.string(),
    settings: json,
  }),
});

const viewOf = async (caller: Caller, { locale }: RequestFacts, deps: ApiDeps) => {
  const { settings } = deps;
  const { tenant, userId, email, name, role, scopes, kind, impersonator, barred, sso } = caller;
  const listed = email !== null && settings.operators.emails.includes(email.toLowerCase());
  const operator = impersonator === null && !sso && listed;
  const bar = barred
    ? { code: barred.code, detail: barred.text ? inLocale(barred.text, locale) : barred.message }
    : null;
  return {
    ...callerView({ tenant, userId, email, name, role, scopes, kind }),
    operator,
    sso: sso ?? false,
    impersonated: impersonator !== null,
    barred: bar,
    ...(await readEntitled(caller, deps)),
  };
};

type Shown = Pick<Caller, 'tenant' | 'userId' | 'email' | 'name' | 'role' | 'scopes' | 'kind'>;

const callerView = ({ tenant, userId, email, name, role, scopes, kind }: Shown) => ({
  user: userId === null ? null : { id: userId, email: email ?? '', name },
  key: kind === 'key' ? { name } : null,
  role,
  scopes: [...scopes],
  tenant: {
    id: tenant.id,
    slug: tenant.slug,
    name: tenant.name,
    plan: tenant.plan,
    timezone: tenant.timezone,
    locale: tenant.locale,
    settings: tenant.settings,
  },
});

const overTls = (request: RequestFacts, production: boolean): boolean =>
  production || request.origin.startsWith('https:');

const secondStep = z.object({
  secondFactor: z.array(z.string()).describe('What may be shown: `totp`; a recovery code always'),
});

/** What a way in of better-auth came to: the caller's view with the cookie, or the word that a second factor is due. */
async function entered(deps: ApiDeps, request: RequestFacts, found: AuthAnswer): Promise<Answer> {
  const { identity, database, settings } = deps;
  const secure = overTls(request, settings.production);
  if (found.body && 'twoFactorRedirect' in found.body) {
    const { twoFactorMethods } = found.body;
    const due = outwards(found.cookies, identity, { secure }).find((one) => one.includes('trama.two_factor='));
    return accepted({ secondFactor: twoFactorMethods ?? [] }, { 'Set-Cookie': due ?? '' });
  }
  const token = openedToken(found.cookies, identity);
  const session = token === null ? null : await verifySession(database.admin, token);
  if (token === null || !session) throw fail('unauthorized', ...NO_MATCH);
  const cookie = sessionCookie(token, { secure, days: SESSION_DAYS });
  return ok(await viewOf(callerOfSession(session, request.ip), request, deps), { 'Set-Cookie': cookie });
}

const NO_MATCH = ['E-mail ou senha não conferem.', 'E-mail or password do not match.'] as const;

const callOf = (request: RequestFacts) => ({
  method: 'POST',
  ip: request.ip,
  origin: request.origin,
  headers: {
    cookie: request.header('cookie'),
    'user-agent': request.header('user-agent'),
    'accept-language': request.locale,
  },
});

export const signIn = route({
  method: 'post',
  path: '/session',
  timeoutMs: 60_000,
  tag: 'Account',
  summary: 'Sign in with e-mail and password',
  description:
    'Sets an HttpOnly cookie that lasts 30 days. 202: the password fits, and a code is due at `/v1/auth/two-factor/verify-totp`.',
  body: z.object({
    email: z.string().min(3).max(320),
    password: z.string().min(1).max(1_000),
    tenant: z.string().max(63).optional().describe('Slug, for people of several tenants'),
  }),
  output: { 200: me, 202: secondStep },
  errors: ['unauthorized', 'rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    const { admin } = deps.database;
    const [email, password] = [body.email.trim().toLowerCase(), body.password];
    // Others have their turn as soon as this one is no guess any more.
    const { found, standing } = await inTurn(async () => {
      const standing = await standingOf(admin, email, request.ip);
      if (standing.lockedUntil !== null) throw locked(standing.lockedUntil, deps.now());
      const call = { ...callOf(request), tenant: body.tenant };
      const found = await askByPassword(deps.identity, call, { email, password });
      if (found.status >= 500) throw authProblem(found);
      if (found.status >= 400) {
        await noteFailure(admin, email, request.ip);
        throw fail('unauthorized', ...NO_MATCH);
      }
      return { found, standing };
    });
    if (standing.failed || standing.outdated) await afterPassword(admin, email, password);
    return entered(deps, request, found);
  },
});

export const signInByLink = route({
  method: 'post',
  path: '/session/link',
  tag: 'Account',
  summary: 'Sign in with the link of a mail',
  description: 'The token of the link, once. 202 as with a password. The lock of wrong passwords is taken off.',
  body: z.object({ token: z.string().min(1).max(200) }),
  output: { 200: me, 202: secondStep },
  errors: ['unauthorized'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    const path = `/magic-link/verify?token=${encodeURIComponent(body.token)}`;
    const found = await askAuth(deps.identity, { ...callOf(request), method: 'GET', path });
    // It sends a browser on to where it says what is wrong; this is no browser.
    if (found.status >= 300 || !found.body)
      throw authProblem({ ...found, body: { code: 'INVALID_TOKEN' }, status: 401 });
    const token = openedToken(found.cookies, deps.identity);
    const session = token === null ? null : await verifySession(deps.database.admin, token);
    if (session) await unlockAccount(deps.database.admin.sql, session.user.email);
    return entered(deps, request, found);
  },
});

export const signInOptions = route({
  method: 'get',
  path: '/session/options',
  tag: 'Account',
  summary: 'Which other places one can sign in by',
  output: {
    200: z.object({
      providers: z.array(z.string()),
      signUp: z.boolean().describe('Visitors may make an account'),
      mailKept: z.boolean().describe('No letter is sent: they lie in the folder `mail` of the data, as in a demo'),
    }),
  },
  scopes: 'public',
  handle: async (_, { identity, settings: { signUp = false, mailKept = false } }) =>
    ok({ providers: identity.providers, signUp, mailKept }),
});

export const signOut = route({
  method: 'delete',
  path: '/session',
  tag: 'Account',
  summary: 'Sign out',
  output: { 204: z.null() },
  scopes: 'public',
  handle: async ({ request }, deps) => {
    const token = sessionToken(request.header('cookie'));
    if (token !== null) await revokeSession(deps.database.admin, token);
    // Whoever sat in somebody's place is out of that, too.
    const acting = actingToken(request.header('cookie'));
    if (acting !== null) await endImpersonation(deps.database, acting);
    const secure = overTls(request, deps.settings.production);
    return noContent({ 'Set-Cookie': sessionCookie(null, { secure, days: 0 }) });
  },
});

export const getMe = route({
  method: 'get',
  path: '/me',
  tag: 'Account',
  summary: 'Who calls, and for which tenant',
  output: { 200: me },
  scopes: [],
  evenIfBarred: true,
  handle: async ({ caller, request }, deps) => ok(await viewOf(caller, request, deps)),
});
