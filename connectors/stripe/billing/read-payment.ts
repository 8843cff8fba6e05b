import type Stripe from 'stripe';
import type { ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { type Charged, intentOf, paymentOf } from './payment-of.ts';
import { isMissing } from './stripe-failure.ts';
import { idOf } from './times.ts';

/** Stripe's answer, or null where it knows no such object. */
export const orNull = async <T>(answer: Promise<T>): Promise<T | null> => {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

const chargeOf = async (api: Stripe, intent: string | null): Promise<Charged | null> => {
  if (intent === null) return null;
  const { latest_charge: charge } = await api.paymentIntents.retrieve(intent, { expand: ['latest_charge'] });
  return charge === null || typeof charge === 'string' ? null : charge;
};

const invoiceOfIntent = async (api: Stripe, intent: string): Promise<string | null> => {
  const payment = { type: 'payment_intent', payment_intent: intent } as const;
  const { data } = await api.invoicePayments.list({ payment, limit: 1 });
  return idOf(data[0]?.invoice);
};

/** An invoice as it stands now, by its id or by that of its payment intent. Null: Stripe knows none. */
export const readPayment = async (api: Stripe, id: string): Promise<ProviderPayment | null> => {
  const known = id.startsWith('pi_') ? await orNull(invoiceOfIntent(api, id)) : id;
  if (known === null) return null;
  const invoice = await orNull(api.invoices.retrieve(known, { expand: ['payments'] }));
  // One of ours that is still being written asks nobody for anything, and its amount is not the last.
  if (invoice?.status === 'draft' && invoice.parent === null) return null;
  return invoice && paymentOf(invoice, await chargeOf(api, intentOf(invoice)));
};
