import { z } from 'zod';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { route } from '#api/frame/route.ts';
import { refuseRole } from '#api/people/gives.ts';
import { id, instant, page, pageQuery } from '#api/schemas/common.ts';
import { leaveTenant } from '#domain/people/leave-tenant.ts';
import { changeMemberRole, holdMember, removeMember } from '#domain/people/members.ts';
import { readRole } from '#domain/people/role.ts';
import { getMember, listMembers as list } from '#domain/tenants/list-members.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

const member = z.object({
  id: id('usr'),
  name: z.string(),
  email: z.string(),
  role: z.string().describe('A built-in role, or `rol_…`'),
  roleName: z.string().nullable().describe('Of a role of the tenant’s own'),
  since: instant,
  disabled: z.boolean().describe('They may not sign in'),
  twoStep: z.boolean().describe('Two-step verification is on'),
});

const params = z.object({ user: id('usr') });

export const listMembers = route({
  method: 'get',
  path: '/members',
  tag: 'People',
  summary: 'The people of the tenant, those who came first first',
  query: pageQuery,
  output: { 200: page(member) },
  scopes: ['members:read'],
  handle: async ({ caller, query }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, query))),
});

/** Whoever may less changes nobody who may more. */
const mayChange = async (db: TenantDb, caller: Caller, user: string): Promise<void> =>
  refuseRole(caller, await holdMember(db, user));

export const changeMember = route({
  method: 'patch',
  path: '/members/{user}',
  tag: 'People',
  summary: 'Give a member another role, at once',
  description: 'Nobody gives a right that they lack; owners are made and unmade by owners, and one always stays.',
  params,
  body: z.strictObject({ role: z.string().max(40) }),
  output: { 200: member },
  errors: ['conflict'],
  scopes: ['members:write'],
  handle: async ({ caller, params: { user }, body: { role } }, deps) => {
    const changed = await deps.database.withTenant(caller.tenant.id, async (db) => {
      await mayChange(db, caller, user);
      refuseRole(caller, await readRole(db, role));
      await changeMemberRole(db, { userId: user, role, by: caller.principal });
      return getMember(db, user);
    });
    return ok(changed);
  },
});

export const deleteMember = route({
  method: 'delete',
  path: '/members/{user}',
  tag: 'People',
  summary: 'Remove a member; they are out at once',
  params,
  output: { 204: z.null() },
  errors: ['conflict'],
  scopes: ['members:write'],
  handle: async ({ caller, params: { user } }, deps) => {
    await deps.database.withTenant(caller.tenant.id, async (db) => {
      await mayChange(db, caller, user);
      await removeMember(db, { userId: user, by: caller.principal });
    });
    await leaveTenant(deps.database.admin, caller.tenant.id, user);
    return noContent();
  },
});
