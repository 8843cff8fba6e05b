import { z } from 'zod';
import { noContent, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { id, instant } from '#api/schemas/common.ts';
import {
  blockUser as block,
  resumeTenant as resume,
  suspendTenant as suspend,
  unblockUser as unblock,
  unlockUser as unlock,
} from '#domain/access/block.ts';
import { findTenants, findUsers } from '#domain/access/operator-lists.ts';
import { askPlacement } from '#domain/placement/ask-placement.ts';
import { createTenant } from './create-tenant.ts';
import { beginImpersonationRoute, endImpersonationRoute } from './impersonations.ts';
import { operatorTenant } from './operator-tenant.ts';

const tag = 'Operators';
const reason = z.strictObject({ reason: z.string().trim().min(3).max(300) });
const tenantParams = z.object({ tenant: id('ten') });
const userParams = z.object({ user: id('usr') });
const search = z.string().trim().max(200).optional();

const listAllTenants = operatorRoute({
  method: 'get',
  path: '/admin/tenants',
  tag,
  summary: 'Tenants of the installation, newest first, 50 a page',
  query: z.object({ q: search, after: id('ten').optional() }),
  output: { 200: z.object({ data: z.array(operatorTenant) }) },
  handle: async ({ query }, deps) => ok({ data: await findTenants(deps.database.admin, query) }),
});

const listAllUsers = operatorRoute({
  method: 'get',
  path: '/admin/users',
  tag,
  summary: 'People of the installation, newest first, 50 a page',
  query: z.object({ q: search, after: id('usr').optional(), tenant: id('ten').optional() }),
  output: {
    200: z.object({
      data: z.array(
        z.object({
          id: id('usr'),
          name: z.string(),
          email: z.string(),
          blockedAt: instant.nullable(),
          lockedUntil: instant.nullable().describe('Nobody may try a password of theirs until then'),
          twoStep: z.boolean(),
          lastSeenAt: instant.nullable(),
          tenants: z.array(z.object({ id: id('ten'), name: z.string(), role: z.string() })),
        }),
      ),
    }),
  },
  handle: async ({ query }, deps) => ok({ data: await findUsers(deps.database.admin, query) }),
});

const suspendTenant = operatorRoute({
  method: 'post',
  path: '/admin/tenants/{tenant}/suspend',
  tag,
  summary: 'Suspend a tenant: within a second nobody and nothing comes in',
  description: 'What runs goes on to its end. Its people read the reason.',
  params: tenantParams,
  body: reason,
  output: { 204: z.null() },
  errors: ['not_found', 'conflict'],
  handle: async ({ params, body, by }, deps) => {
    await suspend(deps.database, params.tenant, { by, reason: body.reason });
    return noContent();
  },
});

const resumeTenant = operatorRoute({
  method: 'post',
  path: '/admin/tenants/{tenant}/resume',
  tag,
  summary: 'A suspended tenant is active again',
  params: tenantParams,
  body: reason,
  output: { 204: z.null() },
  errors: ['not_found', 'conflict'],
  handle: async ({ params, body, by }, deps) => {
    await resume(deps.database, params.tenant, { by, reason: body.reason });
    return noContent();
  },
});

const placeTenant = operatorRoute({
  method: 'post',
  path: '/admin/tenants/{tenant}/placement',
  tag,
  summary: 'Move a tenant’s rows into a schema of its own, or back among those of all others',
  description:
    'The workers carry it out, step by step; the list of tenants says how far it is. While it lasts the tenant’s calls get 503 `unavailable`. Asked for where they are already, nothing happens; asked, while they move, for where they came from, the move is taken back.',
  params: tenantParams,
  body: reason.extend({ place: z.enum(['shared', 'own']) }),
  output: { 204: z.null() },
  errors: ['not_found', 'conflict'],
  handle: async ({ params, body, by }, deps) => {
    await askPlacement(deps.database, params.tenant, { by, ...body });
    return noContent();
  },
});

const blockUser = operatorRoute({
  method: 'post',
  path: '/admin/users/{user}/block',
  tag,
  summary: 'Block a person: their sessions end within a second, everywhere',
  params: userParams,
  body: reason,
  output: { 204: z.null() },
  errors: ['not_found', 'conflict'],
  handle: async ({ params, body, by }, deps) => {
    if (by === `operator:${params.user}`)
      throw fail('conflict', 'Você não bloqueia a si mesmo.', 'You do not block yourself.');
    await block(deps.database, params.user, { by, reason: body.reason });
    return noContent();
  },
});

const unblockUser = operatorRoute({
  method: 'post',
  path: '/admin/users/{user}/unblock',
  tag,
  summary: 'A blocked person may sign in again',
  params: userParams,
  body: reason,
  output: { 204: z.null() },
  errors: ['not_found'],
  handle: async ({ params, body, by }, deps) => {
    await unblock(deps.database, params.user, { by, reason: body.reason });
    return noContent();
  },
});

const unlockUser = operatorRoute({
  method: 'post',
  path: '/admin/users/{user}/unlock',
  tag,
  summary: 'Take the lock of wrong passwords off a person',
  params: userParams,
  body: reason,
  output: { 204: z.null() },
  errors: ['not_found'],
  handle: async ({ params, body, by }, deps) => {
    await unlock(deps.database, params.user, { by, reason: body.reason });
    return noContent();
  },
});

/** What operators of the installation do (docs/people-and-access.md). */
export const adminRoutes: readonly Route[] = [
  ...[
    listAllTenants,
    createTenant,
    listAllUsers,
    suspendTenant,
    resumeTenant,
    placeTenant,
    blockUser,
    unblockUser,
    unlockUser,
  ],
  ...[beginImpersonationRoute, endImpersonationRoute],
];
