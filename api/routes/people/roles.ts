import { z } from 'zod';
import { ROLE_SCOPES } from '#api/auth/role-scopes.ts';
import { SCOPE_GROUPS, SCOPE_WORDS } from '#api/auth/scope-words.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { SCOPES } from '#api/frame/caller.ts';
import { route } from '#api/frame/route.ts';
import { refuseMore } from '#api/people/gives.ts';
import { id, instant } from '#api/schemas/common.ts';
import { formatId } from '#domain/ids.ts';
import { BUILT_IN_ROLES } from '#domain/people/role.ts';
import {
  createRole as create,
  getRole,
  listRoles as list,
  deleteRole as remove,
  updateRole as update,
} from '#domain/people/roles.ts';
import { inLocale } from '#flow/json.ts';

const customRole = z.object({
  id: id('rol'),
  name: z.string(),
  description: z.string(),
  scopes: z.array(z.string()),
  members: z.int().describe('People who have it'),
  createdAt: instant,
  updatedAt: instant,
});

const name = z.string().trim().min(1).max(60);
const description = z.string().trim().max(300);
const scopes = z
  .array(z.enum(SCOPES))
  .min(1)
  .max(SCOPES.length)
  .transform((all) => SCOPES.filter((one) => all.includes(one)));

export const listRoles = route({
  method: 'get',
  path: '/roles',
  tag: 'People',
  summary: 'Roles: the built-in ones and the tenant’s own, and what each may do',
  description: '`rights` are all that there are, in groups, in the language of the reader.',
  output: {
    200: z.object({
      builtIn: z.array(z.object({ name: z.string(), scopes: z.array(z.string()) })),
      custom: z.array(customRole),
      rights: z.array(
        z.object({ title: z.string(), scopes: z.array(z.object({ scope: z.string(), text: z.string() })) }),
      ),
    }),
  },
  scopes: ['members:read'],
  handle: async ({ caller, request }, deps) =>
    ok({
      builtIn: BUILT_IN_ROLES.map((role) => ({ name: role, scopes: [...ROLE_SCOPES[role]] })),
      custom: await deps.database.withTenant(caller.tenant.id, list),
      rights: SCOPE_GROUPS.map((group) => ({
        title: inLocale(group.title, request.locale),
        scopes: group.scopes.map((scope) => ({ scope, text: inLocale(SCOPE_WORDS[scope], request.locale) })),
      })),
    }),
});

export const createRole = route({
  method: 'post',
  path: '/roles',
  tag: 'People',
  summary: 'Make a role of the tenant’s own',
  body: z.strictObject({ name, description: description.default(''), scopes }),
  output: { 201: customRole },
  errors: ['conflict'],
  scopes: ['members:write'],
  idempotent: true,
  handle: async ({ caller, body, resourceId }, deps) => {
    refuseMore(caller, body.scopes);
    const own = resourceId === undefined ? {} : { id: formatId('rol', resourceId) };
    const role = await deps.database.withTenant(caller.tenant.id, (db) =>
      create(db, { ...body, ...own, by: caller.principal }),
    );
    return created(`/v1/roles/${role.id}`, role);
  },
});

export const updateRole = route({
  method: 'patch',
  path: '/roles/{role}',
  tag: 'People',
  summary: 'Change a role; it counts at once for whoever has it',
  params: z.object({ role: id('rol') }),
  body: z.strictObject({ name: name.optional(), description: description.optional(), scopes: scopes.optional() }),
  output: { 200: customRole },
  errors: ['conflict'],
  scopes: ['members:write'],
  handle: async ({ caller, params, body }, deps) => {
    const role = await deps.database.withTenant(caller.tenant.id, async (db) => {
      // A role that may more than its editor is not theirs to cut either.
      refuseMore(caller, [...(await getRole(db, params.role)).scopes, ...(body.scopes ?? [])]);
      return update(db, params.role, body, caller.principal);
    });
    return ok(role);
  },
});

export const deleteRole = route({
  method: 'delete',
  path: '/roles/{role}',
  tag: 'People',
  summary: 'Delete a role that nobody has',
  params: z.object({ role: id('rol') }),
  output: { 204: z.null() },
  errors: ['conflict'],
  scopes: ['members:write'],
  handle: async ({ caller, params }, deps) => {
    await deps.database.withTenant(caller.tenant.id, async (db) => {
      refuseMore(caller, (await getRole(db, params.role)).scopes);
      await remove(db, params.role, caller.principal);
    });
    return noContent();
  },
});
