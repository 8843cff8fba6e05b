import type { BillingProvider, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { beginSubscription } from './begin-subscription.ts';
import { cancel, keep, pause, resume, setLines } from './change-subscription.ts';
import { chargePix } from './charge-pix.ts';
import { type MercadoPagoClient, refusal } from './client.ts';
import { Payment, Preapproval, Refund } from './objects.ts';
import { type Reading, readPayment, readSubscription } from './read-objects.ts';

type Card = Omit<
  BillingProvider,
  'name' | 'capabilities' | 'capabilitiesOf' | 'portal' | 'readDelivery' | 'changedSince' | 'missing'
>;

/** Subscriptions whose periods Mercado Pago charges by itself, and payments of their own. */
export const createCardBilling = (reading: Reading): Card => {
  const { client, nowMs } = reading;
  return {
    begin: (ask, signal) => beginSubscription(client, ask, nowMs(), signal),
    chargeOnce: (ask, signal) => chargePix(client, ask, nowMs(), signal),
    setLines: (ask, signal) => setLines(reading, ask, signal),
    cancel: (ask, signal) => cancel(reading, ask, signal),
    keep: (ask, signal) => keep(reading, ask, signal),
    pause: (ask, signal) => pause(reading, ask, signal),
    resume: (ask, signal) => resume(reading, ask, signal),
    // Nothing tries a charge again but Mercado Pago itself: what came of it meanwhile is read.
    retry: async ({ payment }, signal) => (await readPayment(reading, payment.id, signal)) ?? payment,
    refund: (ask, signal) => refund(reading, ask, signal),
    expire: (ask, signal) => expire(client, ask, signal),
    readSubscription: (id, signal) => readSubscription(reading, id, signal),
    readPayment: (id, signal) => readPayment(reading, id, signal),
    readAsked: (ref, signal) => readAsked(reading, ref, signal),
  };
};
const refund = async (
  reading: Reading,
  { payment, amount, idempotencyKey }: Parameters<BillingProvider['refund']>[0],
  signal: AbortSignal,
): Promise<ProviderPayment> => {
  if (payment.charge === null) throw refusal('nothing_paid');
  const path = `/v1/payments/${encodeURIComponent(payment.charge)}/refunds`;
  await reading.client.post(path, { amount: amount / 100 }, Refund, { idempotencyKey, signal });
  const read = await readPayment(reading, payment.id, signal);
  if (read === null) throw refusal('no_payment', 404);
  return read;
};

/** What is still open is closed; what was paid or authorised meanwhile stays as it is. */
const expire = async (
  client: MercadoPagoClient,
  { ref }: Parameters<BillingProvider['expire']>[0],
  signal: AbortSignal,
): Promise<void> => {
  const body = { status: 'cancelled' };
  const number = /^pay_(\d+)$/.exec(ref)?.[1];
  if (number !== undefined) {
    const path = `/v1/payments/${number}`;
    const payment = await client.get(path, Payment, signal);
    if (payment?.status === 'pending') await client.put(path, body, Payment, signal);
    return;
  }
  const path = `/preapproval/${encodeURIComponent(ref)}`;
  const preapproval = await client.get(path, Preapproval, signal);
  if (preapproval?.status === 'pending') await client.put(path, body, Preapproval, signal);
};

const readAsked = async (
  reading: Reading,
  ref: string,
  signal: AbortSignal,
): ReturnType<BillingProvider['readAsked']> => {
  if (ref.startsWith('pay_')) {
    const payment = await readPayment(reading, ref, signal);
    return { subscription: payment?.subscription ?? null, payment, open: payment?.status === 'pending' };
  }
  const read = await readSubscription(reading, ref, signal);
  // A page that was closed unused is no subscription.
  const began = read !== null && (read.payments.length > 0 || !['pending', 'cancelled'].includes(read.rawStatus));
  return {
    subscription: began ? read.id : null,
    payment: read?.payments[0] ?? null,
    open: read?.rawStatus === 'pending',
  };
};
