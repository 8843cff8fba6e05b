import { z } from 'zod';
import {
  description,
  endpointUrl,
  fewHeaders,
  headerName,
  headers,
  headerValue,
  ratePerMinute,
} from '#domain/outbound/endpoint-rules.ts';
import { EVENT_TYPE_NAMES } from '#domain/outbound/event-types.ts';
import { LIMITS } from '#domain/outbound/limits.ts';
import { DELIVERY_STATES } from '#domain/outbound/list-deliveries.ts';
import { id, instant } from './common.ts';

export const eventType = z.enum(EVENT_TYPE_NAMES);

export const endpointFields = {
  url: endpointUrl.describe('https in production; no redirect is followed'),
  description,
  eventTypes: z.array(eventType).max(EVENT_TYPE_NAMES.length).describe('None: all of them'),
  flowIds: z.array(id('flw')).max(LIMITS.flows).describe('Of what belongs to a flow only these; none: all'),
  inOrder: z.boolean().describe('A message waits until the one before it was taken or given up'),
  ratePerMinute: ratePerMinute.describe('Attempts a minute; null: as they come'),
  headers: headers.describe('Sent along, and shown'),
};
export const secretHeaders = fewHeaders(z.record(headerName, headerValue)).describe('Sent along, and never shown');
/** null: the value that is there. */
export const changedSecretHeaders = fewHeaders(z.record(headerName, headerValue.nullable())).describe(
  'All of them; null keeps the value that is there',
);

const hour = z.object({ at: instant, succeeded: z.int(), failed: z.int() });

export const endpoint = z.object({
  id: id('whe'),
  url: z.string(),
  description: z.string(),
  eventTypes: z.array(z.string()),
  flowIds: z.array(id('flw')),
  inOrder: z.boolean(),
  ratePerMinute: z.int().nullable(),
  signature: z.enum(['hmac', 'ed25519']),
  publicKey: z.string().nullable().describe('`whpk_…`, of ed25519: checks our signatures'),
  previousPublicKey: z.string().nullable(),
  previousUntil: instant.nullable().describe('Until when the secret before this one signs, too'),
  headers: z.record(z.string(), z.string()),
  secretHeaders: z.array(z.string()).describe('Names only'),
  enabled: z.boolean(),
  disabledReason: z.enum(['by_hand', 'gone', 'failing']).nullable().describe('`gone`: it answered 410'),
  disabledAt: instant.nullable(),
  failingSince: instant.nullable().describe('It has taken nothing since'),
  lastSuccessAt: instant.nullable().describe('To the minute'),
  revision: z.int(),
  createdBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

export const endpointWithHealth = endpoint.extend({
  health: z.object({
    hours: z.array(hour).describe('The last 24 hours; hours without deliveries are left out'),
    open: z.int().describe('Deliveries that wait or are retried'),
  }),
});

export const withSecret = endpoint.extend({
  secret: z.string().nullable().describe('`whsec_…`, in this answer alone; null of ed25519'),
});

export const delivery = z.object({
  id: id('whd'),
  endpointId: id('whe'),
  messageId: id('whm').describe('The `webhook-id` that receivers see'),
  type: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  nextAt: instant.nullable(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable().describe('Why no answer came: timeout, connection_failed, address_refused …'),
  reason: z.enum(['gave_up', 'endpoint_gone', 'endpoint_disabled']).nullable().describe('Why it is not tried again'),
  test: z.boolean(),
  createdAt: instant,
  endedAt: instant.nullable(),
});

const attempt = z.object({
  n: z.int(),
  at: instant,
  url: z.string(),
  requestHeaders: z.record(z.string(), z.string()).describe('Secret values are hidden'),
  status: z.int().nullable(),
  error: z.string().nullable(),
  responseHeaders: z.record(z.string(), z.string()).nullable(),
  responseBody: z.string().nullable().describe('Its first 4 KB'),
  ms: z.int(),
});

export const deliveryDetail = delivery.extend({
  body: z.string().describe('The bytes that were sent'),
  tries: z.array(attempt).describe('The newest first'),
});
