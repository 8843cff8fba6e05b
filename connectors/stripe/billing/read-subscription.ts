import type Stripe from 'stripe';
import type { Interval, ProviderPayment, ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import { type Charged, intentOf, isOfNothing, paymentOf } from './payment-of.ts';
import { orNull } from './read-payment.ts';
import { idOf, isoOf } from './times.ts';

/** Invoices that are read: the running period, those before it, and what failed between. */
const INVOICES = 12;

/** Stripe's words for a subscription's state. A new one is `unknown`, which changes nothing. */
const STATUS: Readonly<Record<string, ProviderSubscription['status']>> = {
  incomplete: 'incomplete',
  incomplete_expired: 'ended',
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  unpaid: 'unpaid',
  canceled: 'ended',
  paused: 'paused',
};

/** Words after which nothing is charged any more. */
export const ENDED: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired']);

const statusOf = (
  subscription: Stripe.Subscription,
  payments: readonly ProviderPayment[],
  nowMs: number,
): ProviderSubscription['status'] => {
  const status = STATUS[subscription.status] ?? 'unknown';
  const { starts_at: startsAt, moved } = subscription.metadata;
  if (status === 'ended' || status === 'unknown') return status;
  if (subscription.pause_collection) return 'paused';
  // The interval was changed: what Stripe calls a trial is a period that is paid, unless nothing ever was.
  const isPaid = payments.some((payment) => payment.status === 'paid');
  if (status === 'trialing' && moved === '1' && isPaid) return 'active';
  // The first charge is still to come, by the day that periods begin on.
  if (status === 'active' && startsAt !== undefined && Date.parse(startsAt) > nowMs) return 'trialing';
  return status;
};

const methodOf = (subscription: Stripe.Subscription): ProviderSubscription['method'] => {
  const { customer, default_payment_method: own } = subscription;
  const others =
    typeof customer === 'string' || customer.deleted ? null : customer.invoice_settings.default_payment_method;
  const method = own ?? others;
  if (method === null || typeof method === 'string' || !method.card) return null;
  const { brand, last4, exp_month: month, exp_year: year } = method.card;
  return { kind: 'card', brand, last4, expires: `${year}-${String(month).padStart(2, '0')}` };
};

const paymentsOf = async (api: Stripe, id: string, customer: string | null): Promise<ProviderPayment[]> => {
  const asked = { subscription: id, limit: INVOICES, expand: ['data.payments'] };
  const [{ data: invoices }, charges] = await Promise.all([
    api.invoices.list(asked),
    customer === null ? [] : api.charges.list({ customer, limit: 2 * INVOICES }).then(({ data }) => data),
  ]);
  const latest = new Map<string, Charged>();
  // Newest first.
  for (const charge of charges) {
    const intent = idOf(charge.payment_intent);
    if (intent !== null && !latest.has(intent)) latest.set(intent, charge);
  }
  return invoices
    .filter((invoice) => !isOfNothing(invoice))
    .map((invoice) => paymentOf(invoice, latest.get(intentOf(invoice) ?? '') ?? null));
};

/** A subscription as it stands now, with its newest payments: three calls. Null: Stripe knows none. */
export const readSubscription = async (
  api: Stripe,
  id: string,
  nowMs: number,
): Promise<ProviderSubscription | null> => {
  const expand = ['default_payment_method', 'customer.invoice_settings.default_payment_method'];
  const subscription = await orNull(api.subscriptions.retrieve(id, { expand }));
  if (!subscription) return null;
  const items = subscription.items.data;
  const [first] = items;
  const customer = idOf(subscription.customer);
  const periodEnd = isoOf(first?.current_period_end);
  const payments = await paymentsOf(api, id, customer);
  return {
    id: subscription.id,
    customer,
    tenantId: subscription.metadata.tenant ?? null,
    request: subscription.metadata.request ?? null,
    status: statusOf(subscription, payments, nowMs),
    rawStatus: subscription.status,
    // Others are never made by us; a week counts as a month, so that nobody gets a year for it.
    interval: (first?.price.recurring?.interval === 'year' ? 'year' : 'month') satisfies Interval,
    amount: items.reduce((sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * (quantity ?? 1), 0),
    periodStart: isoOf(first?.current_period_start),
    periodEnd,
    cancelAt: isoOf(subscription.cancel_at) ?? (subscription.cancel_at_period_end ? periodEnd : null),
    endedAt: isoOf(subscription.ended_at),
    method: methodOf(subscription),
    payments,
  };
};
