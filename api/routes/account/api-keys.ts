import { z } from 'zod';
import { SCOPE_GROUPS, SCOPE_WORDS } from '#api/auth/scope-words.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { type Caller, SCOPES } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { apiKey } from '#api/schemas/api-key.ts';
import { givenInstant, id, page, pageQuery } from '#api/schemas/common.ts';
import {
  createApiKey as create,
  getApiKey as get,
  listApiKeys as list,
  revokeApiKey as revoke,
} from '#domain/identity/api-keys.ts';
import { isIpRange } from '#domain/identity/ip-ranges.ts';
import { formatId } from '#domain/ids.ts';
import { faultWords } from '#flow/fault-words.ts';

export const keyParams = z.object({ key: id('key') });

export const keyFields = {
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(z.enum([...SCOPES, '*']))
    .min(1)
    .describe('`*` is everything'),
  expiresAt: givenInstant.nullish(),
  allowedIps: z
    .array(
      z
        .string()
        .trim()
        .max(50)
        .refine(isIpRange, faultWords('Um endereço ou uma faixa CIDR', 'An address or a CIDR range')),
    )
    .max(50)
    .describe('Addresses and CIDR ranges that it may be used from; none: anywhere'),
  perMinute: z.number().int().min(1).max(60_000).nullish().describe('Calls a minute; null: the usual limit'),
};

/** Nobody gives a right that they do not have. @throws `forbidden`. */
export function refuseMore(caller: Caller, scopes: readonly string[]): void {
  const more = caller.scopes.has('*') ? [] : scopes.filter((one) => !caller.scopes.has(one));
  if (more.length > 0)
    throw fail('forbidden', `Você não tem o direito ${more.join(', ')}.`, `You lack the right ${more.join(', ')}.`);
}

export const createApiKey = route({
  method: 'post',
  path: '/api-keys',
  tag: 'Keys',
  summary: 'Make an API key',
  description: 'The key itself is in this answer alone.',
  body: z.object({
    ...keyFields,
    scopes: keyFields.scopes.default(['*']),
    allowedIps: keyFields.allowedIps.default([]),
  }),
  output: { 201: apiKey.extend({ key: z.string() }) },
  errors: ['plan_required'],
  scopes: ['keys:write'],
  idempotent: true,
  handle: async ({ caller, body, resourceId }, deps) => {
    refuseMore(caller, body.scopes);
    await deps.entitlements.requireFeature(caller.tenant.id, 'api');
    const own = resourceId === undefined ? {} : { id: formatId('key', resourceId) };
    const { expiresAt = null, perMinute = null } = body;
    const given = { ...body, ...own, expiresAt, perMinute, by: caller.principal };
    const { key, view } = await deps.database.withTenant(caller.tenant.id, (db) => create(db, given));
    return created(`/v1/api-keys/${view.id}`, { ...view, key });
  },
});

export const listApiKeys = route({
  method: 'get',
  path: '/api-keys',
  tag: 'Keys',
  summary: 'API keys, newest first',
  query: pageQuery,
  output: { 200: page(apiKey) },
  scopes: ['keys:read'],
  handle: async ({ caller, query }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, query))),
});

export const getApiKey = route({
  method: 'get',
  path: '/api-keys/{key}',
  tag: 'Keys',
  summary: 'One API key, without its secret',
  params: keyParams,
  output: { 200: apiKey },
  scopes: ['keys:read'],
  handle: async ({ caller, params }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => get(db, params.key))),
});

export const revokeApiKey = route({
  method: 'delete',
  path: '/api-keys/{key}',
  tag: 'Keys',
  summary: 'Revoke an API key, at once',
  params: keyParams,
  output: { 204: z.null() },
  scopes: ['keys:write'],
  handle: async ({ caller, params }, deps) => {
    await deps.database.withTenant(caller.tenant.id, (db) => revoke(db, params.key, caller.principal));
    return noContent();
  },
});

export const listScopes = route({
  method: 'get',
  path: '/scopes',
  tag: 'Keys',
  summary: 'The rights that a key may have, by area, in the caller’s language',
  output: {
    200: z.object({
      data: z.array(z.object({ title: z.string(), scopes: z.array(z.object({ id: z.string(), text: z.string() })) })),
    }),
  },
  scopes: [],
  handle: async ({ request }) => {
    const language = request.locale === 'en' ? 'en' : 'pt';
    const data = SCOPE_GROUPS.map(({ title, scopes }) => ({
      title: title[language],
      scopes: scopes.map((one) => ({ id: one, text: SCOPE_WORDS[one][language] })),
    }));
    return ok({ data });
  },
});
