import { z } from 'zod';
import { viewPrices } from '#api/billing/view-prices.ts';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { instant } from '#api/schemas/common.ts';
import { givenMoney, MOST_CENTS } from '#api/schemas/money.ts';
import { PLANS } from '#config/plans.ts';
import { isOnceEach, PlanBody, pricedUse, USE_TWICE } from '#domain/billing/catalogue/plan-body.ts';
import { moneyOf } from '#domain/billing/money.ts';
import {
  changePlan,
  discardPlanDraft,
  draftPlan,
  listOperatorPlans,
  type OperatorPlan,
  publishPlanDraft,
  retirePlan,
} from '#domain/billing/operators/catalogue.ts';
import { faultWords } from '#flow/fault-words.ts';
import { IF_SEEN, onlyReason, planVersion, reason, revision, tag, tier, tierParams } from './schemas.ts';

const head = {
  family: z.enum(['comparison', 'messaging']),
  ranksAs: z.enum(PLANS).describe('Where plans are put in order: rates, fairness'),
  sort: z.int().min(0).max(1_000),
  public: z.boolean().describe('Shown to everybody; others are given by operators'),
};
const interval = z.enum(['month', 'year']);
const price = givenMoney(0, MOST_CENTS);

/** A version's body with money in its prices, as the domain has it: in cents. */
const planBody = PlanBody.extend({
  prices: z
    .array(z.strictObject({ interval, price: price.nullable().describe('Null: on request') }))
    .max(2)
    .refine(isOnceEach('interval'), faultWords('Um de cada intervalo', 'One of each interval'))
    .transform((prices) => prices.map((one) => ({ interval: one.interval, amount: one.price }))),
  usagePrices: z
    .array(pricedUse.extend({ price }))
    .max(10)
    .refine(isOnceEach('feature'), USE_TWICE)
    .optional()
    .transform((prices = []) => prices.map(({ price: amount, ...rest }) => ({ ...rest, amount }))),
});

const viewPlan = ({ live, draft, ...plan }: OperatorPlan) => ({
  ...plan,
  live: live && viewPrices(live),
  draft: draft && viewPrices(draft),
});

const listPlans = operatorRoute({
  method: 'get',
  path: '/admin/billing/plans',
  tag,
  summary: 'Every plan: what is sold, what is being written, who has which version',
  output: {
    200: z.object({
      data: z.array(
        z.object({
          tier,
          ...head,
          ranksAs: z.string(),
          archivedAt: instant.nullable(),
          revision,
          live: planVersion.nullable(),
          draft: planVersion.nullable(),
          versions: z.array(z.object({ id: z.string(), number: z.int(), publishedAt: instant, tenants: z.int() })),
        }),
      ),
    }),
  },
  handle: async (_input, { database }) => ok({ data: (await listOperatorPlans(database.admin)).map(viewPlan) }),
});

const savePlan = operatorRoute({
  method: 'put',
  path: '/admin/billing/plans/{tier}',
  tag,
  summary: 'Make a plan, or change where it is shown',
  description: `What it says and costs is in its versions; it is for sale from its first one on. ${IF_SEEN}`,
  params: tierParams,
  body: z.strictObject({ ...head, reason }),
  output: { 204: z.null() },
  errors: ['stale'],
  handle: async ({ params, body: { reason: why, ...rest }, by, request }, { database }) => {
    const deed = { by, reason: why, seen: revisionIn(request.header('if-match')) };
    return noContent({ ETag: etagOf(await changePlan(database.admin, { tier: params.tier, ...rest }, deed)) });
  },
});

const saveDraft = operatorRoute({
  method: 'put',
  path: '/admin/billing/plans/{tier}/draft',
  tag,
  summary: 'Write the draft of a plan’s next version',
  description: `Durations are ISO 8601, prices money; a limit of -1 is none. ${IF_SEEN}`,
  example: {
    plan: {
      name: { pt: 'Inicial', en: 'Starter' },
      description: { pt: 'Para quem começa a vender.', en: 'For those who begin to sell.' },
      limits: { runs: 20_000, flows: 20, messages: 1_000 },
      features: { export: false },
      modules: ['flows', 'whatsapp'],
      marketplaces: { choose: 3, fixed: [] },
      terms: {
        ...{
          trial: 'P14D',
          trialReminders: ['-P3D', '-P1D'],
          renewalReminders: ['-P7D'],
          grace: 'P3D',
          tolerance: 'PT6H',
        },
        dunning: [{ after: 'P0D', notice: 'payment_failed', access: 'full' }],
      },
      prices: [{ interval: 'month', price: moneyOf(9_700) }],
      taxNote: { pt: 'Impostos incluídos.', en: 'Taxes included.' },
    },
    reason: 'Mais execuções',
  },
  params: tierParams,
  body: z.strictObject({ plan: planBody, reason }),
  output: { 200: z.object({ id: z.string() }) },
  errors: ['not_found', 'stale'],
  handle: async ({ params, body: { plan, ...body }, by, request }, { database }) => {
    const given = { ...body, by, body: plan, seen: revisionIn(request.header('if-match')) };
    const saved = await draftPlan(database.admin, params.tier, given);
    return ok({ id: saved.id }, { ETag: etagOf(saved.revision) });
  },
});

const discardDraft = operatorRoute({
  method: 'post',
  path: '/admin/billing/plans/{tier}/discard',
  tag,
  summary: 'Throw the draft of a plan away',
  description: IF_SEEN,
  params: tierParams,
  body: onlyReason,
  output: { 204: z.null() },
  errors: ['stale'],
  handle: async ({ params, body, by, request }, { database }) => {
    const deed = { ...body, by, seen: revisionIn(request.header('if-match')) };
    return noContent({ ETag: etagOf(await discardPlanDraft(database.admin, params.tier, deed)) });
  },
});

const publish = operatorRoute({
  method: 'post',
  path: '/admin/billing/plans/{tier}/publish',
  tag,
  summary: 'Sell the draft from now on; whoever has an older version keeps that',
  description: IF_SEEN,
  params: tierParams,
  body: onlyReason,
  output: { 200: z.object({ id: z.string(), number: z.int() }) },
  errors: ['conflict', 'stale'],
  handle: async ({ params, body, by, request }, { database }) => {
    const deed = { ...body, by, seen: revisionIn(request.header('if-match')) };
    const { revision: raised, ...published } = await publishPlanDraft(database.admin, params.tier, deed);
    return ok(published, { ETag: etagOf(raised) });
  },
});

const retire = operatorRoute({
  method: 'post',
  path: '/admin/billing/plans/{tier}/retire',
  tag,
  summary: 'Take a plan out of what is sold, or put it back; whoever has it keeps it',
  description: IF_SEEN,
  params: tierParams,
  body: z.strictObject({ retired: z.boolean(), reason }),
  output: { 204: z.null() },
  errors: ['not_found', 'conflict', 'stale'],
  handle: async ({ params, body, by, request }, { database }) => {
    const deed = { ...body, by, seen: revisionIn(request.header('if-match')) };
    return noContent({ ETag: etagOf(await retirePlan(database.admin, params.tier, deed)) });
  },
});

export const planRoutes: readonly Route[] = [listPlans, savePlan, saveDraft, discardDraft, publish, retire];
