import { z } from 'zod';
import { id, instant, json } from '#api/schemas/common.ts';
import { money, moneyOrNull, withMoney } from '#api/schemas/money.ts';
import { toldInput, toldOutcome } from '#domain/billing/money.ts';
import type { NextCharge } from '#domain/billing/renewal/next-charge.ts';
import type { Wish } from '#domain/billing/requests/wish.ts';
import type { SubscriptionView } from '#domain/billing/subscription/find-subscription.ts';
import type { ListedPayment } from '#domain/billing/subscription/list-payments.ts';
import { REQUEST_KINDS, SUBSCRIPTION_STATES } from '#flow/contracts/billing-desk.ts';
import { PROVIDERS } from '#flow/contracts/billing-provider.ts';

export const interval = z.enum(['month', 'year']);
/** As callers say it: both words mean the same everywhere. */
export const billingCycle = z.enum(['month', 'year', 'monthly', 'yearly']);

export const intervalOf = (cycle: z.infer<typeof billingCycle>): z.infer<typeof interval> =>
  cycle.startsWith('month') ? 'month' : 'year';
export const tier = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,39}$/)
  .describe('A plan, as `GET /subscription/plans` names it');
export const provider = z.enum(PROVIDERS);
const pix = z.object({ code: z.string(), image: z.string().nullable(), expiresAt: instant });

export const requestView = z.object({
  id: id('sreq'),
  kind: z.enum(REQUEST_KINDS),
  status: z
    .enum(['asked', 'waiting', 'done', 'refused', 'expired'])
    .describe('`waiting`: for the payer, on the page or with the Pix of `asked`'),
  createdAt: instant,
  closedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  provider: provider.nullable(),
  amount: money.nullable().describe('What is charged at once, where that is known'),
  reason: z.string().nullable().describe('Why it was refused'),
  input: z.record(z.string(), json),
  asked: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('page'), url: z.string() }),
      z.object({ kind: z.literal('pix'), ...pix.shape }),
    ])
    .nullable(),
  outcome: z.record(z.string(), json).nullable(),
});

const askedOf = ({ asked, status }: Wish): z.infer<typeof requestView>['asked'] => {
  if (status !== 'waiting' || !asked) return null;
  if (asked.kind === 'page') return { kind: 'page', url: asked.url };
  return asked.kind === 'pix'
    ? { kind: 'pix', code: asked.code, image: asked.image, expiresAt: asked.expiresAt }
    : null;
};

const amountOf = ({ work }: Wish): number | null => {
  if (work?.price) return work.price.total;
  if (work?.usage) return work.usage.amount;
  if (!work?.target || (work.startsAt ?? null) !== null) return null;
  const off = (work.discount?.coupon ?? 0) + (work.discount?.credit ?? 0);
  return work.target.items.reduce((sum, { quantity, unit }) => sum + quantity * unit, 0) - off;
};

/** Who asked is left out: a key that may read the plan need not know who works there. */
export const viewRequest = (wish: Wish): z.infer<typeof requestView> => {
  const { id: wishId, kind, status, createdAt, closedAt, expiresAt, provider: by, reason } = wish;
  return {
    ...{ id: wishId, kind, status, createdAt, closedAt, expiresAt, provider: by, reason },
    ...{ input: toldInput(wish), outcome: toldOutcome(wish) },
    ...{ amount: moneyOrNull(amountOf(wish)), asked: askedOf(wish) },
  };
};

/** A charge that comes by itself, and what comes off it. */
export const nextView = z
  .object({
    at: instant,
    amount: money.describe('What is charged: `full` less the others'),
    full: money.describe('What the period costs'),
    coupon: money,
    code: z.string().nullable().describe('Of the coupon, where it takes something off'),
    credit: money.describe('Of the account’s'),
  })
  .nullable()
  .describe('The next charge that comes by itself, by what is known now; null: none does');

export const viewNext = (next: NextCharge | null): z.infer<typeof nextView> =>
  next && withMoney(next, 'amount', 'full', 'coupon', 'credit');

