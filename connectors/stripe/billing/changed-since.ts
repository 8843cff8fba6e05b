import type Stripe from 'stripe';
import { hintOf } from './read-delivery.ts';
import { secondsOf } from './times.ts';

/** What tells that a subscription or a payment changed. */
const TYPES = [
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.closed',
];

/** One page of Stripe's own list of events, which it keeps for 30 days. */
export const changedPage = async (
  api: Stripe,
  since: string,
  after: string | null,
): Promise<{ changed: { subscription: string | null; payment: string | null }[]; next: string | null }> => {
  const { data, has_more: more } = await api.events.list({
    created: { gte: secondsOf(since) },
    types: TYPES,
    limit: 100,
    ...(after === null ? {} : { starting_after: after }),
  });
  const changed = data.flatMap((event) => {
    const hint = hintOf(event);
    if (!hint || (hint.subscription === null && hint.payment === null)) return [];
    return [{ subscription: hint.subscription, payment: hint.payment }];
  });
  return { changed, next: more ? (data.at(-1)?.id ?? null) : null };
};
