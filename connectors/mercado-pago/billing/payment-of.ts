import type { PayMethod, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import type { Invoice, Payment } from './objects.ts';
import { parseOnce, parseReference } from './reference.ts';

/** A payment's id says where it is read: the charge of a cycle, or a payment of its own. */
export const invoiceId = (id: string): string => `ap_${id}`;
export const paymentId = (id: string): string => `pay_${id}`;

/** Times of a cycle, which Mercado Pago does not say of its charge. */
export interface Cycle {
  start: string | null;
  end: string | null;
}

const NO_CYCLE: Cycle = { start: null, end: null };

/**
 * The charge of a cycle. `authorized` is not paid, and a charge that is `processed` is paid or given up: its payment says which.
 * `payment` where it was read, for what only that knows: refunds, disputes, the method.
 */
export const chargeOfCycle = (
  invoice: Invoice,
  payment: Payment | null,
  nowMs: number,
  cycle = NO_CYCLE,
): ProviderPayment => {
  const status = cycleStatus(invoice, payment);
  const reference = parseReference(payment?.external_reference ?? null);
  return {
    id: invoiceId(invoice.id),
    charge: payment?.id ?? invoice.payment?.id ?? null,
    kind: 'period',
    request: reference?.request ?? null,
    subscription: invoice.preapproval_id,
    amount: invoice.transaction_amount,
    status,
    ...moneyBack(payment),
    method: payment ? methodOf(payment) : null,
    periodStart: cycle.start,
    periodEnd: cycle.end,
    paidAt: status === 'paid' ? (payment?.date_approved ?? invoice.last_modified ?? invoice.debit_date) : null,
    nextAttemptAt: invoice.status === 'recycling' && status === 'failed' ? nextAttempt(invoice, nowMs) : null,
    failureCode: status === 'failed' ? (payment?.status_detail ?? invoice.payment?.status_detail ?? 'given_up') : null,
    pix: null,
    hostedUrl: null,
  };
};

const cycleStatus = (invoice: Invoice, payment: Payment | null): ProviderPayment['status'] => {
  const said = payment?.status ?? invoice.payment?.status ?? null;
  // The payment is newer than what the charge says of it.
  if (wasPaid(said)) return 'paid';
  switch (invoice.status) {
    case 'recycling':
      return 'failed';
    case 'cancelled':
      return 'void';
    case 'processed':
      return said !== null && UNDECIDED.has(said) ? 'pending' : 'failed';
    default:
      return 'pending';
  }
};

const WAS_PAID = new Set(['approved', 'in_mediation', 'refunded', 'charged_back']);
/** Whether money came, also where it went back since. */
export const wasPaid = (status: string | null | undefined): boolean => WAS_PAID.has(status ?? '');
const UNDECIDED = new Set(['pending', 'authorized', 'in_process']);

const nextAttempt = (invoice: Invoice, nowMs: number): string | null => {
  const at = invoice.next_retry_date ?? invoice.debit_date;
  return at !== null && Date.parse(at) > nowMs ? at : null;
};

/**
 * A payment outside of the periods; null for what is no charge of ours: the check of a card (a small payment that goes back), and
 * what else the account is paid for.
 */
export const chargeOnceOf = (payment: Payment): ProviderPayment | null => {
  const reference = parseOnce(payment.external_reference);
  if (reference === null || payment.operation_type === 'card_validation') return null;
  const status = onceStatus(payment.status);
  const code = payment.point_of_interaction?.transaction_data?.qr_code ?? null;
  return {
    id: paymentId(payment.id),
    charge: payment.id,
    kind: 'once',
    request: reference.request,
    subscription: reference.subscription,
    amount: payment.transaction_amount,
    status,
    ...moneyBack(payment),
    method: methodOf(payment),
    periodStart: null,
    periodEnd: null,
    paidAt: status === 'paid' ? payment.date_approved : null,
    nextAttemptAt: null,
    failureCode: status === 'failed' ? payment.status_detail : null,
    pix:
      status === 'pending' && code !== null && payment.date_of_expiration !== null
        ? { code, expiresAt: payment.date_of_expiration }
        : null,
    hostedUrl: payment.point_of_interaction?.transaction_data?.ticket_url ?? null,
  };
};

const onceStatus = (status: string): ProviderPayment['status'] => {
  if (wasPaid(status)) return 'paid';
  if (status === 'rejected') return 'failed';
  // A Pix that nobody paid in time, or that we closed.
  return status === 'cancelled' ? 'void' : 'pending';
};

/** What of it went back, and whether somebody wants it back. */
export const moneyBack = (payment: Payment | null): { refunded: number; disputed: boolean } => {
  if (payment === null) return { refunded: 0, disputed: false };
  const { status, status_detail: detail, transaction_amount: amount, transaction_amount_refunded: back } = payment;
  return {
    refunded: status === 'refunded' ? amount : back,
    // A dispute that we won: the money is ours again.
    disputed: status === 'in_mediation' || (status === 'charged_back' && detail !== 'reimbursed'),
  };
};

export const methodOf = (payment: Payment): PayMethod | null => {
  if (payment.payment_method_id === 'pix') return 'pix';
  return payment.payment_type_id === 'credit_card' || payment.payment_type_id === 'debit_card' ? 'card' : null;
};
