import type { BillingKept } from '#flow/contracts/billing-kept.ts';
import type { BillingProvider, ProviderCapabilities } from '#flow/contracts/billing-provider.ts';
import { isKept } from '../../kept-billing/ids.ts';
import { createKeptBilling } from '../../kept-billing/kept-billing.ts';
import { LEAST_OPEN_MS, PIX_CAPABILITIES } from '../../kept-billing/pix-source.ts';
import { LEAST } from './begin-subscription.ts';
import { createCardBilling } from './card-billing.ts';
import { changedSince } from './changed-since.ts';
import { createClient } from './client.ts';
import { mercadoPagoPix } from './pix-source.ts';
import { readDelivery } from './read-delivery.ts';
import type { Reading } from './read-objects.ts';

export interface MercadoPagoSettings {
  /** Without a slash at its end. */
  apiBase: string;
  /** Null: it is not set up, and every call is refused there. */
  accessToken: string | null;
  /** Of deliveries: one for each application and mode. */
  webhookSecrets: readonly string[];
  /** Where subscriptions stand that are paid by a Pix each period. */
  kept: BillingKept;
  nowMs?: () => number;
}

const CARD_CAPABILITIES: ProviderCapabilities = {
  ...{ renewals: 'provider', retries: 'provider', portal: false, intervalChange: false, testClock: false },
  methods: ['card', 'pix'],
  ...{ leastCharge: LEAST, leastOpenMs: LEAST_OPEN_MS },
};

/**
 * Mercado Pago: subscriptions by card on its own page (`/preapproval`), which it charges and tries again by itself, and subscriptions
 * by a Pix each period, whose charges we begin. What is charged outside of the periods is a Pix for both.
 */
export const createMercadoPagoBilling = (
  settings: MercadoPagoSettings,
): BillingProvider & { close(): Promise<void> } => {
  const client = createClient(settings);
  const nowMs = settings.nowMs ?? Date.now;
  const pix = createKeptBilling({ kept: settings.kept, nowMs, source: mercadoPagoPix(client) });
  const reading: Reading = { client, nowMs, pixOf: pix.readPayment };
  const card = createCardBilling(reading);
  /** Whose an object is follows from its id. */
  const of = (id: string) => (isKept(id) ? pix : card);
  return {
    name: 'mercado_pago',
    capabilities: CARD_CAPABILITIES,
    capabilitiesOf: (subscription) => (isKept(subscription) ? PIX_CAPABILITIES : CARD_CAPABILITIES),
    begin: (ask, signal) => (ask.method === 'pix' ? pix : card).begin(ask, signal),
    chargeOnce: (ask, signal) => (ask.period ? pix : card).chargeOnce(ask, signal),
    setLines: (ask, signal) => of(ask.subscription).setLines(ask, signal),
    cancel: (ask, signal) => of(ask.subscription).cancel(ask, signal),
    keep: (ask, signal) => of(ask.subscription).keep(ask, signal),
    pause: (ask, signal) => of(ask.subscription).pause(ask, signal),
    resume: (ask, signal) => of(ask.subscription).resume(ask, signal),
    retry: (ask, signal) => of(ask.payment.id).retry(ask, signal),
    refund: (ask, signal) => of(ask.payment.id).refund(ask, signal),
    expire: (ask, signal) => of(ask.ref).expire(ask, signal),
    readSubscription: (id, signal) => of(id).readSubscription(id, signal),
    readPayment: (id, signal) => of(id).readPayment(id, signal),
    readAsked: (ref, signal) => of(ref).readAsked(ref, signal),
    portal: async () => null,
    readDelivery: (delivery) => readDelivery(delivery, settings.webhookSecrets),
    changedSince: async function* (since, signal) {
      yield* changedSince(client, since, nowMs(), signal);
      yield* pix.changedSince(since, signal);
    },
    missing: () => (settings.accessToken === null ? ['MERCADOPAGO_ACCESS_TOKEN'] : []),
    close: client.close,
  };
};
