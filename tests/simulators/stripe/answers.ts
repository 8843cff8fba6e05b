import { cancelNow, updateSubscription } from './change-subscription.ts';
import { addLine, charge, finalize, plainInvoice, voidInvoice } from './charging.ts';
import { expirePage, openSession } from './checkout.ts';
import { type Fields, listAt, numberAt, textAt, textsAt } from './form.ts';
import type { Customer, List } from './objects.ts';
import { settle } from './passing-time.ts';
import { invalid } from './refusal.ts';
import { need, type World } from './world.ts';

type Answer = (world: World, fields: Fields, id: string) => unknown;

const list = <T extends { id: string }>(all: Iterable<T>, fields: Fields, wanted: (one: T) => boolean): List<T> => {
  const newest = [...all].filter(wanted).reverse();
  const after = textAt(fields, 'starting_after');
  const from = after === null ? 0 : newest.findIndex(({ id }) => id === after) + 1;
  const limit = numberAt(fields, 'limit') ?? 10;
  return { object: 'list', data: newest.slice(from, from + limit), has_more: newest.length > from + limit };
};

const fits = (fields: Fields, name: string, value: string | null): boolean => {
  const asked = textAt(fields, name);
  return asked === null || asked === value;
};

const once = <T>(map: Map<string, T>, id: string, one: T): T => {
  if (map.has(id)) throw invalid(`${id} already exists.`, 'resource_already_exists');
  map.set(id, one);
  return one;
};

const changeCustomer = (customer: Customer, fields: Fields): Customer => {
  Object.assign(customer.metadata, textsAt(fields, 'metadata'));
  for (const name of ['email', 'name'] as const) customer[name] = textAt(fields, name) ?? customer[name];
  const method = textAt(fields, 'invoice_settings', 'default_payment_method');
  if (method !== null) customer.invoice_settings.default_payment_method = method;
  return customer;
};

const CUSTOMERS: Record<string, Answer> = {
  'POST /v1/customers': (world, fields) => {
    const id = world.id('cus');
    const customer: Customer = {
      ...{ id, object: 'customer', created: world.now, email: null, name: null, metadata: {} },
      invoice_settings: { default_payment_method: null },
    };
    world.customers.set(id, customer);
    return changeCustomer(customer, fields);
  },
  'POST /v1/customers/{id}': (world, fields, id) => {
    const customer = changeCustomer(need(world.customers, id), fields);
    world.emit('customer.updated', customer);
    return customer;
  },
  'POST /v1/products': (world, fields) => {
    const id = textAt(fields, 'id') ?? world.id('prod');
    const product = {
      id,
      object: 'product' as const,
      name: textAt(fields, 'name') ?? '',
      metadata: textsAt(fields, 'metadata'),
    };
    return once(world.products, id, product);
  },
  'POST /v1/coupons': (world, fields) => {
    const id = textAt(fields, 'id') ?? world.id('coup');
    const amount_off = numberAt(fields, 'amount_off') ?? 0;
    if (amount_off <= 0) throw invalid('amount_off');
    return once(world.coupons, id, {
      ...{ id, object: 'coupon' as const, amount_off, currency: textAt(fields, 'currency') ?? '', times_redeemed: 0 },
      ...{ duration: textAt(fields, 'duration') ?? '', max_redemptions: numberAt(fields, 'max_redemptions') },
    });
  },
  'POST /v1/billing_portal/sessions': (world, fields) => {
    const id = world.id('bps');
    const customer = need(world.customers, textAt(fields, 'customer')).id;
    world.portals.set(id, { customer, returnTo: textAt(fields, 'return_url') ?? '' });
    return { id, object: 'billing_portal.session', customer, url: `${world.url}/p/session/${id}` };
  },
};

const PAGES: Record<string, Answer> = {
  'POST /v1/checkout/sessions': openSession,
  'GET /v1/checkout/sessions': (world, fields) =>
    list(
      world.sessions.values(),
      fields,
      (one) => fits(fields, 'customer', one.customer) && fits(fields, 'status', one.status),
    ),
  'GET /v1/checkout/sessions/{id}': (world, _, id) => need(world.sessions, id),
  'POST /v1/checkout/sessions/{id}/expire': (world, _, id) => expirePage(world, id),
};

const SUBSCRIPTIONS: Record<string, Answer> = {
  'GET /v1/subscriptions': (world, fields) =>
    list(world.subscriptions.values(), fields, ({ customer }) => fits(fields, 'customer', customer)),
  'GET /v1/subscriptions/{id}': (world, _, id) => need(world.subscriptions, id),
  'POST /v1/subscriptions/{id}': (world, fields, id) => updateSubscription(world, id, fields),
  'DELETE /v1/subscriptions/{id}': (world, _, id) => cancelNow(world, id),
};

