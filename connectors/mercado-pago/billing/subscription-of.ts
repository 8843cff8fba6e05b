import type { Interval, ProviderPayment, ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import { addInterval, rolledTo } from '../../add-interval.ts';
import type { Invoice, Payment, Preapproval } from './objects.ts';
import { type Cycle, chargeOfCycle, invoiceId, methodOf } from './payment-of.ts';
import { parseReference, type SubscriptionReference } from './reference.ts';

/** What was read of one subscription: all charges, and the payments of the newest. */
export interface Read {
  preapproval: Preapproval;
  invoices: readonly Invoice[];
  payments: ReadonlyMap<string, Payment>;
}

/**
 * A subscription as we see it. `authorized` there says only that a card may be charged: whether it is active follows from the
 * charges of its cycles.
 */
export const subscriptionOf = (read: Read, nowMs: number): ProviderSubscription => {
  const { preapproval } = read;
  const reference = parseReference(preapproval.external_reference);
  const charges = chargesOf(read, reference, nowMs);
  const current = charges.find(({ status }) => status !== 'pending' && status !== 'void') ?? null;
  const period = charges.find(({ status }) => status === 'paid') ?? null;
  const cancelAt = preapproval.status === 'cancelled' ? null : (reference?.cancelAt ?? null);
  const recycling = read.invoices.some(({ id, status }) => invoiceId(id) === current?.id && status === 'recycling');
  const charged = { current, paid: period !== null, recycling };
  const status = statusOf(preapproval, reference, charged, nowMs);
  const newest = read.payments.get(charges.find(({ charge }) => charge !== null)?.charge ?? '');
  return {
    id: preapproval.id,
    customer: preapproval.payer_id,
    tenantId: reference?.tenantId ?? null,
    request: reference?.request ?? null,
    status,
    rawStatus: preapproval.status,
    interval: intervalOf(preapproval),
    amount: reference?.raise?.to ?? preapproval.auto_recurring.transaction_amount,
    ...runningPeriod(preapproval, { status, period, startsAt: reference?.startsAt ?? null }, nowMs),
    cancelAt,
    endedAt: status === 'ended' ? (cancelAt ?? preapproval.last_modified) : null,
    method: newest ? shownMethod(newest) : null,
    payments: charges,
  };
};

/**
 * The newest period that was paid. Until a later first charge, what it waits for; where a pause left periods out, the one that
 * runs: nobody paid it, and the next charge is made where it ends.
 */
const runningPeriod = (
  preapproval: Preapproval,
  {
    status,
    period,
    startsAt,
  }: { status: ProviderSubscription['status']; period: ProviderPayment | null; startsAt: string | null },
  nowMs: number,
): Pick<ProviderSubscription, 'periodStart' | 'periodEnd'> => {
  if (status === 'trialing') return { periodStart: preapproval.date_created, periodEnd: startsAt };
  const { periodStart = null, periodEnd = null } = period ?? {};
  const now = new Date(nowMs).toISOString();
  const next = preapproval.next_payment_date;
  const interval = intervalOf(preapproval);
  if (periodStart === null || periodEnd === null || periodEnd > now) return { periodStart, periodEnd };
  if (status === 'active' && next !== null && next > now)
    return { periodStart: addInterval(next, interval, -1), periodEnd: next };
  if (status !== 'paused') return { periodStart, periodEnd };
  const { start, end } = rolledTo({ start: periodStart, end: periodEnd }, interval, now);
  return { periodStart: start, periodEnd: end };
};

export const intervalOf = ({ auto_recurring: { frequency, frequency_type } }: Preapproval): Interval =>
  (frequency_type === 'months' && frequency >= 12) || frequency_type === 'years' ? 'year' : 'month';

interface Charged {
  /** The newest that was tried. */
  current: ProviderPayment | null;
  /** Whether any was paid. */
  paid: boolean;
  /** Whether it is tried again. */
  recycling: boolean;
}

const statusOf = (
  preapproval: Preapproval,
  reference: SubscriptionReference | null,
  charged: Charged,
  nowMs: number,
): ProviderSubscription['status'] => {
  switch (preapproval.status) {
    case 'pending':
      return 'incomplete';
    case 'cancelled':
    case 'finished':
      return 'ended';
    case 'paused': {
      // Paused by us until its end comes: a cancellation that may be taken back.
      if (reference?.cancelAt == null) return 'paused';
      return Date.parse(reference.cancelAt) <= nowMs ? 'ended' : running(reference, charged, nowMs);
    }
    case 'authorized':
      return running(reference, charged, nowMs);
    default:
      return 'unknown';
  }
};

const running = (
  reference: SubscriptionReference | null,
  { current, paid, recycling }: Charged,
  nowMs: number,
): ProviderSubscription['status'] => {
  if (current === null) {
    const startsAt = reference?.startsAt ?? null;
    return startsAt !== null && Date.parse(startsAt) > nowMs ? 'trialing' : 'incomplete';
  }
  if (current.status === 'paid') return 'active';
  if (!paid) return 'incomplete';
  return recycling ? 'past_due' : 'unpaid';
};

const chargesOf = (
  { preapproval, invoices, payments }: Read,
  reference: SubscriptionReference | null,
  nowMs: number,
): ProviderPayment[] => {
  const cycles = inOrder(invoices);
  const charges = cycles.map((invoice, at) => {
    const next = cycles[at + 1];
    const cycle = cycleOf(startOf(invoice), next ? startOf(next) : preapproval.next_payment_date, preapproval);
    return {
      ...chargeOfCycle(invoice, payments.get(invoice.payment?.id ?? '') ?? null, nowMs, cycle),
      request: reference?.request ?? null,
    };
  });
  // Behind a trial it is given when that is over, and until then nothing is.
  const isLater = Date.parse(reference?.startsAt ?? '') > nowMs;
  const gift =
    reference?.gift && preapproval.status !== 'pending' && !isLater ? [giftOf(preapproval, reference, cycles[0])] : [];
  return [...gift, ...charges].toReversed();
};

/** Oldest first. */
export const inOrder = (invoices: readonly Invoice[]): Invoice[] =>
  invoices.toSorted((one, other) => startOf(one).localeCompare(startOf(other)) || compareIds(one, other));

/** A try that failed moves the date of the charge: then the day on which it was made is when the cycle began. */
const startOf = ({ retry_attempt: retries, date_created: made, debit_date: debit }: Invoice): string =>
  (retries ? (made ?? debit) : (debit ?? made)) ?? '';

const compareIds = (one: Invoice, other: Invoice): number => Number(one.id) - Number(other.id);

/** A charge may be made a little later than a whole interval after the one before. */
const SLACK_MS = 3 * 86_400_000;

const cycleOf = (start: string, next: string | null, preapproval: Preapproval): Cycle => {
  if (start === '') return { start: null, end: null };
  const calendar = addInterval(start, intervalOf(preapproval));
  const latest = new Date(Date.parse(calendar) + SLACK_MS).toISOString();
  // Where Mercado Pago has not counted on yet, or left periods out for a pause, the calendar does.
  const end = next !== null && next > start && next <= latest ? next : calendar;
  return { start, end };
};

const GIFT = /^free_/;
export const giftId = (preapproval: string): string => `free_${preapproval}`;
export const giftedSubscription = (id: string): string | null => (GIFT.test(id) ? id.replace(GIFT, '') : null);

/** A first period that costs nothing is a free trial there, and a charge of nothing with us. */
const giftOf = (
  preapproval: Preapproval,
  reference: SubscriptionReference,
  first: Invoice | undefined,
): ProviderPayment => {
  const start = preapproval.auto_recurring.start_date ?? preapproval.date_created;
  return {
    ...{ id: giftId(preapproval.id), charge: null, kind: 'period', request: reference.request },
    ...{ subscription: preapproval.id, amount: 0, status: 'paid', refunded: 0, disputed: false, method: null },
    ...{ periodStart: start, periodEnd: first ? startOf(first) : preapproval.next_payment_date, paidAt: start },
    ...{ nextAttemptAt: null, failureCode: null, pix: null, hostedUrl: null },
  };
};

const shownMethod = (payment: Payment): ProviderSubscription['method'] => {
  const kind = methodOf(payment);
  if (kind === null) return null;
  const { expiration_month: month, expiration_year: year } = payment.card ?? {};
  return {
    kind,
    brand: kind === 'card' ? payment.payment_method_id : null,
    last4: payment.card?.last_four_digits ?? null,
    expires: month && year ? `${year}-${String(month).padStart(2, '0')}` : null,
  };
};
