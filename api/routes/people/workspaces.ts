import { z } from 'zod';
import { created, noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { id } from '#api/schemas/common.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { formatId } from '#domain/ids.ts';
import { leaveTenant } from '#domain/people/leave-tenant.ts';
import { removeMember } from '#domain/people/members.ts';
import {
  createWorkspace as create,
  listWorkspaces as list,
  switchWorkspace as move,
} from '#domain/people/workspaces.ts';
import { refuseSso } from './refuse-sso.ts';

const workspace = z.object({
  id: id('ten'),
  slug: z.string(),
  name: z.string(),
  role: z.string(),
  roleName: z.string().nullable(),
  status: z.enum(['active', 'suspended', 'deleting']),
});

/** Keys belong to one tenant, and one of ours in somebody's place was let into one. @throws `forbidden` */
function personOf({ userId, sessionId, impersonator }: Caller): { userId: string; sessionId: string } {
  if (userId !== null && sessionId !== null && impersonator === null) return { userId, sessionId };
  throw fail(
    'forbidden',
    'Isto é só para quem entrou na própria conta.',
    'This is for people who signed in themselves.',
  );
}

export const listWorkspaces = route({
  method: 'get',
  path: '/workspaces',
  tag: 'People',
  summary: 'The tenants of whoever is signed in, by name',
  output: { 200: z.object({ data: z.array(workspace) }) },
  scopes: [],
  evenIfBarred: true,
  handle: async ({ caller }, deps) => {
    const all = await list(deps.database.admin, personOf(caller).userId);
    return ok({ data: caller.sso ? all.filter((one) => one.id === caller.tenant.id) : all });
  },
});

export const createWorkspace = route({
  method: 'post',
  path: '/workspaces',
  tag: 'People',
  summary: 'Make a tenant of one’s own',
  description:
    'Whoever makes it is its owner. The session goes on looking at the tenant of before: switch to the new one.',
  body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
  output: { 201: workspace },
  errors: ['conflict', 'plan_required', 'limit_exceeded'],
  scopes: [],
  evenIfBarred: true,
  idempotent: true,
  handle: async ({ caller, body, resourceId }, deps) => {
    refuseSso(caller);
    const { userId } = personOf(caller);
    const { timezone, locale } = caller.tenant;
    const own = resourceId === undefined ? undefined : formatId('ten', resourceId);
    const tenantId = await create(deps.database, { id: own, name: body.name, timezone, locale, userId });
    const made = (await list(deps.database.admin, userId)).find((one) => one.id === tenantId);
    return created('/v1/workspaces', made);
  },
});

export const switchWorkspace = route({
  method: 'post',
  path: '/session/workspace',
  tag: 'People',
  summary: 'Look at another tenant of one’s own',
  description: 'Counts for this session alone, in all its windows.',
  body: z.strictObject({ tenant: id('ten') }),
  output: { 204: z.null() },
  scopes: [],
  evenIfBarred: true,
  handle: async ({ caller, body: { tenant } }, deps) => {
    if (tenant !== caller.tenant.id) refuseSso(caller);
    await move(deps.database.admin, { ...personOf(caller), tenantId: tenant });
    await deps.database.withTenant(tenant, (db) =>
      appendAudit(db, { actor: caller.principal, action: 'session.enter', target: tenant, data: {} }),
    );
    return noContent();
  },
});

export const leaveWorkspace = route({
  method: 'delete',
  path: '/workspaces/current',
  tag: 'People',
  summary: 'Leave the tenant that the session looks at',
  description: 'The last owner stays. The session then looks at another tenant of the person, or at none.',
  output: { 204: z.null() },
  errors: ['conflict'],
  scopes: [],
  evenIfBarred: true,
  handle: async ({ caller }, deps) => {
    const { userId } = personOf(caller);
    await deps.database.withTenant(caller.tenant.id, (db) => removeMember(db, { userId, by: caller.principal }));
    await leaveTenant(deps.database.admin, caller.tenant.id, userId);
    return noContent();
  },
});
