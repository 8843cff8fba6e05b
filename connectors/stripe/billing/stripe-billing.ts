import type { BillingProvider, ProviderCapabilities } from '#flow/contracts/billing-provider.ts';
import { begin } from './begin.ts';
import { cancel, keep, pause, resume } from './change-subscription.ts';
import { changedPage } from './changed-since.ts';
import { chargeOnce } from './charge-once.ts';
import { openStripe, type StripeDoor, type StripeSettings } from './open-stripe.ts';
import { refund, retry } from './pay.ts';
import { portal } from './portal.ts';
import { expire, readAsked } from './read-asked.ts';
import { readDelivery } from './read-delivery.ts';
import { readPayment } from './read-payment.ts';
import { readSubscription } from './read-subscription.ts';
import { setLines } from './set-lines.ts';

/** Stripe charges each period by itself, and tries again what failed. */
const CAPABILITIES: ProviderCapabilities = {
  renewals: 'provider',
  retries: 'provider',
  portal: true,
  intervalChange: true,
  testClock: true,
  methods: ['card'],
};

async function* changedSince({ ask }: StripeDoor, since: string, signal: AbortSignal) {
  for (let after: string | null = null, more = true; more; ) {
    const { changed, next } = await ask(signal, (api) => changedPage(api, since, after));
    yield* changed;
    after = next;
    more = next !== null;
  }
}

/** Stripe as whoever takes the money: Billing, Checkout and the customer portal. */
export const createStripeBilling = (settings: StripeSettings): BillingProvider => {
  const door = openStripe(settings);
  const { ask, nowMs } = door;
  return {
    name: 'stripe',
    capabilities: CAPABILITIES,
    begin: (asked, signal) => ask(signal, (api) => begin(api, asked, nowMs())),
    chargeOnce: (asked, signal) => ask(signal, (api) => chargeOnce(api, asked)),
    setLines: (asked, signal) => ask(signal, (api) => setLines(api, asked)),
    cancel: (asked, signal) => ask(signal, (api) => cancel(api, asked)),
    keep: (asked, signal) => ask(signal, (api) => keep(api, asked)),
    pause: (asked, signal) => ask(signal, (api) => pause(api, asked)),
    resume: (asked, signal) => ask(signal, (api) => resume(api, asked)),
    retry: (asked, signal) => ask(signal, (api) => retry(api, asked)),
    refund: (asked, signal) => ask(signal, (api) => refund(api, asked)),
    expire: (asked, signal) => ask(signal, (api) => expire(api, asked)),
    readSubscription: (id, signal) => ask(signal, (api) => readSubscription(api, id, nowMs())),
    readPayment: (id, signal) => ask(signal, (api) => readPayment(api, id)),
    readAsked: (ref, signal) => ask(signal, (api) => readAsked(api, ref)),
    portal: (asked, signal) => ask(signal, (api) => portal(api, asked)),
    readDelivery: (delivery) => readDelivery(delivery, settings.webhookSecret),
    changedSince: (since, signal) => changedSince(door, since, signal),
    missing: () => [
      ...(settings.secretKey === null ? ['STRIPE_SECRET_KEY'] : []),
      ...(settings.webhookSecret === null ? ['STRIPE_WEBHOOK_SECRET'] : []),
    ],
  };
};
