import { z } from 'zod';
import { replayCall as replay, replayable } from '#api/calls/replay-call.ts';
import { ok } from '#api/frame/answer.ts';
import { type Caller, may, type Scope } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { givenInstant, id, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import type { KeptBodies } from '#domain/calls/call.ts';
import { callUsage } from '#domain/calls/call-usage.ts';
import { getCall as get, listCalls as list, openBodies } from '#domain/calls/read-calls.ts';

const call = z.object({
  id: id('cal'),
  at: instant,
  keyId: id('key'),
  keyName: z.string(),
  byToken: z.boolean().describe('By an access token of the key'),
  method: z.string(),
  route: z.string().describe('The pattern: `/v1/runs/{run}`'),
  path: z.string().describe('As sent, with its query'),
  status: z.int(),
  code: z.string().nullable().describe('Of an error'),
  ms: z.number(),
  ip: z.string(),
  traceId: z.string(),
  received: z.number().describe('Bytes of the body that came'),
  sent: z.number().describe('Bytes of the answer, headers included'),
  replayOf: id('cal').nullable(),
  hasBodies: z.boolean(),
});
const bodies = z.object({ request: json, answer: json, masked: z.boolean() });
/** Bodies for those who may do what the call did. */
const shownTo = (caller: Caller, kept: KeptBodies | null) => {
  if (kept === null || !kept.needs.every((scope) => may(caller, scope as Scope))) return null;
  const { request, answer, masked } = kept;
  return { request, answer, masked };
};
const callParams = z.object({ call: id('cal') });

export const listCalls = route({
  method: 'get',
  path: '/calls',
  tag: 'Calls',
  summary: 'Calls that keys and tokens made in the last 30 days, newest first',
  description: 'A call is here a moment after its answer has left. What people do in the product is in the audit.',
  query: pageQuery.extend({
    key: id('key').optional(),
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']).optional(),
    route: z.string().max(200).optional().describe('The pattern: `/v1/runs/{run}`'),
    status: z
      .string()
      .regex(/^[1-5](\d\d|xx)$/)
      .optional()
      .describe('`404`, or a class: `4xx`'),
    ip: z.string().max(50).optional(),
    trace: z.string().max(64).optional().describe('`traceId` of an error'),
    from: givenInstant.optional(),
    to: givenInstant.optional(),
  }),
  output: { 200: page(call) },
  scopes: ['keys:read'],
  handle: async ({ caller, query: { cursor, limit, ...filter } }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, filter, { cursor, limit }))),
});

export const getCall = route({
  method: 'get',
  path: '/calls/{call}',
  tag: 'Calls',
  summary: 'One call, with its bodies where the key keeps them',
  description:
    'Bodies are shown to those who have every right that the call needs; of GraphQL, and of calls that show or repeat calls, to those who have all rights.',
  params: callParams,
  output: { 200: call.extend({ bodies: bodies.nullable() }) },
  scopes: ['keys:read'],
  handle: async ({ caller, params }, { database, operations }) => {
    const known = await database.withTenant(caller.tenant.id, (db) => get(db, params.call));
    return ok({ ...known.view, bodies: shownTo(caller, await openBodies(operations.keys, known)) });
  },
});

export const replayCall = route({
  method: 'post',
  path: '/calls/{call}/replay',
  timeoutMs: 60_000,
  tag: 'Calls',
  summary: 'Do a call again, with the rights of whoever asks',
  description:
    'What reads is done at once; what changes data needs `write: true`, and its body must have been kept. A POST gets a new idempotency key, or the first one with `sameKey: true`, which only the key that made the call may ask for: keys of calls count for each caller by itself.',
  params: callParams,
  body: z.object({ write: z.boolean().default(false), sameKey: z.boolean().default(false) }),
  output: {
    200: z.object({
      status: z.int(),
      ms: z.number(),
      contentType: z.string().nullable(),
      body: json,
      cut: z.boolean().describe('Only the beginning is shown'),
    }),
  },
  errors: ['conflict', 'timeout'],
  scopes: ['keys:read'],
  handle: async ({ caller, params, body, request }, { database, operations }) => {
    const known = await database.withTenant(caller.tenant.id, (db) => get(db, params.call));
    if (body.sameKey && caller.key?.id !== known.view.keyId)
      throw fail(
        'conflict',
        'sameKey só vale com a chave que fez a chamada.',
        'sameKey is only for the key that made the call.',
      );
    const again = replayable(known, await openBodies(operations.keys, known), body);
    return ok(await replay(request, known, { ...again, sameKey: body.sameKey }));
  },
});

const DAY_MS = 86_400_000;
const counts = { calls: z.int(), refused: z.int(), limited: z.int(), failed: z.int() };

export const getCallUsage = route({
  method: 'get',
  path: '/usage/calls',
  tag: 'Calls',
  summary: 'How many calls there were, by time, route and key',
  description:
    'Counted in the log. `refused`: 4xx but 429, `limited`: 429, `failed`: 5xx. Days are those of the tenant.',
  query: z.object({
    from: givenInstant.optional().describe('Seven days ago where it is left out'),
    to: givenInstant.optional(),
    by: z.enum(['hour', 'day']).default('day'),
    key: id('key').optional(),
  }),
  output: {
    200: z.object({
      total: z.object(counts),
      buckets: z.array(z.object({ ...counts, from: instant })).describe('Those with calls, the first first'),
      routes: z.array(z.object({ ...counts, method: z.string(), route: z.string(), p50Ms: z.int(), p95Ms: z.int() })),
      keys: z.array(z.object({ ...counts, id: id('key'), name: z.string() })),
    }),
  },
  scopes: ['keys:read'],
  handle: async ({ caller, query }, { database, now }) => {
    const to = query.to ?? new Date(now() + 1).toISOString();
    const from = query.from ?? new Date(Date.parse(to) - 7 * DAY_MS).toISOString();
    if (Date.parse(to) - Date.parse(from) > 32 * DAY_MS)
      throw fail('invalid', 'O período tem mais de 32 dias.', 'The period is longer than 32 days.');
    const ask = { from, to, by: query.by, key: query.key, timezone: caller.tenant.timezone };
    return ok(await database.withTenant(caller.tenant.id, (db) => callUsage(db, ask)));
  },
});
