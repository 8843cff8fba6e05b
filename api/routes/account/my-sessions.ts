import { z } from 'zod';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail, notFound } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { endSession, listSessions } from '#domain/identity/list-sessions.ts';
import { revokeSessionsOf } from '#domain/identity/sessions.ts';
import { waysIn } from '#domain/identity/ways-in.ts';

const session = z.object({
  id: z.string(),
  device: z.string().nullable(),
  ip: z.string().nullable(),
  method: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  expiresAt: z.string(),
  impersonated: z.boolean(),
  current: z.boolean(),
});

/** Sessions are a person's: a key has none. @throws `forbidden` */
function person({ userId, impersonator }: Caller, change: boolean): string {
  if (userId === null) throw fail('forbidden', 'Chaves não têm sessões.', 'Keys have no sessions.');
  if (change && impersonator !== null)
    throw fail(
      'forbidden',
      'No lugar de outra pessoa isto não se muda.',
      'This cannot be changed in somebody else’s place.',
    );
  return userId;
}

/** Whom a tenant's provider let in sees and ends what it opened, and nothing of other tenants. */
const withinOf = ({ sso, tenant }: Caller): string | null => (sso ? tenant.id : null);

export const listMySessions = route({
  method: 'get',
  path: '/me/sessions',
  tag: 'Account',
  summary: 'Where this person is signed in',
  output: { 200: z.object({ data: z.array(session) }) },
  scopes: [],
  handle: async ({ caller }, deps) => {
    const found = await listSessions(deps.database.admin, person(caller, false), withinOf(caller));
    return ok({ data: found.map((one) => ({ ...one, current: one.id === caller.sessionId })) });
  },
});

export const endOtherSessions = route({
  method: 'delete',
  path: '/me/sessions',
  tag: 'Account',
  summary: 'Sign out everywhere but here',
  output: { 200: z.object({ ended: z.int() }) },
  scopes: [],
  handle: async ({ caller }, deps) => {
    const { sql } = deps.database.admin;
    return ok({ ended: await revokeSessionsOf(sql, person(caller, true), caller.sessionId, withinOf(caller)) });
  },
});

export const endMySession = route({
  method: 'delete',
  path: '/me/sessions/{session}',
  tag: 'Account',
  summary: 'End one session of this person',
  params: z.object({ session: z.string().regex(/^ses_[0-9a-f]{32}$/) }),
  output: { 204: z.null() },
  errors: ['not_found'],
  scopes: [],
  handle: async ({ caller, params }, deps) => {
    if (!(await endSession(deps.database.admin, person(caller, true), params.session, withinOf(caller))))
      throw notFound();
    return noContent();
  },
});

export const getMySignIn = route({
  method: 'get',
  path: '/me/sign-in',
  tag: 'Account',
  summary: 'How this person signs in',
  output: { 200: z.object({ password: z.boolean(), twoStep: z.boolean(), passkeys: z.int() }) },
  scopes: [],
  handle: async ({ caller }, deps) => ok(await waysIn(deps.database.admin, person(caller, false))),
});
