import type { ProviderPayment, ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import type { MercadoPagoClient } from './client.ts';
import { Invoice, Payment, Preapproval, pageOf } from './objects.ts';
import { chargeOfCycle, chargeOnceOf, wasPaid } from './payment-of.ts';
import { formatReference, parsePix, parseReference } from './reference.ts';
import { giftedSubscription, inOrder, type Read, subscriptionOf } from './subscription-of.ts';

const PAGE = 100;
/** Ten years of months. */
const MOST_CHARGES = 200;
/** Of whose payments all is read: refunds and disputes of older ones are told by their payment's own notice. */
const NEWEST = 3;

export interface Reading {
  client: MercadoPagoClient;
  nowMs: () => number;
  /** The charge of a period that a Pix pays, by its id here. */
  pixOf: (id: string, signal: AbortSignal) => Promise<ProviderPayment | null>;
}

/**
 * A subscription with its newest charges: those of whose payments all was read. Of older ones refunds and disputes would be missing,
 * which is as if they had been taken back. Null: there is none, or it is none of ours.
 */
export const readSubscription = async (
  reading: Reading,
  id: string,
  signal: AbortSignal,
): Promise<ProviderSubscription | null> => {
  const read = await readAll(reading, id, signal);
  return read && { ...read, payments: read.payments.slice(0, NEWEST) };
};

/** With all of its charges. */
const readAll = async (
  { client, nowMs }: Reading,
  id: string,
  signal: AbortSignal,
): Promise<ProviderSubscription | null> => {
  const preapproval = await client.get(`/preapproval/${encodeURIComponent(id)}`, Preapproval, signal);
  if (preapproval === null || parseReference(preapproval.external_reference) === null) return null;
  const invoices = await readInvoices(client, id, signal);
  const payments = await readPayments(client, invoices, signal);
  return subscriptionOf(
    { preapproval: await raised(client, { preapproval, invoices, payments }, signal), invoices, payments },
    nowMs(),
  );
};

/** How many of its cycles were paid so far. */
export const paidCycles = async (reading: Reading, id: string, signal: AbortSignal): Promise<number> => {
  const read = await readAll(reading, id, signal);
  return read?.payments.filter(({ charge, status }) => status === 'paid' && charge !== null).length ?? 0;
};

const readInvoices = async (client: MercadoPagoClient, id: string, signal: AbortSignal): Promise<Invoice[]> => {
  const found: Invoice[] = [];
  while (found.length < MOST_CHARGES) {
    const query = new URLSearchParams({ preapproval_id: id, offset: String(found.length), limit: String(PAGE) });
    const page = await client.get(`/authorized_payments/search?${query}`, pageOf(Invoice), signal);
    if (!page?.results.length) break;
    found.push(...page.results);
    if (found.length >= (page.paging?.total ?? 0)) break;
  }
  // A filter that is not heeded would show what others pay.
  return found.filter((invoice) => invoice.preapproval_id === id);
};

const readPayments = async (client: MercadoPagoClient, invoices: readonly Invoice[], signal: AbortSignal) => {
  const newest = inOrder(invoices)
    .slice(-NEWEST)
    .flatMap(({ payment }) => payment?.id ?? []);
  const read = new Map<string, Payment>();
  for (const id of newest) {
    const payment = await client.get(`/v1/payments/${id}`, Payment, signal);
    if (payment) read.set(payment.id, payment);
  }
  return read;
};

/**
 * An amount that was lower for a period goes up again once that period is paid: Mercado Pago knows one amount at a time
 * (docs/decisions/852). Each reading sees to it, so that nothing that dies in between leaves it low.
 */
const raised = async (client: MercadoPagoClient, read: Read, signal: AbortSignal): Promise<Preapproval> => {
  const { preapproval, invoices } = read;
  const reference = parseReference(preapproval.external_reference);
  if (!reference?.raise || preapproval.status === 'cancelled') return preapproval;
  const paid = invoices.filter(({ payment }) => wasPaid(payment?.status)).length;
  if (paid <= reference.raise.after) return preapproval;
  const body = {
    external_reference: formatReference({ ...reference, raise: null }),
    auto_recurring: { transaction_amount: reference.raise.to / 100, currency_id: 'BRL' },
  };
  return client.put(`/preapproval/${preapproval.id}`, body, Preapproval, signal);
};

/** By our id (`ap_…`, `pay_…`, `free_…`). Null: no such charge, or none of ours. */
export const readPayment = async (
  reading: Reading,
  id: string,
  signal: AbortSignal,
): Promise<ProviderPayment | null> => {
  const { client } = reading;
  const gifted = giftedSubscription(id);
  if (gifted !== null) {
    const subscription = await readAll(reading, gifted, signal);
    return subscription?.payments.find((payment) => payment.id === id) ?? null;
  }
  const [, kind, number] = /^(ap|pay)_(\d+)$/.exec(id) ?? [];
  if (kind === 'ap') {
    const invoice = await client.get(`/authorized_payments/${number}`, Invoice, signal);
    return invoice && readCharge(reading, invoice, signal);
  }
  if (kind !== 'pay') return null;
  const payment = await client.get(`/v1/payments/${number}`, Payment, signal);
  if (payment === null || payment.operation_type === 'card_validation') return null;
  const pix = parsePix(payment.external_reference);
  if (pix !== null) return reading.pixOf(pix, signal);
  if (payment.operation_type !== 'recurring_payment') return chargeOnceOf(payment);
  const query = new URLSearchParams({ payment_id: payment.id });
  const page = await client.get(`/authorized_payments/search?${query}`, pageOf(Invoice), signal);
  const invoice = page?.results.find((one) => one.payment?.id === payment.id);
  return invoice ? readCharge(reading, invoice, signal) : null;
};

/** With the times of its cycle, which follow from the charges around it. */
const readCharge = async (reading: Reading, invoice: Invoice, signal: AbortSignal): Promise<ProviderPayment | null> => {
  const subscription = await readAll(reading, invoice.preapproval_id, signal);
  if (subscription === null) return null;
  const { client, nowMs } = reading;
  const payment = invoice.payment && (await client.get(`/v1/payments/${invoice.payment.id}`, Payment, signal));
  const charge = chargeOfCycle(invoice, payment, nowMs());
  const cycle = subscription.payments.find(({ id }) => id === charge.id);
  return {
    ...charge,
    request: subscription.request,
    periodStart: cycle?.periodStart ?? null,
    periodEnd: cycle?.periodEnd ?? null,
  };
};
