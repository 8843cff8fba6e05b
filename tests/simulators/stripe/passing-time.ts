import { charge, finalize, periodInvoice, voidInvoice } from './charging.ts';
import type { Invoice, Subscription } from './objects.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

const OVER = new Set(['canceled', 'incomplete_expired']);

export const endSubscription = (world: World, subscription: Subscription): void => {
  Object.assign(subscription, { status: 'canceled', canceled_at: world.now, ended_at: world.now });
  for (const invoice of invoicesOf(world, subscription)) {
    // What is owed stays, and nobody collects it by itself any more.
    invoice.auto_advance = false;
    invoice.next_payment_attempt = null;
  }
  world.emit('customer.subscription.deleted', subscription);
};

const invoicesOf = (world: World, { id }: Subscription): Invoice[] =>
  [...world.invoices.values()].filter(({ parent }) => parent?.subscription_details.subscription === id);

const periodEnd = ({ items }: Subscription): number => items.data[0]?.current_period_end ?? 0;

/** After a charge of a period: what it does to the subscription, and when the next try is. */
export const settle = (world: World, subscription: Subscription, invoice: Invoice): void => {
  const { retriesMs, afterRetries } = world.settings;
  if (invoice.status === 'paid') {
    if (subscription.status !== 'trialing') subscription.status = 'active';
    world.emit('customer.subscription.updated', subscription);
    return;
  }
  const pause = retriesMs[invoice.attempt_count - 1];
  invoice.next_payment_attempt = pause === undefined ? null : world.now + Math.floor(pause / 1_000);
  subscription.status = 'past_due';
  if (pause === undefined && afterRetries === 'canceled') {
    endSubscription(world, subscription);
    return;
  }
  if (pause === undefined) subscription.status = afterRetries;
  world.emit('customer.subscription.updated', subscription);
};

/** One try of a period's invoice; a card that says no is remembered, not told. */
export const attempt = (world: World, subscription: Subscription, invoice: Invoice): void => {
  try {
    charge(world, invoice);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  settle(world, subscription, invoice);
};

/** A period begins at `start`. Whom the account leaves unpaid when all tries are used up, it is not charged: its invoice stays a draft. */
export const beginPeriod = (world: World, subscription: Subscription, start: number, reason: string): void => {
  for (const item of subscription.items.data) {
    item.current_period_start = start;
    item.current_period_end = world.after(start, item.price.recurring.interval, subscription.billing_cycle_anchor);
  }
  const invoice = periodInvoice(world, subscription, reason);
  if (subscription.status === 'unpaid') invoice.auto_advance = false;
  else if (subscription.pause_collection) {
    finalize(world, invoice);
    voidInvoice(world, invoice);
  } else if (world.settings.draftMs === 0) {
    finalize(world, invoice);
    attempt(world, subscription, invoice);
  }
};

const renew = (world: World, subscription: Subscription): void => {
  if (subscription.cancel_at_period_end) {
    endSubscription(world, subscription);
    return;
  }
  const start = periodEnd(subscription);
  if (subscription.status === 'trialing') {
    Object.assign(subscription, { status: 'active', billing_cycle_anchor: start });
  }
  beginPeriod(world, subscription, start, 'subscription_cycle');
};

interface Due {
  at: number;
  work: () => void;
}

const dueOf = (world: World, subscription: Subscription): Due[] => {
  if (OVER.has(subscription.status)) return [];
  const due: Due[] = [{ at: periodEnd(subscription), work: () => renew(world, subscription) }];
  const resumes = subscription.pause_collection?.resumes_at;
  if (resumes) due.push({ at: resumes, work: () => unpause(world, subscription) });
  if (subscription.cancel_at !== null)
    due.push({ at: subscription.cancel_at, work: () => endSubscription(world, subscription) });
  for (const invoice of invoicesOf(world, subscription)) {
    if (invoice.status === 'open' && invoice.next_payment_attempt !== null)
      due.push({ at: invoice.next_payment_attempt, work: () => attempt(world, subscription, invoice) });
    if (invoice.status === 'draft' && invoice.auto_advance)
      due.push({ at: invoice.created + draftS(world), work: () => sendDraft(world, subscription, invoice) });
  }
  return due;
};

const draftS = ({ settings }: World): number => Math.floor(settings.draftMs / 1_000);

const sendDraft = (world: World, subscription: Subscription, invoice: Invoice): void => {
  finalize(world, invoice);
  attempt(world, subscription, invoice);
};

export const unpause = (world: World, subscription: Subscription): void => {
  subscription.pause_collection = null;
  world.emit('customer.subscription.updated', subscription);
};

/** Lets time pass up to then, and does what falls due on the way, in order. */
export const passUntil = (world: World, untilMs: number): void => {
  for (;;) {
    const due = [...world.subscriptions.values()].flatMap((one) => dueOf(world, one));
    for (const session of world.sessions.values()) {
      if (session.status !== 'open') continue;
      const expire = () => {
        Object.assign(session, { status: 'expired', url: null });
        world.emit('checkout.session.expired', session);
      };
      due.push({ at: session.expires_at, work: expire });
    }
    const next = due.filter(({ at }) => at * 1_000 <= untilMs).toSorted((one, other) => one.at - other.at)[0];
    if (!next) break;
    world.nowMs = Math.max(world.nowMs, next.at * 1_000);
    next.work();
  }
  world.nowMs = Math.max(world.nowMs, untilMs);
};