const payInvoice: Answer = (world, fields, id) => {
  const invoice = need(world.invoices, id);
  if (invoice.status === 'paid') throw invalid('Invoice is already paid', 'invoice_already_paid');
  if (invoice.status !== 'open') throw invalid(`This invoice is ${invoice.status}`, 'invoice_not_editable');
  const tries = invoice.attempt_count;
  try {
    charge(world, invoice, false, textAt(fields, 'payment_method') ?? undefined);
  } finally {
    // A try by hand does not count among those that come by themselves.
    invoice.attempt_count = Math.max(tries, 1);
  }
  const subscription = world.subscriptions.get(invoice.parent?.subscription_details.subscription ?? '');
  if (subscription) settle(world, subscription, invoice);
  return invoice;
};

const INVOICES: Record<string, Answer> = {
  'GET /v1/invoices': (world, fields) =>
    list(
      world.invoices.values(),
      fields,
      ({ customer, status, parent }) =>
        fits(fields, 'customer', customer) &&
        fits(fields, 'status', status) &&
        fits(fields, 'subscription', parent?.subscription_details.subscription ?? null),
    ),
  'GET /v1/invoices/{id}': (world, _, id) => need(world.invoices, id),
  'POST /v1/invoices': (world, fields) => {
    const customer = need(world.customers, textAt(fields, 'customer')).id;
    const default_payment_method = textAt(fields, 'default_payment_method');
    const auto_advance = textAt(fields, 'auto_advance') === 'true';
    return plainInvoice(world, customer, {
      metadata: textsAt(fields, 'metadata'),
      default_payment_method,
      auto_advance,
    });
  },
  'POST /v1/invoices/{id}/add_lines': (world, fields, id) => {
    const invoice = need(world.invoices, id);
    if (invoice.status !== 'draft') throw invalid('Only drafts can be changed', 'invoice_not_editable');
    for (const line of listAt(fields, 'lines'))
      addLine(world, invoice, textAt(line, 'description') ?? '', numberAt(line, 'amount') ?? 0);
    return invoice;
  },
  'POST /v1/invoices/{id}/finalize': (world, _, id) => {
    const invoice = need(world.invoices, id);
    if (invoice.status !== 'draft') throw invalid('This invoice is already finalized', 'invoice_not_editable');
    finalize(world, invoice);
    return invoice;
  },
  'POST /v1/invoices/{id}/pay': payInvoice,
  'POST /v1/invoices/{id}/void': (world, _, id) => {
    const invoice = need(world.invoices, id);
    if (invoice.status !== 'open') throw invalid('Only open invoices can be voided', 'invoice_not_editable');
    voidInvoice(world, invoice);
    return invoice;
  },
};

const MONEY: Record<string, Answer> = {
  'GET /v1/payment_intents/{id}': (world, _, id) => need(world.intents, id),
  'GET /v1/invoice_payments': (world, fields) =>
    list(
      world.payments.values(),
      fields,
      ({ payment }) => payment.payment_intent === textAt(fields, 'payment', 'payment_intent'),
    ),
  'GET /v1/charges': (world, fields) =>
    list(world.charges.values(), fields, ({ customer }) => fits(fields, 'customer', customer)),
  'POST /v1/refunds': (world, fields) => {
    const intent = need(world.intents, textAt(fields, 'payment_intent'));
    const charged = need(world.charges, intent.latest_charge);
    if (charged.refunded) throw invalid('Charge has already been refunded.', 'charge_already_refunded');
    const amount = numberAt(fields, 'amount') ?? charged.amount - charged.amount_refunded;
    if (amount > charged.amount - charged.amount_refunded)
      throw invalid('Refund amount is greater than unrefunded amount on charge.', 'amount_too_large');
    charged.amount_refunded += amount;
    charged.refunded = charged.amount_refunded === charged.amount;
    world.emit('charge.refunded', charged);
    return { id: world.id('re'), object: 'refund', amount, payment_intent: intent.id, status: 'succeeded' };
  },
  'GET /v1/events': (world, fields) => {
    const types = fields.types;
    const wanted = typeof types === 'object' ? Object.values(types) : null;
    const since = numberAt(fields, 'created', 'gte') ?? 0;
    return list(world.events, fields, ({ type, created }) => created >= since && (wanted?.includes(type) ?? true));
  },
};

/** What Stripe answers to each call. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  ...CUSTOMERS,
  ...PAGES,
  ...SUBSCRIPTIONS,
  ...INVOICES,
  ...MONEY,
};
