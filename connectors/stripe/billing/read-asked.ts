import type Stripe from 'stripe';
import type { ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { keyOf } from './keys.ts';
import { orNull, readPayment } from './read-payment.ts';
import { idOf } from './times.ts';

interface Came {
  subscription: string | null;
  payment: ProviderPayment | null;
  open: boolean;
}

/** What came of a page (`cs_…`) or of an invoice (`in_…`) that was to be paid. */
export const readAsked = async (api: Stripe, ref: string): Promise<Came> => {
  if (!ref.startsWith('cs_')) {
    const payment = await readPayment(api, ref);
    return { subscription: null, payment, open: payment?.status === 'pending' || payment?.status === 'failed' };
  }
  const session = await orNull(api.checkout.sessions.retrieve(ref));
  if (!session) return { subscription: null, payment: null, open: false };
  const invoice = idOf(session.invoice);
  return {
    subscription: idOf(session.subscription),
    payment: invoice === null ? null : await readPayment(api, invoice),
    open: session.status === 'open',
  };
};

/** Closes what nobody has paid. What was paid meanwhile stays paid, and is no failure. */
export const expire = async (api: Stripe, ask: { ref: string; idempotencyKey: string }): Promise<void> => {
  const { open, payment } = await readAsked(api, ask.ref);
  if (!open) return;
  const key = keyOf(ask.idempotencyKey, 'expire');
  try {
    if (ask.ref.startsWith('cs_')) await api.checkout.sessions.expire(ask.ref, {}, key);
    else if (payment) await api.invoices.voidInvoice(ask.ref, {}, key);
  } catch (error) {
    // Between the look and the call it was paid, or run out.
    if ((await readAsked(api, ask.ref)).open) throw error;
  }
};
