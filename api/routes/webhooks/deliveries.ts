import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { givenInstant, id, json, page, pageQuery } from '#api/schemas/common.ts';
import { delivery, deliveryDetail, eventType } from '#api/schemas/webhook.ts';
import { EVENT_TYPE_NAMES, EVENT_TYPES } from '#domain/outbound/event-types.ts';
import { DELIVERY_STATES, getDelivery, listDeliveries } from '#domain/outbound/list-deliveries.ts';
import { replayDelivery } from '#domain/outbound/replay.ts';
import { inLocale, type JsonObject } from '#flow/json.ts';

const deliveryRef = z.object({ delivery: id('whd') });
const tag = 'Webhook deliveries';

export const listWebhookEventTypes = route({
  method: 'get',
  path: '/webhook-event-types',
  tag,
  summary: 'What endpoints may be told of',
  output: {
    200: z.object({
      data: z.array(
        z.object({
          type: z.string(),
          description: z.string(),
          schema: json.describe('JSON Schema of the message’s data'),
          example: json,
        }),
      ),
    }),
  },
  scopes: ['webhooks:read'],
  handle: ({ request }) => {
    const data = EVENT_TYPE_NAMES.map((type) => {
      const { says, data: schema, example } = EVENT_TYPES[type];
      return {
        type,
        description: inLocale(says, request.locale),
        schema: z.toJSONSchema(schema) as JsonObject,
        example: example as unknown as JsonObject,
      };
    });
    return Promise.resolve(ok({ data }));
  },
});

export const listWebhookDeliveries = route({
  method: 'get',
  path: '/webhook-deliveries',
  tag,
  summary: 'Deliveries, newest first',
  query: pageQuery.extend({
    endpoint: id('whe').optional(),
    message: id('whm').optional(),
    state: z.enum(DELIVERY_STATES).optional(),
    type: eventType.optional(),
    from: givenInstant.optional(),
    to: givenInstant.optional(),
  }),
  output: { 200: page(delivery) },
  scopes: ['webhooks:read'],
  handle: async ({ caller, query: { cursor, limit, ...filters } }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => listDeliveries(db, filters, { cursor, limit }))),
});

export const getWebhookDelivery = route({
  method: 'get',
  path: '/webhook-deliveries/{delivery}',
  tag,
  summary: 'One delivery with what was sent and each attempt’s answer',
  params: deliveryRef,
  output: { 200: deliveryDetail },
  scopes: ['webhooks:read'],
  handle: async ({ caller, params }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => getDelivery(db, params.delivery))),
});

export const replayWebhookDelivery = route({
  method: 'post',
  path: '/webhook-deliveries/{delivery}/replay',
  tag,
  summary: 'Send it again, under the same id',
  params: deliveryRef,
  body: z.object({}),
  output: { 200: deliveryDetail },
  errors: ['conflict'],
  scopes: ['webhooks:write'],
  handle: async ({ caller, params }, deps) => {
    const again = await deps.database.withTenant(caller.tenant.id, async (db) => {
      await replayDelivery(db, params.delivery, caller.principal);
      return getDelivery(db, params.delivery);
    });
    return ok(again);
  },
});