export const subscriptionView = z.object({
  status: z.enum(['active', 'trialing', 'past_due', 'canceled', 'expired']).describe('`state` in five words'),
  state: z.enum(SUBSCRIPTION_STATES),
  access: z.enum(['full', 'read_only']),
  plan: z.object({ tier: z.string(), name: z.string(), number: z.int() }),
  granted: z
    .object({
      tier: z.string(),
      name: z.string(),
      monthly: money
        .nullable()
        .describe('By the list; null: talked about. No plan that is not above it is sold or tried'),
    })
    .nullable()
    .describe('What the tenant has by agreement, without a subscription and without an end; null: FREE'),
  interval: interval.nullable(),
  amount: money.describe('Of one period'),
  items: z.array(z.object({ key: z.string(), name: z.string(), quantity: z.int(), unit: money })),
  credit: money.describe('What the account has to its credit, with what comes off `next`'),
  next: nextView,
  provider: provider.nullable(),
  method: z
    .object({
      kind: z.enum(['card', 'pix']),
      brand: z.string().nullable(),
      last4: z.string().nullable(),
      expires: z.string().nullable(),
    })
    .nullable(),
  trialEndsAt: instant.nullable(),
  trialAvailable: z.boolean(),
  periodStart: instant.nullable(),
  periodEnd: instant.nullable(),
  paidThrough: instant.nullable(),
  failedAt: instant.nullable().describe('Since when a charge is open'),
  nextAttemptAt: instant.nullable(),
  readOnlyAt: instant.nullable().describe('Unless the open charge is paid'),
  downgradeAt: instant.nullable().describe('Unless the open charge is paid'),
  pausedUntil: instant.nullable(),
  compUntil: instant.nullable().describe('Given by an operator until then'),
  canceledAt: instant.nullable(),
  freeReason: z.enum(['canceled', 'unpaid', 'trial_ended', 'refunded', 'disputed']).nullable(),
  pending: z
    .object({
      kind: z.enum(['change', 'cancel', 'provider']),
      at: instant,
      tier: z.string().nullable(),
      interval: interval.nullable(),
      provider: provider.nullable().describe('Of `provider`: who charges from then on'),
    })
    .nullable(),
  renewal: z
    .object({ amount: money, pix: pix.nullable(), url: z.string().nullable(), periodStart: instant })
    .nullable()
    .describe('The open charge of the next period, where nobody charges by themselves'),
  requests: z.array(requestView),
  portal: z.boolean().describe('Whether `POST /subscription/portal` leads anywhere'),
  providers: z.array(z.object({ name: provider, methods: z.array(z.enum(['card', 'pix'])) })),
});

/** What a tenant has, with its sums as money. */
export const viewMoney = ({ items, renewal, next, granted, ...view }: SubscriptionView) => ({
  ...withMoney(view, 'amount', 'credit'),
  granted: granted && { ...granted, monthly: moneyOrNull(granted.monthly) },
  items: items.map((item) => withMoney(item, 'unit')),
  ...{ renewal: renewal && withMoney(renewal, 'amount'), next: viewNext(next) },
});

export const paymentView = z.object({
  id: id('pay'),
  createdAt: instant,
  paidAt: instant.nullable(),
  amount: money,
  refunded: money,
  status: z.enum(['pending', 'paid', 'failed', 'void']),
  disputed: z.boolean(),
  kind: z.enum(['period', 'once']),
  method: z.enum(['card', 'pix']).nullable(),
  provider,
  periodStart: instant.nullable(),
  periodEnd: instant.nullable(),
  lines: z.array(z.object({ name: z.string(), amount: money })),
  failureCode: z.string().nullable(),
  nextAttemptAt: instant.nullable(),
  pix: z.object({ code: z.string(), expiresAt: instant }).nullable(),
  hostedUrl: z.string().nullable(),
  invoiceId: id('ivc').nullable(),
});

/** A payment, with what is only ours left out. */
export const viewPayment = ({ lines, ...payment }: ListedPayment): z.infer<typeof paymentView> =>
  paymentView.parse({
    ...withMoney(payment, 'amount', 'refunded'),
    lines: lines.map((line) => withMoney(line, 'amount')),
  });
