import { z } from 'zod';
import { authenticate } from '#api/auth/authenticate.ts';
import { sessionCookie, sessionToken } from '#api/auth/session-cookie.ts';
import type { ApiDeps } from '#api/deps.ts';
import { ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { type RequestFacts, route } from '#api/frame/route.ts';
import { TokenBuckets } from '#api/frame/token-bucket.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { placeOf } from '#domain/identity/ip-ranges.ts';
import { hashPassword } from '#domain/identity/password.ts';
import { checkNewPassword } from '#domain/identity/password-rules.ts';
import { createSession, SESSION_DAYS } from '#domain/identity/sessions.ts';
import { keepPassword } from '#domain/identity/users.ts';
import { acceptInvite as accept, findInvite, type OpenInvite, personOfInvite } from '#domain/people/accept-invite.ts';
import { switchWorkspace } from '#domain/people/workspaces.ts';
import { refuseSso } from './refuse-sso.ts';

const token = z.string().min(20).max(100);

/** An account costs a slow hash: so many of one address at once, then one in ten seconds. */
export const openInviteTries = (): TokenBuckets => new TokenBuckets({ burst: 20, perSecond: 1 / 10 });

function refuseFlood({ inviteTries, now }: ApiDeps, ip: string): void {
  const nowMs = now();
  const allowance = inviteTries.take(placeOf(ip), nowMs);
  if (!allowance.allowed)
    throw tooMany(inviteTries.rule, allowance, nowMs, [
      'Tentativas demais. Espere um pouco.',
      'Too many tries. Wait a little.',
    ]);
}

export const lookAtInvite = route({
  method: 'post',
  path: '/invites/look',
  tag: 'People',
  summary: 'What the link of an invite leads to',
  body: z.strictObject({ token }),
  output: {
    200: z.object({
      tenantName: z.string(),
      email: z.string(),
      role: z.string(),
      roleName: z.string().nullable(),
      passwordLength: z.int(),
      known: z.boolean().describe('There is an account at this address'),
    }),
  },
  errors: ['not_found', 'rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    refuseFlood(deps, request.ip);
    const found = await findInvite(deps.database.admin, body.token);
    const { tenantName, email, role, roleTitle, passwordLength, known } = found;
    return ok({ tenantName, email, role, roleName: roleTitle, passwordLength, known });
  },
});

/** Whoever is signed in, as long as the invite is theirs. @throws `forbidden` for another address, or another tenant's provider's word. */
async function signedInFor(deps: ApiDeps, request: RequestFacts, { email, tenantId }: OpenInvite) {
  const cookie = request.header('cookie');
  if (sessionToken(cookie) === null) return null;
  const caller = await authenticate(deps.database.admin, { cookie }, request.ip, { own: true }).catch(() => null);
  if (!caller?.userId || !caller.sessionId || caller.impersonator !== null) return null;
  if (tenantId !== caller.tenant.id) refuseSso(caller);
  if (caller.email === email) return { userId: caller.userId, sessionId: caller.sessionId };
  throw fail(
    'forbidden',
    `Este convite é para ${email}. Saia e entre com esse e-mail.`,
    `This invite is for ${email}. Sign out, and sign in with that e-mail.`,
  );
}

export const acceptInvite = route({
  method: 'post',
  path: '/invites/accept',
  tag: 'People',
  summary: 'Take up an invite, signed in with its address or with a new account',
  description:
    'Whoever has no account gives a name and a password, and is signed in. The session then looks at the tenant.',
  body: z.strictObject({
    token,
    name: z.string().trim().min(1).max(100).optional(),
    password: z.string().min(1).max(1_000).optional(),
  }),
  output: { 200: z.object({ tenantId: z.string() }) },
  errors: ['not_found', 'forbidden', 'conflict', 'rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    refuseFlood(deps, request.ip);
    const { admin } = deps.database;
    const invite = await findInvite(admin, body.token);
    const { tenantId } = invite;
    const signedIn = await signedInFor(deps, request, invite);
    if (signedIn) {
      await accept(deps.database, invite, { userId: signedIn.userId, token: body.token });
      await switchWorkspace(admin, { ...signedIn, tenantId });
      return ok({ tenantId });
    }
    const { name, password } = body;
    if (name === undefined || password === undefined)
      throw fail('unauthorized', 'Entre na sua conta, ou crie uma.', 'Sign in, or make an account.');
    const rules = { email: invite.email, name, tenants: [invite.tenantName], minLength: invite.passwordLength };
    await checkNewPassword(password, rules, deps.identity.askRange);
    const hash = await hashPassword(password);
    const { userId, mustSignIn } = await personOfInvite(admin, invite, name);
    await accept(deps.database, invite, { userId, token: body.token });
    if (mustSignIn) return ok({ tenantId });
    // Only now: of two who take it up at once, the password of the one who was quicker stands.
    await keepPassword(admin.sql, userId, hash);
    const agent = request.header('user-agent') ?? null;
    const opened = { userId, tenantId, ip: request.ip, userAgent: agent, method: 'invite' };
    const session = await createSession(admin.sql, opened);
    const secure = deps.settings.production || request.origin.startsWith('https:');
    return ok({ tenantId }, { 'Set-Cookie': sessionCookie(session.token, { secure, days: SESSION_DAYS }) });
  },
});
