import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { type RequestFacts, route } from '#api/frame/route.ts';
import { TokenBuckets } from '#api/frame/token-bucket.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { refuseRole } from '#api/people/gives.ts';
import { id, instant, page, pageQuery } from '#api/schemas/common.ts';
import { formatId } from '#domain/ids.ts';
import { emailAddress } from '#domain/mail/email-address.ts';
import { inviteLetter } from '#domain/people/invite-letter.ts';
import {
  createInvite as create,
  holdInvite,
  type InviteLetter,
  listInvites as list,
  resendInvite as resend,
  revokeInvite as revoke,
} from '#domain/people/invites.ts';
import { readRole } from '#domain/people/role.ts';
import { localeOf } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

const invite = z.object({
  id: id('inv'),
  email: z.string(),
  role: z.string().describe('A built-in role, or `rol_…`'),
  invitedBy: z.string(),
  createdAt: instant,
  sentAt: instant,
  expiresAt: instant,
  status: z.enum(['open', 'expired']),
});

const params = z.object({ invite: id('inv') });

/** Letters of one tenant: fifty at once, then one a minute. Nobody is written to without end in our name. */
const letters = new TokenBuckets({ burst: 50, perSecond: 1 / 60 });

function refuseFlood({ tenant }: Caller, nowMs: number): void {
  const allowance = letters.take(tenant.id, nowMs);
  if (!allowance.allowed)
    throw tooMany(letters.rule, allowance, nowMs, [
      'Convites demais em pouco tempo.',
      'Too many invites in a short time.',
    ]);
}

/** The token stands behind `#`: no server on the way, and no log, sees it. */
function send(deps: ApiDeps, caller: Caller, request: RequestFacts, { invite: made, token }: InviteLetter): void {
  const url = `${deps.settings.publicUrl ?? request.origin}/invite#${token}`;
  const given = { to: made.email, tenantName: caller.tenant.name, by: caller.name, url };
  deps.identity.mail.sendLater(inviteLetter(given, localeOf(caller.tenant)));
}

/** Whoever may less touches no invite to more. */
const mayTouch = async (db: TenantDb, caller: Caller, inviteId: string): Promise<void> => {
  const { role, role_id } = await holdInvite(db, inviteId);
  refuseRole(caller, await readRole(db, role_id === null ? role : formatId('rol', role_id)));
};

export const createInvite = route({
  method: 'post',
  path: '/invites',
  tag: 'People',
  summary: 'Invite somebody by mail',
  description: 'The link in the letter is good for seven days, once, and for that address alone.',
  body: z.strictObject({ email: emailAddress, role: z.string().max(40) }),
  output: { 201: invite },
  errors: ['not_found', 'conflict', 'limit_exceeded', 'rate_limited'],
  scopes: ['members:write'],
  idempotent: true,
  handle: async ({ caller, body, request, resourceId }, deps) => {
    refuseFlood(caller, deps.now());
    const own = resourceId === undefined ? {} : { id: formatId('inv', resourceId) };
    const letter = await deps.database.withTenant(caller.tenant.id, async (db) => {
      refuseRole(caller, await readRole(db, body.role));
      return create(db, { ...body, ...own, by: caller.principal });
    });
    send(deps, caller, request, letter);
    return created(`/v1/invites/${letter.invite.id}`, letter.invite);
  },
});

export const listInvites = route({
  method: 'get',
  path: '/invites',
  tag: 'People',
  summary: 'Invites that nobody took up or back, newest first',
  query: pageQuery,
  output: { 200: page(invite) },
  scopes: ['members:read'],
  handle: async ({ caller, query }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, query))),
});

export const resendInvite = route({
  method: 'post',
  path: '/invites/{invite}/resend',
  tag: 'People',
  summary: 'Send an invite again: a new link, another seven days',
  description: 'The link of before opens nothing any more.',
  params,
  output: { 200: invite },
  errors: ['rate_limited'],
  scopes: ['members:write'],
  handle: async ({ caller, params: { invite: inviteId }, request }, deps) => {
    refuseFlood(caller, deps.now());
    const letter = await deps.database.withTenant(caller.tenant.id, async (db) => {
      await mayTouch(db, caller, inviteId);
      return resend(db, inviteId, caller.principal);
    });
    send(deps, caller, request, letter);
    return ok(letter.invite);
  },
});

export const revokeInvite = route({
  method: 'delete',
  path: '/invites/{invite}',
  tag: 'People',
  summary: 'Take an invite back; its link opens nothing any more',
  params,
  output: { 204: z.null() },
  scopes: ['members:write'],
  handle: async ({ caller, params: { invite: inviteId } }, deps) => {
    await deps.database.withTenant(caller.tenant.id, async (db) => {
      await mayTouch(db, caller, inviteId);
      await revoke(db, inviteId, caller.principal);
    });
    return noContent();
  },
});
