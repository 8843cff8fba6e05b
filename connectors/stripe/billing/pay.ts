import Stripe from 'stripe';
import type { BillingProvider, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';
import { keyOf } from './keys.ts';
import { readPayment } from './read-payment.ts';

const gone = (id: string) =>
  failure('billing_refused', `O Stripe não conhece ${id}.`, `Stripe does not know ${id}.`, {
    details: { provider: 'stripe', code: 'resource_missing' },
  });

const read = async (api: Stripe, id: string): Promise<ProviderPayment> => {
  const payment = await readPayment(api, id);
  if (!payment) throw gone(id);
  return payment;
};

/** One more try of an invoice that failed, with the card that is there now. A card that says no is an answer. */
export const retry = async (api: Stripe, ask: Parameters<BillingProvider['retry']>[0]): Promise<ProviderPayment> => {
  const before = await read(api, ask.payment.id);
  if (before.status === 'paid' || before.status === 'void') return before;
  try {
    await api.invoices.pay(before.id, {}, keyOf(ask.idempotencyKey, 'pay'));
  } catch (error) {
    const isAnswer = error instanceof Stripe.errors.StripeError && (error.statusCode ?? 0) === 402;
    const after = await read(api, before.id);
    if (!isAnswer && after.status !== 'paid') throw error;
    return after;
  }
  return await read(api, before.id);
};

/** Gives back what was paid, or a part of it. Stripe itself never gives back more than it took. */
export const refund = async (api: Stripe, ask: Parameters<BillingProvider['refund']>[0]): Promise<ProviderPayment> => {
  const { payment, amount, idempotencyKey } = ask;
  const { charge } = await read(api, payment.id);
  if (charge === null) throw gone(payment.id);
  await api.refunds
    .create({ payment_intent: charge, amount, reason: 'requested_by_customer' }, keyOf(idempotencyKey, 'refund'))
    .catch((error: unknown) => {
      const code = error instanceof Stripe.errors.StripeError ? error.code : null;
      if (code !== 'charge_already_refunded') throw error;
    });
  return await read(api, payment.id);
};
