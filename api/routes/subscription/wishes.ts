import { z } from 'zod';
import { type Answer, accepted, ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { givenInstant, id, instant } from '#api/schemas/common.ts';
import type { Wish } from '#domain/billing/requests/wish.ts';
import { askAndWait, waitingFor } from './ask.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import { billingCycle, intervalOf, provider, requestView, tier, viewRequest } from './view-subscription.ts';

const TAG = 'Subscription';
const ERRORS = ['conflict', 'billing_unreachable', 'billing_refused'] as const;
const answered = z.object({ request: requestView });
const output = { 200: answered, 202: answered };
const addOns = z
  .array(z.strictObject({ key: z.string().max(40), quantity: z.int().min(0).max(1_000) }))
  .max(50)
  .optional();
const nothing = z.strictObject({}).optional();
/** Codes are ASCII: of other letters some fold into those. */
const coupon = z
  .string()
  .trim()
  .max(40)
  .regex(/^[ -~]*$/);

/** 202: it is under way, and `GET /subscription/requests/{id}` says what comes of it. */
const answer = (wish: Wish, more: Record<string, unknown> = {}): Answer => {
  const body = { ...more, request: viewRequest(wish) };
  return wish.status === 'asked' ? accepted(body, { Location: `/v1/subscription/requests/${wish.id}` }) : ok(body);
};

const checkout = z.object({
  checkoutUrl: z
    .string()
    .nullable()
    .describe('Where one pays; null: by the Pix of `request.asked`, or it is under way'),
  request: requestView,
});
const withPage = (wish: Wish): Answer =>
  answer(wish, { checkoutUrl: wish.status === 'waiting' && wish.asked?.kind === 'page' ? wish.asked.url : null });

const common = { method: 'post', tag: TAG, errors: ERRORS, scopes: ['billing:write'], idempotent: true } as const;

export const createSubscription = route({
  ...common,
  path: '/subscription/create',
  summary: 'Subscribe to a plan',
  description:
    'Gives a page or a Pix to pay by; the plan counts once that is paid. With `trial` the first charge is made when the plan’s trial is over. Asked again while the page is open, the same choice has the same page, and another choice closes it. 409 says why not in `reason`; a plan or an add-on that there is not is 422.',
  body: z.strictObject({
    planTier: tier,
    billingCycle,
    provider: provider.optional(),
    method: z.enum(['card', 'pix']).optional(),
    coupon: coupon.optional(),
    trial: z.boolean().optional(),
    addOns,
  }),
  example: { planTier: 'BUSINESS', billingCycle: 'monthly' },
  output: { 200: checkout, 202: checkout },
  handle: async (input, deps) => {
    await refuseUnknown(deps, input.body);
    const { planTier, billingCycle: cycle, ...rest } = input.body;
    const asked = { kind: 'subscribe' as const, data: { tier: planTier, interval: intervalOf(cycle), ...rest } };
    return withPage((await waitingFor(input, deps, asked)) ?? (await askAndWait(input, deps, asked)));
  },
});

export const startTrial = route({
  ...common,
  path: '/subscription/trial',
  summary: 'Try a plan without paying',
  description:
    'Once for an e-mail address and a document. When it is over the plan is FREE again, or what was agreed on.',
  body: z.strictObject({ planTier: tier }),
  example: { planTier: 'BUSINESS' },
  output,
  handle: async (input, deps) => {
    await refuseUnknown(deps, input.body);
    return answer(await askAndWait(input, deps, { kind: 'trial', data: { tier: input.body.planTier } }));
  },
});

const change = z.strictObject({
  planTier: tier.optional(),
  billingCycle: billingCycle.optional(),
  addOns,
});

export const changeSubscription = route({
  ...common,
  path: '/subscription/change',
  summary: 'Change the plan, the interval or add-ons',
  description:
    'What is more is had now, and its pro rata charged now; what is less comes at the period’s end. With `preview` it costs what that said, for ten minutes.',
  body: change.extend({
    preview: id('prv').optional(),
    keep: z.record(z.string().max(40), z.array(z.string().max(60)).max(1_000)).optional(),
  }),
  example: { planTier: 'BUSINESS' },
  output: { 200: checkout, 202: checkout },
  handle: async (input, deps) => {
    await refuseUnknown(deps, input.body);
    const { planTier, billingCycle: cycle, ...rest } = input.body;
    const interval = cycle && intervalOf(cycle);
    const asked = { kind: 'change' as const, data: { tier: planTier, interval, ...rest } };
    return withPage((await waitingFor(input, deps, asked)) ?? (await askAndWait(input, deps, asked)));
  },
});

export const upgradeSubscription = route({
  ...common,
  path: '/subscription/upgrade',
  summary: 'Change to a larger plan now',
  description: 'The same as a change to that plan.',
  body: z.strictObject({ newPlanTier: tier }),
  example: { newPlanTier: 'BUSINESS' },
  output: { 200: checkout, 202: checkout },
  handle: async (input, deps) => {
    await refuseUnknown(deps, input.body);
    const asked = { kind: 'change' as const, data: { tier: input.body.newPlanTier } };
    return withPage((await waitingFor(input, deps, asked)) ?? (await askAndWait(input, deps, asked)));
  },
});

const canceled = z.object({ canceledAt: instant.nullable().describe('When it ends'), request: requestView });

export const cancelSubscription = route({
  ...common,
  path: '/subscription/cancel',
  summary: 'Cancel at the end of what is paid for',
  description: 'Until then it can be taken back (`/subscription/revoke`).',
  body: z.strictObject({
    reason: z.string().trim().max(60).optional(),
    comment: z.string().trim().max(2_000).optional(),
    note: z.string().trim().max(2_000).optional().describe('The same as `comment`'),
  }),
  example: { reason: 'price' },
  output: { 200: canceled, 202: canceled },
  handle: async (input, deps) => {
    const { note, comment, reason } = input.body;
    const wish = await askAndWait(input, deps, { kind: 'cancel', data: { reason, comment: comment ?? note } });
    return answer(wish, { canceledAt: wish.outcome?.canceledAt ?? null });
  },
});

export const revokeChange = route({
  ...common,
  path: '/subscription/revoke',
  summary: 'Take back what is scheduled for the period’s end',
  body: nothing,
  output,
  handle: async (input, deps) => answer(await askAndWait(input, deps, { kind: 'revoke', data: {} })),
});

export const pauseSubscription = route({
  ...common,
  path: '/subscription/pause',
  summary: 'Pause: nothing is charged, and what is paid for is had to its end',
  body: z.strictObject({ until: givenInstant.optional().describe('To come: one that is over is 422') }),
  example: {},
  output,
  handle: async (input, deps) => answer(await askAndWait(input, deps, { kind: 'pause', data: input.body })),
});

export const resumeSubscription = route({
  ...common,
  path: '/subscription/resume',
  summary: 'Go on after a pause',
  description:
    'What is left of the running period is charged where it is not paid. With `preview` it costs what that said, for ten minutes.',
  body: z.strictObject({ preview: id('prv').optional() }).optional(),
  example: {},
  output: { 200: checkout, 202: checkout },
  handle: async (input, deps) => withPage(await askAndWait(input, deps, { kind: 'resume', data: input.body ?? {} })),
});

export const changeProvider = route({
  ...common,
  path: '/subscription/provider',
  summary: 'Pay by another provider from the next period on',
  description: 'The one that runs ends only when the other one is set; nobody pays twice.',
  body: z.strictObject({ provider }),
  example: { provider: 'mercado_pago' },
  output: { 200: checkout, 202: checkout },
  handle: async (input, deps) => {
    const asked = { kind: 'provider' as const, data: input.body };
    return withPage((await waitingFor(input, deps, asked)) ?? (await askAndWait(input, deps, asked)));
  },
});
