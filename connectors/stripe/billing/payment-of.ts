import type Stripe from 'stripe';
import type { ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { idOf, isoOf } from './times.ts';

/** What of a charge no invoice tells. */
export type Charged = Pick<
  Stripe.Charge,
  'amount_refunded' | 'disputed' | 'failure_code' | 'status' | 'created' | 'payment_intent'
>;

/** The payment intent that an invoice is, or was last, paid by. */
export const intentOf = (invoice: Stripe.Invoice): string | null => {
  const payments = invoice.payments?.data ?? [];
  const one = payments.find(({ status }) => status === 'paid') ?? payments.find(({ is_default }) => is_default);
  return idOf((one ?? payments[0])?.payment.payment_intent);
};

const statusOf = ({ status, attempt_count }: Stripe.Invoice): ProviderPayment['status'] => {
  switch (status) {
    case 'paid':
      return 'paid';
    case 'void':
      return 'void';
    case 'uncollectible':
      return 'failed';
    default:
      return status === 'open' && attempt_count > 0 ? 'failed' : 'pending';
  }
};

/** The period that the invoice is for. Its own fields name the one before, in which things were used. */
const periodOf = (invoice: Stripe.Invoice) => {
  const lines = invoice.lines.data.filter(({ parent }) => parent?.type === 'subscription_item_details');
  const last = lines.reduce<Stripe.InvoiceLineItem | null>(
    (latest, line) => (latest === null || line.period.end > latest.period.end ? line : latest),
    null,
  );
  return { periodStart: isoOf(last?.period.start), periodEnd: isoOf(last?.period.end) };
};

/** An invoice in our words. `charged`: the latest charge of its payment intent. */
export const paymentOf = (invoice: Stripe.Invoice, charged: Charged | null): ProviderPayment => {
  const details = invoice.parent?.subscription_details ?? null;
  const status = statusOf(invoice);
  return {
    id: invoice.id,
    charge: intentOf(invoice),
    kind: details ? 'period' : 'once',
    request: invoice.metadata?.request ?? details?.metadata?.request ?? null,
    subscription: idOf(details?.subscription),
    amount: invoice.amount_due,
    status,
    refunded: charged?.amount_refunded ?? 0,
    disputed: charged?.disputed ?? false,
    method: invoice.amount_due === 0 ? null : 'card',
    ...(details ? periodOf(invoice) : { periodStart: null, periodEnd: null }),
    paidAt: status === 'paid' ? isoOf(invoice.status_transitions.paid_at ?? invoice.created) : null,
    nextAttemptAt: status === 'failed' ? isoOf(invoice.next_payment_attempt) : null,
    failureCode: status === 'failed' ? (charged?.failure_code ?? null) : null,
    pix: null,
    hostedUrl: invoice.hosted_invoice_url ?? null,
  };
};

/** The invoice of zero that a trial begins with stands for no period that was paid. One that a coupon covers does. */
export const isOfNothing = (invoice: Stripe.Invoice): boolean => invoice.total === 0 && invoice.subtotal === 0;
