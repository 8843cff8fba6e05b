import { z } from 'zod';
import { sendWebhook } from '#activities/outbound/send-webhook.ts';
import { etagOf } from '#api/flows/if-match.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { givenInstant, id } from '#api/schemas/common.ts';
import { deliveryDetail, endpoint, eventType, withSecret } from '#api/schemas/webhook.ts';
import { checkUrl } from '#api/webhooks/check-url.ts';
import { getDelivery } from '#domain/outbound/list-deliveries.ts';
import { getEndpoint } from '#domain/outbound/read-endpoint.ts';
import { enableEndpoint, replayFailed, sendMessageTo } from '#domain/outbound/replay.ts';
import { keepTest, testMessage } from '#domain/outbound/test-endpoint.ts';
import { disableByHand, endPreviousSecret, rotateSecret } from '#domain/outbound/write-endpoint.ts';
import { endpointRef } from './endpoints.ts';

const tag = 'Webhook endpoints';

export const rotateWebhookSecret = route({
  method: 'post',
  path: '/webhook-endpoints/{endpoint}/rotate-secret',
  tag,
  summary: 'Give it a new secret',
  description: 'For 24 hours both secrets sign, so that the receiver can change over when it likes.',
  params: endpointRef,
  body: z.object({}),
  output: { 200: withSecret },
  scopes: ['webhooks:write'],
  idempotent: true,
  handle: async ({ caller, params }, deps) => {
    const made = await deps.database.withTenant(caller.tenant.id, (db) =>
      rotateSecret(db, params.endpoint, caller.principal),
    );
    return ok({ ...made.endpoint, secret: made.secret }, { ETag: etagOf(made.endpoint.revision) });
  },
});

export const endPreviousWebhookSecret = route({
  method: 'post',
  path: '/webhook-endpoints/{endpoint}/end-previous-secret',
  tag,
  summary: 'Sign with the new secret alone, from now on',
  params: endpointRef,
  body: z.object({}),
  output: { 200: endpoint },
  scopes: ['webhooks:write'],
  handle: async ({ caller, params }, deps) =>
    ok(
      await deps.database.withTenant(caller.tenant.id, (db) =>
        endPreviousSecret(db, params.endpoint, caller.principal),
      ),
    ),
});

export const disableWebhookEndpoint = route({
  method: 'post',
  path: '/webhook-endpoints/{endpoint}/disable',
  tag,
  summary: 'Send it nothing for now',
  description: 'What comes meanwhile is kept for a week, and can be sent when it is enabled again.',
  params: endpointRef,
  body: z.object({}),
  output: { 200: endpoint },
  scopes: ['webhooks:write'],
  handle: async ({ caller, params }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => disableByHand(db, params.endpoint, caller.principal))),
});

export const enableWebhookEndpoint = route({
  method: 'post',
  path: '/webhook-endpoints/{endpoint}/enable',
  tag,
  summary: 'Send to it again',
  description:
    'With `replay` up to 10,000 are sent, the oldest first; where `replayed` is as many, ask `…/replay` for the rest.',
  params: endpointRef,
  body: z.object({
    replay: z.boolean().default(false).describe('Also what failed, or came, since it began to fail or was disabled'),
  }),
  output: { 200: z.object({ endpoint, replayed: z.int() }) },
  errors: ['plan_required'],
  scopes: ['webhooks:write'],
  handle: async ({ caller, params, body }, deps) => {
    const { withTenant } = deps.database;
    const before = await withTenant(caller.tenant.id, (db) => getEndpoint(db, params.endpoint));
    // It may have come with an archive, from an installation with other rules.
    if (!before.enabled) await checkUrl(before.url, deps);
    return ok(
      await withTenant(caller.tenant.id, (db) =>
        enableEndpoint(db, params.endpoint, { replay: body.replay, by: caller.principal }),
      ),
    );
  },
});

export const replayFailedWebhooks = route({
  method: 'post',
  path: '/webhook-endpoints/{endpoint}/replay',
  tag,
  summary: 'Send again what failed in a span of time',
  description: 'Up to 10,000, the oldest first, each under the id that it had.',
  params: endpointRef,
  body: z.object({ from: givenInstant, to: givenInstant.nullish() }),
  output: { 200: z.object({ replayed: z.int() }) },
  errors: ['conflict'],
  scopes: ['webhooks:write'],
  handle: async ({ caller, params, body }, deps) => {
    const replayed = await deps.database.withTenant(caller.tenant.id, (db) =>
      replayFailed(db, params.endpoint, body, caller.principal),
    );
    return ok({ replayed });
  },
});

export const sendWebhookMessage = route({
  method: 'post',
  path: '/webhook-endpoints/{endpoint}/send',
  tag,
  summary: 'Send a message to this endpoint, whether it was meant for it or not',
  params: endpointRef,
  body: z.object({ messageId: id('whm') }),
  output: { 200: z.object({ deliveryId: id('whd') }) },
  errors: ['conflict'],
  scopes: ['webhooks:write'],
  handle: async ({ caller, params, body }, deps) => {
    const deliveryId = await deps.database.withTenant(caller.tenant.id, (db) =>
      sendMessageTo(db, params.endpoint, body.messageId, caller.principal),
    );
    return ok({ deliveryId });
  },
});

export const testWebhookEndpoint = route({
  method: 'post',
  path: '/webhook-endpoints/{endpoint}/test',
  timeoutMs: 60_000,
  tag,
  summary: 'Send it an example, and show what it answers',
  description: 'Signed as any message, once, and not tried again. It answers within 15 seconds or not at all.',
  params: endpointRef,
  body: z.object({ type: eventType }),
  output: { 200: deliveryDetail },
  scopes: ['webhooks:write'],
  handle: async ({ caller, params, body, request }, { database, actions }) => {
    const message = await database.withTenant(caller.tenant.id, (db) => testMessage(db, params.endpoint, body.type));
    const attempt = await sendWebhook(actions.dial, message, request.signal);
    const kept = await database.withTenant(caller.tenant.id, async (db) =>
      getDelivery(db, await keepTest(db, params.endpoint, message, attempt)),
    );
    return ok(kept);
  },
});
