import { z } from 'zod';
import { callerOfSession } from '#api/auth/authenticate.ts';
import { sessionCookie, sessionToken } from '#api/auth/session-cookie.ts';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { type RequestFacts, route } from '#api/frame/route.ts';
import { TokenBuckets } from '#api/frame/token-bucket.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { json } from '#api/schemas/common.ts';
import { revokeSession, SESSION_DAYS } from '#domain/identity/sessions.ts';
import { signIn as enter } from '#domain/identity/sign-in.ts';

const me = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string() }).nullable(),
  key: z.object({ name: z.string() }).nullable(),
  role: z.string().nullable(),
  scopes: z.array(z.string()),
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

const viewOf = ({ tenant, userId, email, name, role, scopes, kind }: Caller) => ({
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

/** Wrong passwords of one address from one place: ten at once, then one in half a minute. Right ones cost nothing. */
const wrongTries = new TokenBuckets({ burst: 10, perSecond: 1 / 30 });
const overTls = (request: RequestFacts, production: boolean): boolean =>
  production || request.origin.startsWith('https:');

export const signIn = route({
  method: 'post',
  path: '/session',
  tag: 'Account',
  summary: 'Sign in with e-mail and password',
  description: 'Sets an HttpOnly cookie that lasts 30 days.',
  body: z.object({
    email: z.string().min(3).max(320),
    password: z.string().min(1).max(1_000),
    tenant: z.string().max(63).optional().describe('Slug, for people of several tenants'),
  }),
  output: { 200: me },
  errors: ['unauthorized', 'rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    const who = `${request.ip} ${body.email.trim().toLowerCase()}`;
    const allowance = wrongTries.peek(who, deps.now());
    if (!allowance.allowed)
      throw tooMany(wrongTries.rule, allowance, deps.now(), [
        'Tentativas demais. Espere um pouco.',
        'Too many tries. Wait a little.',
      ]);
    const found = await enter(deps.database.admin, { ...body, tenantSlug: body.tenant });
    if (!found) {
      wrongTries.take(who, deps.now());
      throw fail('unauthorized', 'E-mail ou senha não conferem.', 'E-mail or password do not match.');
    }
    const cookie = sessionCookie(found.token, {
      secure: overTls(request, deps.settings.production),
      days: SESSION_DAYS,
    });
    return ok(viewOf(callerOfSession(found.session, request.ip)), { 'Set-Cookie': cookie });
  },
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
  handle: async ({ caller }) => ok(viewOf(caller)),
});
