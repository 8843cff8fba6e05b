import { z } from 'zod';
import { changeConnection } from '#api/connections/change-connection.ts';
import { redirectUriOf, startSignIn } from '#api/connections/sign-in.ts';
import { revokeAccount, signedInAccount } from '#api/connections/signed-in-account.ts';
import { testConnection as test } from '#api/connections/test-connection.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { id, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import { parseConnectionInput } from '#connectors/connection-types.ts';
import { OAUTH_PROVIDERS } from '#connectors/http/oauth-providers.ts';
import { getConnection as get, listConnections as list } from '#domain/connections/read-connection.ts';
import { createConnection as create, deleteConnection as remove } from '#domain/connections/write-connection.ts';
import { formatId } from '#domain/ids.ts';
import type { JsonObject } from '#flow/json.ts';

const connection = z.object({
  id: id('con'),
  connector: z.string(),
  name: z.string(),
  config: z.record(z.string(), json).describe('What is not secret'),
  hosts: z.array(z.string()).describe('Where the secret may go'),
  createdBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
  testedAt: instant.nullable(),
  testError: z.string().nullable(),
  tokenExpiresAt: instant.nullable().describe('Of the OAuth 2 access token that is kept for it'),
  secretChangedAt: instant.describe('When the secret was last written'),
  signIn: z
    .object({
      state: z.enum(['signed_in', 'needed']),
      account: z.string().nullable().describe('Who, as the other side calls them'),
      at: instant.nullable(),
      failedAt: instant.nullable().describe('Since when it has to be done again'),
    })
    .nullable()
    .describe('Of connections that a person signs in to'),
});
const words = z.object({ pt: z.string(), en: z.string() });
const provider = z.object({
  id: z.string(),
  title: words,
  fields: z
    .object({
      ...{ authorizeUrl: z.string(), tokenUrl: z.string(), accountUrl: z.string(), revokeUrl: z.string().optional() },
      ...{ scope: z.string(), clientAuth: z.enum(['basic', 'body']), hosts: z.array(z.string()) },
    })
    .describe('Fields of the connection'),
  console: z.string().describe('Where client id and secret are to be had'),
});
const connectionRef = z.object({ connection: id('con') });

const etag = (updatedAt: string): string => `"${Date.parse(updatedAt)}"`;

/** @throws `stale` where `If-Match` names another state than this. */
function refuseStale(ifMatch: string | undefined, updatedAt: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (!tags.includes(etag(updatedAt)))
    throw fail('stale', 'Alguém mudou a conexão antes de você.', 'Somebody changed the connection before you.');
}

/** Flat: `connector`, `name`, and the fields that `GET /v1/node-types` shows for the connector. */
const fields = z.record(z.string(), json) as z.ZodType<JsonObject>;

export const createConnection = route({
  method: 'post',
  path: '/connections',
  tag: 'Connections',
  summary: 'Keep the credentials of a connector',
  description: 'Flat: `{ connector, name, …fields }`. The secret is never read back, and sent only to its hosts.',
  body: fields,
  output: { 201: connection },
  errors: ['conflict'],
  scopes: ['connections:write'],
  idempotent: true,
  handle: async ({ caller, body, request, resourceId }, deps) => {
    const given = { ...parseConnectionInput(body, request.locale), by: caller.principal };
    const id = resourceId === undefined ? {} : { id: formatId('con', resourceId) };
    const made = await deps.database.withTenant(caller.tenant.id, (db) => create(db, { ...given, ...id }));
    return created(`/v1/connections/${made.id}`, made, { ETag: etag(made.updatedAt) });
  },
});

export const listConnections = route({
  method: 'get',
  path: '/connections',
  tag: 'Connections',
  summary: 'Connections, newest first',
  query: pageQuery.extend({ connector: z.string().max(100).optional() }),
  output: { 200: page(connection) },
  scopes: ['connections:read'],
  handle: async ({ caller, query: { cursor, limit, ...filters } }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, filters, { cursor, limit }))),
});

export const getConnection = route({
  method: 'get',
  path: '/connections/{connection}',
  tag: 'Connections',
  summary: 'One connection, without its secret',
  params: connectionRef,
  output: { 200: connection },
  scopes: ['connections:read'],
  handle: async ({ caller, params }, deps) => {
    const found = await deps.database.withTenant(caller.tenant.id, (db) => get(db, params.connection));
    return ok(found, { ETag: etag(found.updatedAt) });
  },
});

export const updateConnection = route({
  method: 'patch',
  path: '/connections/{connection}',
  tag: 'Connections',
  summary: 'Rename it, or change its fields',
  description: 'What is left out stays. Other hosts ask for the secret again.',
  params: connectionRef,
  body: fields,
  output: { 200: connection },
  errors: ['conflict', 'stale'],
  scopes: ['connections:write'],
  handle: async ({ caller, params, body, request }, deps) => {
    const asked = request.header('if-match');
    const changed = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const before = await get(db, params.connection);
      refuseStale(asked, before.updatedAt);
      return changeConnection(db, before.id, body, { by: caller.principal, locale: request.locale });
    });
    return ok(changed, { ETag: etag(changed.updatedAt) });
  },
});

export const deleteConnection = route({
  method: 'delete',
  path: '/connections/{connection}',
  tag: 'Connections',
  summary: 'Forget it',
  description: 'A connection that a published flow uses stays: 409.',
  params: connectionRef,
  output: { 204: z.null() },
  errors: ['conflict', 'stale'],
  scopes: ['connections:write'],
  handle: async ({ caller, params, request }, deps) => {
    const account = await deps.database.withTenant(caller.tenant.id, async (db) => {
      refuseStale(request.header('if-match'), (await get(db, params.connection)).updatedAt);
      const signedIn = await signedInAccount(db, params.connection);
      await remove(db, params.connection, caller.principal);
      return signedIn;
    });
    if (account) await revokeAccount(deps, account);
    return noContent();
  },
});

export const testConnection = route({
  method: 'post',
  path: '/connections/{connection}/test',
  timeoutMs: 60_000,
  tag: 'Connections',
  summary: 'Try it',
  params: connectionRef,
  body: z.object({}),
  output: { 200: connection },
  scopes: ['connections:use'],
  handle: async ({ caller, params, request }, deps) => ok(await test(deps, caller, params.connection, request.signal)),
});

export const signInToConnection = route({
  method: 'post',
  path: '/connections/{connection}/sign-in',
  tag: 'Connections',
  summary: 'Begin to sign in to it',
  description:
    'For connections with `grant: "authorization_code"`. Lead the browser of this session to `url`; the provider sends it back to `/oauth/callback`. Good once, for ten minutes, and only for a person who is signed in.',
  params: connectionRef,
  body: z.object({}),
  output: { 200: z.object({ url: z.string(), expiresAt: instant }) },
  scopes: ['connections:write'],
  handle: async ({ caller, params, request }, deps) =>
    ok(await startSignIn(deps, caller, params.connection, request.origin)),
});

export const listOauthProviders = route({
  method: 'get',
  path: '/oauth-providers',
  tag: 'Connections',
  summary: 'Providers whose addresses are known, for `http` connections that one signs in to',
  output: { 200: z.object({ data: z.array(provider), redirectUri: z.string().describe('What to register there') }) },
  scopes: ['connections:read'],
  handle: async ({ request }, deps) =>
    ok({ data: OAUTH_PROVIDERS.map((one) => ({ ...one })), redirectUri: redirectUriOf(deps, request.origin) }),
});
