import { z } from 'zod';
import { billingOf } from '#api/billing/await-wish.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant } from '#api/schemas/common.ts';
import { findPlanVersion } from '#domain/billing/catalogue/plan-version.ts';
import { previewChange } from '#domain/billing/requests/preview-change.ts';
import { holdFacts } from '#domain/billing/subscription/facts-at-work.ts';
import { previewFreeze } from '#domain/entitlements/freeze.ts';
import { cents, interval, tier } from './view-subscription.ts';

const view = z.object({
  id: id('prv'),
  when: z.enum(['now', 'period_end']),
  at: instant,
  lines: z.array(
    z.object({
      kind: z.enum(['debit', 'credit', 'account_credit', 'kept']),
      key: z.string().nullable(),
      name: z.string(),
      amount: cents,
    }),
  ),
  total: cents.describe('Charged at once; what is charged by it, to the cent'),
  left: cents.describe('What becomes account credit'),
  next: z.object({ amount: cents, at: instant }).describe('The next period’s charge, before coupons and credit'),
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

export const previewSubscription = route({
  method: 'post',
  path: '/subscription/preview',
  tag: 'Subscription',
  summary: 'What a change would cost, and what it would freeze',
  description: 'Good for ten minutes: a change with its id costs what it says.',
  body: z.strictObject({
    planTier: tier.optional(),
    billingCycle: interval.optional(),
    addOns: z
      .array(z.strictObject({ key: z.string().max(40), quantity: z.int().min(0).max(1_000) }))
      .max(50)
      .optional(),
    coupon: z.string().max(40).optional(),
  }),
  example: { planTier: 'BUSINESS' },
  output: { 200: view },
  errors: ['conflict'],
  scopes: ['billing:read'],
  handle: async ({ caller, body }, deps) => {
    const billing = billingOf(deps);
    const { planTier, billingCycle, addOns } = body;
    const wanted = { tier: planTier, interval: billingCycle, addOns };
    const shown = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const held = await holdFacts(billing, db);
      const own = held.facts.provider ? billing.providers[held.facts.provider] : undefined;
      const at = { atMs: billing.nowMs(), intervalChange: own?.capabilities.intervalChange ?? true };
      const preview = await previewChange(held, wanted, at);
      const plan = await findPlanVersion(db.sql, preview.target.planVersionId);
      return { preview, freezes: plan ? await previewFreeze(db, plan.limits) : [] };
    });
    const { price, ...rest } = shown.preview;
    return ok(
      view.parse({ ...rest, lines: price.lines, total: price.total, left: price.left, freezes: shown.freezes }),
    );
  },
});
