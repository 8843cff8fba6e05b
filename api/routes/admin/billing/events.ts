import { z } from 'zod';
import { viewFacts } from '#api/billing/view-facts.ts';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { id, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import { deadEvents, openEvent } from '#domain/billing/inbound/read-events.ts';
import { retryDelivery } from '#domain/billing/operators/deliveries.ts';
import { listReconciliations, readReconciliation } from '#domain/billing/operators/reconciliations.ts';
import { onlyReason, provider, tag } from './schemas.ts';

const eventParams = z.object({ event: id('bev') });
const event = z.object({
  id: id('bev'),
  provider,
  eventId: z.string(),
  type: z.string(),
  trust: z.enum(['signed', 'unsigned']),
  state: z.enum(['open', 'done', 'foreign', 'dead']),
  subject: id('ten').nullable(),
  hint: z.record(z.string(), z.string().nullable()),
  attempts: z.int(),
  problem: z.string().nullable().describe('Code of what went wrong last'),
  receivedAt: instant,
  processedAt: instant.nullable(),
  nextAt: instant,
});

const listDeadEvents = operatorRoute({
  method: 'get',
  path: '/admin/billing/events',
  tag,
  summary: 'Deliveries of payment providers that were given up, newest first',
  query: pageQuery,
  output: { 200: page(event) },
  handle: async ({ query }, { database }) => ok(await deadEvents(database, query)),
});

const getEvent = operatorRoute({
  method: 'get',
  path: '/admin/billing/events/{event}',
  tag,
  summary: 'One delivery with its body, as it came',
  params: eventParams,
  output: { 200: event.extend({ raw: z.string().nullable() }) },
  errors: ['not_found'],
  handle: async ({ params }, { database }) => ok(await openEvent(database, params.event)),
});

const retryEvent = operatorRoute({
  method: 'post',
  path: '/admin/billing/events/{event}/retry',
  tag,
  summary: 'Begin a delivery again: what it names is read once more',
  params: eventParams,
  body: onlyReason,
  output: { 204: z.null() },
  errors: ['not_found'],
  handle: async ({ params, body, by }, { database }) => {
    await retryDelivery(database.admin, params.event, { by, ...body });
    return noContent();
  },
});

const reconciliation = z.object({
  id: id('brc'),
  provider,
  slot: instant.describe('The time that it is of'),
  state: z.enum(['running', 'done', 'broken']),
  seen: z.int(),
  drifted: z.int(),
  mended: z.int(),
  failed: z.int(),
  problem: z.string().nullable(),
  beganAt: instant,
  endedAt: instant.nullable(),
});

const listPasses = operatorRoute({
  method: 'get',
  path: '/admin/billing/reconciliations',
  tag,
  summary: 'Comparisons of all subscriptions with their providers, newest first',
  query: pageQuery,
  output: { 200: page(reconciliation) },
  handle: async ({ query }, { database }) => ok(await listReconciliations(database, query)),
});

const getPass = operatorRoute({
  method: 'get',
  path: '/admin/billing/reconciliations/{reconciliation}',
  tag,
  summary: 'One comparison, with each difference that was found',
  params: z.object({ reconciliation: id('brc') }),
  output: {
    200: reconciliation.extend({
      drifts: z.array(
        z.object({
          id: id('bdr'),
          tenant: z.object({ id: id('ten'), name: z.string().nullable() }).nullable(),
          subscription: z.string().nullable(),
          payment: z.string().nullable(),
          what: z.array(z.string()),
          ours: json,
          theirs: json,
          mended: z.boolean(),
          problem: z.string().nullable(),
          at: instant,
        }),
      ),
    }),
  },
  errors: ['not_found'],
  handle: async ({ params }, { database }) => {
    const { drifts, ...pass } = await readReconciliation(database.admin, params.reconciliation);
    const shown = drifts.map((one) => ({ ...one, ours: viewFacts(one.ours), theirs: viewFacts(one.theirs) }));
    return ok({ ...pass, drifts: shown });
  },
});

export const eventRoutes: readonly Route[] = [listDeadEvents, getEvent, retryEvent, listPasses, getPass];
