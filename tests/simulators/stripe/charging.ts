import { CARDS, type Charge, type Invoice, type InvoicePayment, type Line, type Subscription } from './objects.ts';
import { declined } from './refusal.ts';
import { need, type World } from './world.ts';

/** How much a subscription's coupon takes off, and uses it up. */
const discountOf = (world: World, subscription: Subscription, subtotal: number): number => {
  const [id] = subscription.discounts;
  if (id === undefined || subtotal === 0) return 0;
  const coupon = need(world.coupons, need(world.discounts, id).source.coupon);
  if (coupon.duration === 'once') subscription.discounts = [];
  return Math.min(coupon.amount_off, subtotal);
};

const draft = (world: World, customer: string, lines: Line[], more: Partial<Invoice>): Invoice => {
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
  const invoice: Invoice = {
    ...{ id: world.id('in'), object: 'invoice', created: world.now, customer, status: 'draft', currency: 'brl' },
    ...{ billing_reason: 'manual', subtotal, total: subtotal, amount_due: subtotal, amount_paid: 0 },
    ...{ attempt_count: 0, auto_advance: true, default_payment_method: null, hosted_invoice_url: null },
    ...{
      lines: { object: 'list', data: lines, has_more: false },
      metadata: {},
      next_payment_attempt: null,
      parent: null,
    },
    ...{ period_start: world.now, period_end: world.now },
    status_transitions: { finalized_at: null, paid_at: null, voided_at: null },
    ...more,
  };
  world.invoices.set(invoice.id, invoice);
  world.emit('invoice.created', invoice);
  return invoice;
};

export const plainInvoice = (world: World, customer: string, more: Partial<Invoice>): Invoice =>
  draft(world, customer, [], more);

export const addLine = (world: World, invoice: Invoice, description: string, amount: number): void => {
  const line: Line = {
    ...{ id: world.id('il'), object: 'line_item', amount, description, quantity: 1 },
    ...{ period: { start: world.now, end: world.now }, parent: { type: 'invoice_item_details' } },
  };
  invoice.lines.data.push(line);
  invoice.subtotal += amount;
  invoice.total = invoice.subtotal;
  invoice.amount_due = Math.max(0, invoice.total);
};

/** The invoice of a subscription's running period. A trial's is of nothing. */
export const periodInvoice = (world: World, subscription: Subscription, reason: string, free = false): Invoice => {
  const lines = subscription.items.data.map(
    ({ price, quantity, current_period_start: start, current_period_end: end }): Line => ({
      ...{ id: world.id('il'), object: 'line_item', amount: free ? 0 : price.unit_amount * quantity },
      ...{ description: world.products.get(price.product)?.name ?? price.product, quantity },
      ...{ period: { start, end }, parent: { type: 'subscription_item_details' } },
    }),
  );
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
  const total = subtotal - discountOf(world, subscription, subtotal);
  const { id, metadata, customer } = subscription;
  const invoice = draft(world, customer, lines, {
    ...{ billing_reason: reason, total, amount_due: total },
    parent: { type: 'subscription_details', subscription_details: { subscription: id, metadata: { ...metadata } } },
  });
  subscription.latest_invoice = invoice.id;
  return invoice;
};

export const finalize = (world: World, invoice: Invoice): void => {
  invoice.status = 'open';
  invoice.status_transitions.finalized_at = world.now;
  invoice.hosted_invoice_url = `${world.url}/i/${invoice.id}`;
  if (invoice.amount_due > 0) {
    const intent = world.id('pi');
    const { customer, amount_due: amount } = invoice;
    world.intents.set(intent, {
      ...{ id: intent, object: 'payment_intent', amount, customer, status: 'requires_payment_method' },
      ...{ latest_charge: null, metadata: {} },
    });
    const payment: InvoicePayment = {
      ...{ id: world.id('inpay'), object: 'invoice_payment', invoice: invoice.id, amount_requested: amount },
      ...{ amount_paid: null, is_default: true, status: 'open' },
      payment: { type: 'payment_intent', payment_intent: intent },
    };
    world.payments.set(payment.id, payment);
  }
  world.emit('invoice.finalized', invoice);
};

export const paymentOf = (world: World, invoice: Invoice): InvoicePayment | undefined =>
  [...world.payments.values()].find((one) => one.invoice === invoice.id);

const markPaid = (world: World, invoice: Invoice): void => {
  invoice.status = 'paid';
  invoice.amount_paid = invoice.amount_due;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.paid_at = world.now;
  const payment = paymentOf(world, invoice);
  if (payment) Object.assign(payment, { status: 'paid', amount_paid: invoice.amount_due });
  world.emit('invoice.paid', invoice);
};

/** The method that is charged: the invoice's, its subscription's, the customer's. */
const methodFor = (world: World, invoice: Invoice): string | null => {
  const subscription = invoice.parent?.subscription_details.subscription;
  const own = subscription === undefined ? null : need(world.subscriptions, subscription).default_payment_method;
  const customer = need(world.customers, invoice.customer).invoice_settings.default_payment_method;
  return invoice.default_payment_method ?? own ?? customer;
};

/**
 * Charges an open invoice. @param present whether the card's owner is there
 * @throws as Stripe does where the card says no; the invoice stays open
 */
export const charge = (world: World, invoice: Invoice, present = false, method = methodFor(world, invoice)): void => {
  if (invoice.amount_due === 0) {
    markPaid(world, invoice);
    return;
  }
  invoice.attempt_count += 1;
  const intentId = paymentOf(world, invoice)?.payment.payment_intent ?? null;
  const intent = need(world.intents, intentId);
  const number = method === null ? undefined : world.numbers.get(method);
  const answer = number === undefined ? 'missing_payment_method' : CARDS[number].decline;
  const code = answer === 'authentication_required' && present ? null : answer;
  const made: Charge = {
    ...{ id: world.id('ch'), object: 'charge', created: world.now, amount: invoice.amount_due, amount_refunded: 0 },
    ...{ refunded: false, disputed: false, status: code === null ? 'succeeded' : 'failed', failure_code: code },
    ...{ customer: invoice.customer, payment_intent: intent.id },
  };
  world.charges.set(made.id, made);
  intent.latest_charge = made.id;
  intent.status = code === null ? 'succeeded' : 'requires_payment_method';
  if (code === null) {
    markPaid(world, invoice);
    return;
  }
  world.emit('invoice.payment_failed', invoice);
  throw declined(code);
};

export const voidInvoice = (world: World, invoice: Invoice): void => {
  invoice.status = 'void';
  invoice.next_payment_attempt = null;
  invoice.status_transitions.voided_at = world.now;
  world.emit('invoice.voided', invoice);
};
