import { z } from 'zod';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import { PROVIDERS } from '#flow/contracts/billing-provider.ts';
import { parseDuration } from '#flow/expressions/dates/durations.ts';

const tier = z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/);
const cycle = z.enum(['month', 'year']);
const reason = z.string().trim().min(1).max(200);
const addOns = z.array(z.strictObject({ key: z.string().max(40), quantity: z.int().min(0).max(1_000) })).max(50);
const duration = z.string().refine((text) => {
  try {
    const { months, days, ms } = parseDuration(text);
    return months >= 0 && days >= 0 && ms >= 0 && months + days + ms > 0;
  } catch {
    return false;
  }
}, 'An ISO 8601 duration over zero');
const nothing = z.strictObject({});

/** What a change may be about: what is left out stays. A coupon is for a beginning; the one that runs goes on. */
export const ChangeInput = z.strictObject({
  tier: tier.optional(),
  interval: cycle.optional(),
  addOns: addOns.optional(),
});
export type ChangeInput = z.infer<typeof ChangeInput>;

const keep = z.record(z.string().max(40), z.array(z.string().max(60)).max(1_000));

/** What each kind of wish says, as its row keeps it. */
export const WISH_INPUTS = {
  subscribe: z.strictObject({
    tier,
    interval: cycle,
    provider: z.enum(PROVIDERS).optional(),
    method: z.enum(['card', 'pix']).optional(),
    coupon: z.string().max(40).optional(),
    trial: z.boolean().optional(),
    addOns: addOns.optional(),
  }),
  trial: z.strictObject({ tier }),
  change: ChangeInput.extend({ preview: z.string().max(60).optional(), keep: keep.optional() }),
  cancel: z.strictObject({
    reason: z.string().trim().max(60).optional(),
    comment: z.string().trim().max(2_000).optional(),
    when: z.enum(['now', 'period_end']).optional(),
  }),
  revoke: nothing,
  pause: z.strictObject({ until: z.iso.datetime().optional() }),
  resume: z.strictObject({ preview: z.string().max(60).optional() }),
  provider: z.strictObject({ provider: z.enum(PROVIDERS) }),
  refund: z.strictObject({ payment: z.string().max(60), amount: z.int().positive().optional(), reason }),
  comp: z.strictObject({ tier: tier.optional(), duration, reason }),
  extend_trial: z.strictObject({ duration, reason }),
  usage: z.strictObject({ month: z.iso.date() }),
} as const satisfies Record<RequestKind, z.ZodType>;

export type WishInput<Kind extends RequestKind> = z.infer<(typeof WISH_INPUTS)[Kind]>;

/** What a row keeps of a wish of that kind: it was read by the same schema when it was written. */
export const inputOf = <Kind extends RequestKind>(kind: Kind, input: unknown): WishInput<Kind> =>
  // The schema of the kind gives the kind's own type; the index hides it from the compiler.
  WISH_INPUTS[kind].parse(input) as WishInput<Kind>;
