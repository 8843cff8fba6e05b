import type Stripe from 'stripe';
import type { Asked, BeginSubscription } from '#flow/contracts/billing-provider.ts';
import { keyOf, markOf } from './keys.ts';
import { couponOf, customerOf, productOf } from './payer.ts';
import { isoOf, secondsOf } from './times.ts';

/** Checkout takes an end of a trial that is two days away or more. */
const SHORTEST_TRIAL_MS = 48 * 3_600_000 + 600_000;

/** The page of an ask that was made before, whatever became of it. */
export const findSession = async (
  api: Stripe,
  customer: string,
  idempotencyKey: string,
): Promise<Stripe.Checkout.Session | null> => {
  const { data } = await api.checkout.sessions.list({ customer, limit: 20 });
  return data.find(({ metadata }) => metadata?.ask === markOf(idempotencyKey)) ?? null;
};

export const pageOf = (session: Stripe.Checkout.Session, success: string): Asked => ({
  kind: 'page',
  ref: session.id,
  // Paid or run out it has no address any more.
  url: session.url ?? success,
  expiresAt: isoOf(session.expires_at),
});

/** When the first charge is made: by a trial, or, where that would be too near, by the day that periods begin on. */
const firstCharge = (startsAt: string | null, nowMs: number) => {
  if (startsAt === null || Date.parse(startsAt) <= nowMs) return {};
  if (Date.parse(startsAt) - nowMs > SHORTEST_TRIAL_MS) return { trial_end: secondsOf(startsAt) };
  return { billing_cycle_anchor: secondsOf(startsAt), proration_behavior: 'none' } as const;
};

/** A page on which the payer's card begins a subscription. */
export const begin = async (api: Stripe, ask: BeginSubscription, nowMs: number): Promise<Asked> => {
  const { payer, request, interval, lines, startsAt, returnTo, idempotencyKey } = ask;
  const customer = await customerOf(api, payer);
  const before = await findSession(api, customer, idempotencyKey);
  if (before) return pageOf(before, returnTo.success);
  const coupon = await couponOf(api, ask);
  const products = await Promise.all(lines.map((line) => productOf(api, line)));
  const metadata = { tenant: payer.tenantId, request };
  const session = await api.checkout.sessions.create(
    {
      mode: 'subscription',
      customer,
      client_reference_id: request,
      locale: 'auto',
      allowed_payment_method_types: ['card'],
      adaptive_pricing: { enabled: false },
      line_items: lines.map(({ quantity, unit }, index) => ({
        quantity,
        price_data: { currency: 'brl', product: products[index] ?? '', unit_amount: unit, recurring: { interval } },
      })),
      ...(coupon === null ? {} : { discounts: [{ coupon }] }),
      subscription_data: {
        metadata: { ...metadata, ...(startsAt === null ? {} : { starts_at: startsAt }) },
        ...firstCharge(startsAt, nowMs),
      },
      metadata: { ...metadata, ask: markOf(idempotencyKey) },
      success_url: returnTo.success,
      cancel_url: returnTo.error,
    },
    keyOf(idempotencyKey, 'session'),
  );
  return pageOf(session, returnTo.success);
};
