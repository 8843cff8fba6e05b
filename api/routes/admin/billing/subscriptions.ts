import { z } from 'zod';
import { viewFacts } from '#api/billing/view-facts.ts';
import { ok } from '#api/frame/answer.ts';
import { notFound } from '#api/frame/fail.ts';
import type { Route } from '#api/frame/route.ts';
import { stepView } from '#api/live/cut.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { runHref } from '#api/runs/admission-answer.ts';
import { loadTrace } from '#api/runs/load-trace.ts';
import { temporalAddress } from '#api/runs/temporal-address.ts';
import { publicRun } from '#api/runs/view-run.ts';
import { id, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import { money, withMoney } from '#api/schemas/money.ts';
import { runView, traceStep } from '#api/schemas/run.ts';
import { systemActionCatalogue } from '#connectors/actions.ts';
import { toldInput } from '#domain/billing/money.ts';
import { lifecycleDocument } from '#domain/billing/operators/lifecycle-document.ts';
import { listSubscriptions as list } from '#domain/billing/operators/list-subscriptions.ts';
import { readSubscriptionPage, type SubscriptionPage } from '#domain/billing/operators/read-subscription.ts';
import { findLifecycleRun } from '#domain/platform/find-lifecycle.ts';
import { PLATFORM_ID, refusePlatform } from '#domain/platform/platform.ts';
import { REQUEST_KINDS } from '#flow/contracts/billing-desk.ts';
import { nextView, viewNext } from '../../subscription/view-subscription.ts';
import { interval, provider, state, tag, tenantParams, tier } from './schemas.ts';

const access = z.enum(['full', 'read_only']);

const listSubscriptions = operatorRoute({
  method: 'get',
  path: '/admin/billing/subscriptions',
  tag,
  summary: 'Every tenant and what it pays for, newest first',
  query: pageQuery.extend({
    q: z.string().trim().max(200).optional().describe('In name or slug, or a whole id'),
    state: state.optional(),
    tier: tier.optional(),
    provider: provider.optional(),
    doubtful: z
      .enum(['true'])
      .transform(() => true)
      .optional()
      .describe('Only those with a payment that somebody has to look at'),
  }),
  output: {
    200: page(
      z.object({
        tenant: z.object({ id: id('ten'), name: z.string(), slug: z.string(), status: z.string() }),
        state,
        access,
        plan: z.object({ tier, number: z.int().nullable() }),
        interval: interval.nullable(),
        provider: provider.nullable(),
        mrr: money,
        periodEnd: instant.nullable(),
        trialEndsAt: instant.nullable(),
        failedAt: instant.nullable(),
        compUntil: instant.nullable(),
        pending: z.enum(['change', 'cancel', 'provider']).nullable(),
        doubtful: z.int(),
      }),
    ),
  },
  handle: async ({ query: { cursor, limit, ...filter } }, { database }) => {
    const { data, nextCursor } = await list(database, filter, { cursor, limit });
    return ok({ data: data.map((one) => withMoney(one, 'mrr')), nextCursor });
  },
});

const moment = z.object({ tier: z.string(), state: z.string(), mrr: money });

const viewPage = ({ facts, requests, payments, changes, next, ...rest }: SubscriptionPage) => ({
  ...{ ...withMoney(rest, 'credit'), next: viewNext(next) },
  facts: viewFacts(facts),
  requests: requests.map((one) => ({ ...one, input: toldInput(one) })),
  payments: payments.map((one) => withMoney(one, 'amount', 'refunded')),
  changes: changes.map((one) => ({ ...one, from: withMoney(one.from, 'mrr'), to: withMoney(one.to, 'mrr') })),
});

const getSubscription = operatorRoute({
  method: 'get',
  path: '/admin/billing/subscriptions/{tenant}',
  tag,
  summary: 'One subscription: its facts, and the last of what was asked, paid and changed',
  params: tenantParams,
  output: {
    200: z.object({
      tenant: z.object({ id: id('ten'), name: z.string(), slug: z.string(), plan: z.string() }),
      facts: json.describe('null: nobody ever asked for anything'),
      credit: money,
      next: nextView,
      requests: z.array(
        z.object({
          id: id('sreq'),
          kind: z.enum(REQUEST_KINDS),
          status: z.enum(['asked', 'waiting', 'done', 'refused', 'expired']),
          askedBy: z.string(),
          reason: z.string().nullable(),
          input: json,
          createdAt: instant,
          closedAt: instant.nullable(),
        }),
      ),
      payments: z.array(
        z.object({
          id: id('pay'),
          provider,
          providerId: z.string(),
          kind: z.enum(['period', 'once']),
          status: z.enum(['pending', 'paid', 'failed', 'void']),
          ...{ amount: money, refunded: money },
          disputed: z.boolean(),
          doubtful: z.boolean(),
          method: z.string().nullable(),
          failureCode: z.string().nullable(),
          paidAt: instant.nullable(),
          createdAt: instant,
        }),
      ),
      changes: z.array(
        z.object({
          at: instant,
          kind: z.string(),
          from: moment,
          to: moment,
          by: z.string(),
          reason: z.string().nullable(),
        }),
      ),
    }),
  },
  errors: ['not_found'],
  handle: async ({ params: { tenant } }, { database, billing }) => {
    const known = (await list(database, { q: tenant })).data.find((one) => one.tenant.id === tenant);
    if (!known) throw notFound();
    const shown = await database.withTenant(tenant, (db) => readSubscriptionPage(db, billing?.providers ?? {}));
    const { id: tenantId, name, slug } = known.tenant;
    return ok({ tenant: { id: tenantId, name, slug, plan: known.plan.tier }, ...viewPage(shown) });
  },
});

/** More than a lifecycle writes in a year. */
const MOST_STEPS = 5_000;

const getLifecycle = operatorRoute({
  method: 'get',
  path: '/admin/billing/subscriptions/{tenant}/run',
  tag,
  summary: 'The run that carries a subscription: the document that it follows, and its steps so far',
  params: tenantParams,
  output: {
    200: z.object({
      run: runView.nullable().describe('null: none ever began'),
      document: json,
      steps: z.array(traceStep),
      types: z.array(json).describe('Node types of the document that tenants’ flows have not'),
      temporalUrl: z.url().nullable().describe('Where Temporal’s own pages show it; null: nobody said where they are'),
    }),
  },
  handle: async ({ params: { tenant } }, deps) => {
    refusePlatform(tenant);
    const found = await deps.database.withTenant(PLATFORM_ID, async (db) => {
      const run = await findLifecycleRun(db, tenant);
      return run && { ...run, document: await lifecycleDocument(db, run) };
    });
    if (!found) return ok({ run: null, document: null, steps: [], types: [], temporalUrl: null });
    const { run, steps } = await loadTrace(deps, PLATFORM_ID, found.runId, { most: MOST_STEPS });
    const shown = steps.slice(0, MOST_STEPS).map((step) => stepView(step, runHref(found.runId)));
    const types = [...systemActionCatalogue().values()].filter(({ type }) => !deps.catalogue.has(type));
    const temporalUrl = temporalAddress(deps.settings, found.workflowId);
    return ok({ run: publicRun(run), document: found.document, steps: shown, types, temporalUrl });
  },
});

export const subscriptionRoutes: readonly Route[] = [listSubscriptions, getSubscription, getLifecycle];
