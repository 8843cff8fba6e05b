import { z } from 'zod';
import { billingOf } from '#api/billing/await-wish.ts';
import type { ApiDeps } from '#api/deps.ts';
import { ok } from '#api/frame/answer.ts';
import { type RouteInput, route } from '#api/frame/route.ts';
import { id, instant } from '#api/schemas/common.ts';
import { money, withMoney } from '#api/schemas/money.ts';
import { findPlanVersion } from '#domain/billing/catalogue/plan-version.ts';
import { freshFacts } from '#domain/billing/requests/fresh-facts.ts';
import { abilitiesOf, previewChange } from '#domain/billing/requests/preview-change.ts';
import { previewResume, type ResumePreview } from '#domain/billing/requests/preview-resume.ts';
import { holdFacts } from '#domain/billing/subscription/facts-at-work.ts';
import { previewFreeze } from '#domain/entitlements/freeze.ts';
import { faultWords } from '#flow/fault-words.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import { billingCycle, intervalOf, nextView, tier, viewNext } from './view-subscription.ts';

const view = z.object({
  id: id('prv'),
  when: z.enum(['now', 'period_end']),
  at: instant,
  lines: z.array(
    z.object({
      kind: z.enum(['debit', 'credit', 'account_credit', 'kept']),
      key: z.string().nullable(),
      name: z.string(),
      amount: money,
    }),
  ),
  total: money.describe('Charged at once; what is charged by it, to the cent'),
  left: money.describe('What becomes account credit'),
  next: nextView,
  freezes: z
    .array(
      z.object({
        feature: z.string(),
        limit: z.number(),
        items: z.array(z.object({ id: z.string(), name: z.string(), keeps: z.boolean() })),
      }),
    )
    .describe('What the smaller plan has no room for: it stays, and does nothing'),
  expiresAt: instant,
});

const body = z
  .strictObject({
    planTier: tier.optional(),
    billingCycle: billingCycle.optional(),
    addOns: z
      .array(z.strictObject({ key: z.string().max(40), quantity: z.int().min(0).max(1_000) }))
      .max(50)
      .optional(),
    resume: z.literal(true).optional().describe('What going on after a pause costs; nothing beside it'),
  })
  .refine(
    ({ resume, ...change }) => !resume || Object.keys(change).length === 0,
    faultWords('`resume` vai sozinho', '`resume` goes with nothing else'),
  );

type Input = RouteInput<unknown, unknown, z.infer<typeof body>>;

/** The provider is asked before, where nothing seems to be paid: what is shown is what will be charged. */
const showResume = async ({ caller, request }: Input, deps: ApiDeps) => {
  const billing = billingOf(deps);
  await freshFacts({ deps: billing, tenantId: caller.tenant.id, signal: request.signal });
  return await deps.database.withTenant(caller.tenant.id, async (db) => {
    const held = await holdFacts(billing, db);
    const at = { atMs: billing.nowMs(), ...abilitiesOf(billing, held.facts) };
    return { ...(await previewResume(held, at)), freezes: [] };
  });
};

const showChange = async ({ caller, body }: Input, deps: ApiDeps) => {
  const billing = billingOf(deps);
  await refuseUnknown(deps, body);
  const { planTier, billingCycle: cycle, addOns } = body;
  return await deps.database.withTenant(caller.tenant.id, async (db) => {
    const held = await holdFacts(billing, db);
    const at = { atMs: billing.nowMs(), ...abilitiesOf(billing, held.facts) };
    const wanted = { tier: planTier, interval: cycle && intervalOf(cycle), addOns };
    const { price, ...preview } = await previewChange(held, wanted, at);
    const plan = await findPlanVersion(db.sql, preview.target.planVersionId);
    const { lines, total, left } = price;
    return {
      ...preview,
      lines,
      total,
      left,
      freezes: plan ? await previewFreeze(db, plan.limits, preview.target.items) : [],
    };
  });
};

const inMoney = (shown: Pick<ResumePreview, 'lines' | 'total' | 'left' | 'next'>) => ({
  ...withMoney(shown, 'total', 'left'),
  lines: shown.lines.map((line) => withMoney(line, 'amount')),
  next: viewNext(shown.next),
});

export const previewSubscription = route({
  method: 'post',
  path: '/subscription/preview',
  tag: 'Subscription',
  summary: 'What a change would cost, and what it would freeze',
  description: 'Good for ten minutes: a change, or going on after a pause, with its id costs what it says.',
  body,
  example: { planTier: 'BUSINESS' },
  output: { 200: view },
  errors: ['conflict', 'billing_unreachable'],
  scopes: ['billing:read'],
  idempotent: true,
  handle: async (input, deps) =>
    ok(view.parse(inMoney(await (input.body.resume ? showResume(input, deps) : showChange(input, deps))))),
});
