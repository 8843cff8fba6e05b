import Stripe from 'stripe';
import { z } from 'zod';
import type { Delivery, ProviderHint } from '#flow/contracts/billing-provider.ts';

/** How old a signature may be. Each new attempt of Stripe's is signed anew. */
const TOLERANCE_S = 300;

const Id = z
  .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .catch(null);
const Metadata = z.object({ tenant: z.string().nullish(), request: z.string().nullish() }).nullish().catch(null);

/** What of an event names whom it is about. Its version is the endpoint's, not ours: fields are read where either has them. */
const Event = z.object({
  id: z.string().min(1).max(200),
  type: z.string().max(200),
  data: z.object({
    object: z.object({
      id: z.string().nullish(),
      object: z.string().nullish(),
      customer: Id,
      subscription: Id,
      invoice: Id,
      payment_intent: Id,
      client_reference_id: z.string().nullish(),
      metadata: Metadata,
      parent: z
        .object({ subscription_details: z.object({ subscription: Id, metadata: Metadata }).nullish() })
        .nullish()
        .catch(null),
    }),
  }),
});
type About = z.output<typeof Event>['data']['object'];

const ofSubscription = (about: About) => about.parent?.subscription_details ?? null;

/** The invoice, or the payment intent that leads to one. */
const paymentIn = (about: About): string | null => {
  if (about.object === 'invoice' || about.object === 'payment_intent') return about.id ?? null;
  return about.invoice ?? about.payment_intent ?? null;
};

/** Reads an event whose signature was found right, or that came from Stripe's own list. Null: it is no event. */
export const hintOf = (event: unknown): ProviderHint | null => {
  const read = Event.safeParse(event);
  if (!read.success) return null;
  const { id, type, data } = read.data;
  const about = data.object;
  const inner = ofSubscription(about);
  return {
    eventId: id,
    type,
    subscription:
      about.object === 'subscription' ? (about.id ?? null) : (inner?.subscription ?? about.subscription ?? null),
    payment: paymentIn(about),
    customer: about.object === 'customer' ? (about.id ?? null) : (about.customer ?? null),
    tenantId: about.metadata?.tenant ?? inner?.metadata?.tenant ?? null,
    request: about.metadata?.request ?? about.client_reference_id ?? inner?.metadata?.request ?? null,
    trust: 'signed',
  };
};

/**
 * What a delivery says, if one of its signatures is ours; while a secret is being changed there are several. Null: none is, it
 * is too old, or no event.
 */
export const readDelivery = (delivery: Delivery, webhookSecret: string | null): ProviderHint | null => {
  const header = delivery.headers['stripe-signature'];
  if (webhookSecret === null || header === undefined) return null;
  try {
    const { body, receivedAtMs } = delivery;
    Stripe.webhooks.signature?.verifyHeader(body, header, webhookSecret, TOLERANCE_S, undefined, receivedAtMs);
    return hintOf(JSON.parse(body.toString('utf8')));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError) return null;
    throw error;
  }
};
