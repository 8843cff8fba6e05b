import { z } from 'zod';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { type Caller, SCOPES } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { givenInstant, id, instant, page, pageQuery } from '#api/schemas/common.ts';
import { createApiKey as create, listApiKeys as list, revokeApiKey as revoke } from '#domain/identity/api-keys.ts';
import { formatId } from '#domain/ids.ts';

const scope = z.enum([...SCOPES, '*']);

const apiKey = z.object({
  id: id('key'),
  name: z.string(),
  prefix: z.string().describe('The first characters of the key'),
  scopes: z.array(z.string()),
  createdBy: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

/** Nobody gives a right that they do not have. @throws `forbidden`. */
function refuseMore(caller: Caller, scopes: readonly string[]): void {
  const more = caller.scopes.has('*') ? [] : scopes.filter((one) => !caller.scopes.has(one));
  if (more.length > 0)
    throw fail('forbidden', `Você não tem o direito ${more.join(', ')}.`, `You lack the right ${more.join(', ')}.`);
}

export const createApiKey = route({
  method: 'post',
  path: '/api-keys',
  tag: 'Account',
  summary: 'Make an API key',
  description: 'The key itself is in this answer alone.',
  body: z.object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(scope).min(1).default(['*']),
    expiresAt: givenInstant.nullish(),
  }),
  output: { 201: apiKey.extend({ key: z.string() }) },
  scopes: ['keys:write'],
  idempotent: true,
  handle: async ({ caller, body, resourceId }, deps) => {
    refuseMore(caller, body.scopes);
    const own = resourceId === undefined ? {} : { id: formatId('key', resourceId) };
    const given = { ...body, ...own, expiresAt: body.expiresAt ?? null, by: caller.principal };
    const { key, view } = await deps.database.withTenant(caller.tenant.id, (db) => create(db, given));
    return created(`/v1/api-keys/${view.id}`, { ...view, key });
  },
});

export const listApiKeys = route({
  method: 'get',
  path: '/api-keys',
  tag: 'Account',
  summary: 'API keys, newest first',
  query: pageQuery,
  output: { 200: page(apiKey) },
  scopes: ['keys:read'],
  handle: async ({ caller, query }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, query))),
});

export const revokeApiKey = route({
  method: 'delete',
  path: '/api-keys/{key}',
  tag: 'Account',
  summary: 'Revoke an API key, at once',
  params: z.object({ key: id('key') }),
  output: { 204: z.null() },
  scopes: ['keys:write'],
  handle: async ({ caller, params }, deps) => {
    await deps.database.withTenant(caller.tenant.id, (db) => revoke(db, params.key, caller.principal));
    return noContent();
  },
});
