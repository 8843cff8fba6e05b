import { addLine, charge, finalize, periodInvoice, plainInvoice } from './charging.ts';
import { type Fields, listAt, numberAt, textAt, textsAt } from './form.ts';
import { CARDS, type CardNumber, type Item, type Price, type Session, type Subscription } from './objects.ts';
import { declined, invalid } from './refusal.ts';
import { need, type World } from './world.ts';

const DAY_S = 86_400;
const SHORTEST_TRIAL_S = 2 * DAY_S;

export const priceOf = (world: World, data: Fields): Price => {
  const product = textAt(data, 'product');
  const interval = textAt(data, 'recurring', 'interval');
  if (interval !== 'month' && interval !== 'year') throw invalid('price_data.recurring.interval');
  if (textAt(data, 'currency') !== 'brl') throw invalid('price_data.currency');
  return {
    ...{ id: world.id('price'), object: 'price', currency: 'brl', product: need(world.products, product).id },
    ...{ unit_amount: numberAt(data, 'unit_amount') ?? 0, recurring: { interval, interval_count: 1 } },
  };
};

/** Wears a coupon, where one is named. @throws for one that was used as often as it may */
export const wear = (world: World, fields: Fields): string[] =>
  listAt(fields, 'discounts').map((one) => {
    const coupon = need(world.coupons, textAt(one, 'coupon'));
    if (coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions)
      throw invalid(`Coupon ${coupon.id} is used up`, 'coupon_expired');
    coupon.times_redeemed += 1;
    const discount = {
      id: world.id('di'),
      object: 'discount' as const,
      source: { type: 'coupon' as const, coupon: coupon.id },
    };
    world.discounts.set(discount.id, discount);
    return discount.id;
  });

export const openSession = (world: World, fields: Fields): Session => {
  const mode = textAt(fields, 'mode');
  if (mode !== 'subscription' && mode !== 'payment') throw invalid('mode');
  const trialEnd = numberAt(fields, 'subscription_data', 'trial_end');
  if (trialEnd !== null && trialEnd < world.now + SHORTEST_TRIAL_S)
    throw invalid('The `trial_end` date has to be at least 2 days in the future.');
  const anchor = numberAt(fields, 'subscription_data', 'billing_cycle_anchor');
  if (anchor !== null && anchor <= world.now) throw invalid('`billing_cycle_anchor` has to be in the future.');
  const lines = listAt(fields, 'line_items');
  const id = world.id('cs_test');
  const total = lines.reduce(
    (sum, line) => sum + (numberAt(line, 'price_data', 'unit_amount') ?? 0) * (numberAt(line, 'quantity') ?? 1),
    0,
  );
  const session: Session = {
    ...{ id, object: 'checkout.session', created: world.now, expires_at: world.now + DAY_S, mode, status: 'open' },
    ...{
      payment_status: 'unpaid',
      url: `${world.url}/c/pay/${id}`,
      customer: need(world.customers, textAt(fields, 'customer')).id,
    },
    ...{ client_reference_id: textAt(fields, 'client_reference_id'), metadata: textsAt(fields, 'metadata') },
    ...{ subscription: null, invoice: null, payment_intent: null, amount_total: total },
    ...{ success_url: textAt(fields, 'success_url') ?? '', cancel_url: textAt(fields, 'cancel_url') ?? '' },
  };
  world.sessions.set(id, session);
  world.asked.set(id, fields);
  return session;
};

/** A card of that number, kept for the customer. */
export const keepCard = (world: World, customer: string, number: CardNumber): string => {
  const id = world.id('pm');
  const card = { brand: CARDS[number].brand, last4: number.slice(-4), exp_month: 12, exp_year: 2034 };
  world.methods.set(id, { id, object: 'payment_method', type: 'card', customer, card });
  world.numbers.set(id, number);
  return id;
};

const itemsOf = (world: World, fields: Fields, start: number, end: number | null): Item[] =>
  listAt(fields, 'line_items').map((line) => {
    const data = line.price_data;
    const price = priceOf(world, typeof data === 'object' ? data : {});
    return {
      ...{ id: world.id('si'), object: 'subscription_item', price, quantity: numberAt(line, 'quantity') ?? 1 },
      ...{ current_period_start: start, current_period_end: end ?? world.after(start, price.recurring.interval) },
    };
  });

const subscribe = (world: World, session: Session, fields: Fields, method: string): void => {
  const trialEnd = numberAt(fields, 'subscription_data', 'trial_end');
  const asked = numberAt(fields, 'subscription_data', 'billing_cycle_anchor');
  // An anchor that has passed meanwhile begins the first full period.
  const anchor = asked !== null && asked > world.now ? asked : null;
  const later = trialEnd ?? anchor;
  const start = later === null ? (asked ?? world.now) : world.now;
  const subscription: Subscription = {
    ...{ id: world.id('sub'), object: 'subscription', created: world.now, customer: session.customer },
    ...{
      status: trialEnd === null ? 'active' : 'trialing',
      metadata: textsAt(fields, 'subscription_data', 'metadata'),
    },
    items: { object: 'list', data: itemsOf(world, fields, start, later), has_more: false },
    ...{ discounts: wear(world, fields), default_payment_method: method, billing_cycle_anchor: later ?? start },
    ...{ cancel_at: null, cancel_at_period_end: false, canceled_at: null, ended_at: null, trial_end: trialEnd },
    ...{ pause_collection: null, latest_invoice: null },
  };
  world.subscriptions.set(subscription.id, subscription);
  world.emit('customer.subscription.created', subscription);
  const invoice = periodInvoice(world, subscription, 'subscription_create', later !== null);
  finalize(world, invoice);
  charge(world, invoice, true);
  Object.assign(session, { subscription: subscription.id, invoice: invoice.id });
};

const payOnce = (world: World, session: Session, fields: Fields, method: string): void => {
  const metadata = textsAt(fields, 'invoice_creation', 'invoice_data', 'metadata');
  const invoice = plainInvoice(world, session.customer, { metadata, default_payment_method: method });
  for (const line of listAt(fields, 'line_items'))
    addLine(
      world,
      invoice,
      textAt(line, 'price_data', 'product_data', 'name') ?? '',
      numberAt(line, 'price_data', 'unit_amount') ?? 0,
    );
  finalize(world, invoice);
  charge(world, invoice, true);
  session.invoice = invoice.id;
};

/** The payer puts in a card and presses the button. @throws where the card says no: the page stays open */
export const payPage = (world: World, id: string, number: CardNumber): Session => {
  const session = need(world.sessions, id);
  if (session.status !== 'open') throw invalid('This Checkout Session is no longer active.');
  const { decline } = CARDS[number];
  if (decline !== null && decline !== 'authentication_required') throw declined(decline);
  const fields = world.asked.get(id) ?? {};
  const method = keepCard(world, session.customer, number);
  if (session.mode === 'subscription') subscribe(world, session, fields, method);
  else payOnce(world, session, fields, method);
  Object.assign(session, { status: 'complete', url: null, payment_status: 'paid' });
  world.emit('checkout.session.completed', session);
  return session;
};

/** @throws for a page that is not open any more */
export const expirePage = (world: World, id: string): Session => {
  const session = need(world.sessions, id);
  if (session.status !== 'open') throw invalid('Only Checkout Sessions with a status in ["open"] can be expired.');
  Object.assign(session, { status: 'expired', url: null });
  world.emit('checkout.session.expired', session);
  return session;
};
