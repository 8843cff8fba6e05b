import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, page, pageQuery } from '#api/schemas/common.ts';
import {
  changedSecretHeaders,
  endpoint,
  endpointFields,
  endpointWithHealth,
  secretHeaders,
  withSecret,
} from '#api/schemas/webhook.ts';
import { checkUrl } from '#api/webhooks/check-url.ts';
import { formatId } from '#domain/ids.ts';
import { forgetEndpoint } from '#domain/outbound/forget-endpoint.ts';
import { getEndpoint, healthOf, listEndpoints } from '#domain/outbound/read-endpoint.ts';
import { createEndpoint, updateEndpoint } from '#domain/outbound/write-endpoint.ts';

export const endpointRef = z.object({ endpoint: id('whe') });
const tag = 'Webhook endpoints';

export const createWebhookEndpoint = route({
  method: 'post',
  path: '/webhook-endpoints',
  tag,
  summary: 'Have what happens told to an address',
  description: 'Messages are signed by Standard Webhooks. The secret is in this answer alone.',
  body: z.object({
    ...endpointFields,
    description: endpointFields.description.default(''),
    eventTypes: endpointFields.eventTypes.default([]),
    flowIds: endpointFields.flowIds.default([]),
    inOrder: endpointFields.inOrder.default(false),
    ratePerMinute: endpointFields.ratePerMinute.default(null),
    headers: endpointFields.headers.default({}),
    secretHeaders: secretHeaders.default({}),
    signature: z.enum(['hmac', 'ed25519']).default('hmac'),
  }),
  output: { 201: withSecret },
  errors: ['plan_required'],
  module: 'webhooks',
  scopes: ['webhooks:write'],
  idempotent: true,
  handle: async ({ caller, body, resourceId }, deps) => {
    await checkUrl(body.url, deps);
    const own = resourceId === undefined ? {} : { id: formatId('whe', resourceId) };
    const given = { ...body, ...own, by: caller.principal };
    const made = await deps.database.withTenant(caller.tenant.id, (db) => createEndpoint(db, given));
    const answer = { ...made.endpoint, secret: made.secret };
    return created(`/v1/webhook-endpoints/${answer.id}`, answer, { ETag: etagOf(answer.revision) });
  },
});

export const listWebhookEndpoints = route({
  method: 'get',
  path: '/webhook-endpoints',
  tag,
  summary: 'Webhook endpoints with their last 24 hours, newest first',
  query: pageQuery,
  output: { 200: page(endpointWithHealth) },
  scopes: ['webhooks:read'],
  handle: async ({ caller, query }, deps) =>
    ok(
      await deps.database.withTenant(caller.tenant.id, async (db) => {
        const { data, nextCursor } = await listEndpoints(db, query);
        const ids = data.map((one) => one.id);
        const health = await healthOf(db, ids);
        return { data: data.map((one) => ({ ...one, health: health.get(one.id) })), nextCursor };
      }),
    ),
});

export const getWebhookEndpoint = route({
  method: 'get',
  path: '/webhook-endpoints/{endpoint}',
  tag,
  summary: 'One webhook endpoint, without its secret',
  params: endpointRef,
  output: { 200: endpointWithHealth },
  scopes: ['webhooks:read'],
  handle: async ({ caller, params }, deps) => {
    const found = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const one = await getEndpoint(db, params.endpoint);
      return { ...one, health: (await healthOf(db, [one.id])).get(one.id) };
    });
    return ok(found, { ETag: etagOf(found.revision) });
  },
});

export const updateWebhookEndpoint = route({
  method: 'patch',
  path: '/webhook-endpoints/{endpoint}',
  tag,
  summary: 'Change a webhook endpoint',
  description: 'What is left out stays. Another host asks for the values of secret headers again.',
  params: endpointRef,
  body: z.object({ ...endpointFields, secretHeaders: changedSecretHeaders }).partial(),
  output: { 200: endpoint },
  errors: ['stale'],
  scopes: ['webhooks:write'],
  handle: async ({ caller, params, body, request }, deps) => {
    const revision = revisionIn(request.header('if-match'));
    if (body.url !== undefined) await checkUrl(body.url, deps);
    const changed = await deps.database.withTenant(caller.tenant.id, (db) =>
      updateEndpoint(db, params.endpoint, body, { revision, by: caller.principal }),
    );
    return ok(changed, { ETag: etagOf(changed.revision) });
  },
});

export const deleteWebhookEndpoint = route({
  method: 'delete',
  path: '/webhook-endpoints/{endpoint}',
  tag,
  summary: 'Forget a webhook endpoint',
  description: 'Its deliveries go with it, those on their way, too.',
  params: endpointRef,
  output: { 204: z.null() },
  errors: ['stale'],
  scopes: ['webhooks:write'],
  // A busy endpoint has a month of deliveries.
  timeoutMs: 120_000,
  handle: async ({ caller, params, request }, deps) => {
    const revision = revisionIn(request.header('if-match'));
    const { withTenant } = deps.database;
    await forgetEndpoint(withTenant, caller.tenant.id, params.endpoint, { revision, by: caller.principal });
    return noContent();
  },
});
