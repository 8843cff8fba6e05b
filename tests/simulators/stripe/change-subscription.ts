import { priceOf, wear } from './checkout.ts';
import { type Fields, listAt, numberAt, textAt, textsAt } from './form.ts';
import type { Item, Subscription } from './objects.ts';
import { beginPeriod, endSubscription, unpause } from './passing-time.ts';
import { invalid, missing } from './refusal.ts';
import { need, type World } from './world.ts';

const changeItems = (world: World, subscription: Subscription, fields: Fields): void => {
  const { items } = subscription;
  const [first] = items.data;
  for (const asked of listAt(fields, 'items')) {
    const id = textAt(asked, 'id');
    const item = items.data.find((one) => one.id === id);
    if (id !== null && !item) throw missing(id);
    if (textAt(asked, 'deleted') === 'true') {
      items.data = items.data.filter((one) => one !== item);
      continue;
    }
    const data = asked.price_data;
    const price = typeof data === 'object' ? priceOf(world, data) : item?.price;
    if (!price) throw invalid('items[price_data]');
    const quantity = numberAt(asked, 'quantity') ?? item?.quantity ?? 1;
    const fresh: Item = {
      ...{ id: world.id('si'), object: 'subscription_item', price, quantity },
      ...{ current_period_start: first?.current_period_start ?? world.now },
      ...{ current_period_end: first?.current_period_end ?? world.now },
    };
    if (item) Object.assign(item, { price, quantity });
    else items.data.push(fresh);
  }
  if (items.data.length === 0) throw invalid('A subscription must have at least one active item.');
  if (new Set(items.data.map(({ price }) => price.recurring.interval)).size > 1)
    throw invalid('All prices on a subscription must have the same interval.');
};

const intervalOf = ({ items }: Subscription) => items.data[0]?.price.recurring.interval;

/** What a change of the items does to time: another interval begins at once, but for a trial's end that is asked for. */
const changeTime = (world: World, subscription: Subscription, before: string | undefined, fields: Fields): void => {
  const trialEnd = numberAt(fields, 'trial_end');
  if (trialEnd !== null) {
    if (trialEnd <= world.now) throw invalid('`trial_end` has to be in the future.');
    Object.assign(subscription, { trial_end: trialEnd, status: 'trialing', billing_cycle_anchor: trialEnd });
    for (const item of subscription.items.data)
      Object.assign(item, { current_period_start: world.now, current_period_end: trialEnd });
  } else if (intervalOf(subscription) !== before) {
    subscription.billing_cycle_anchor = world.now;
    beginPeriod(world, subscription, world.now, 'subscription_update');
  }
};

const changePause = (world: World, subscription: Subscription, fields: Fields): void => {
  const pause = fields.pause_collection;
  if (pause === '') unpause(world, subscription);
  else if (typeof pause === 'object')
    subscription.pause_collection = {
      behavior: textAt(pause, 'behavior') ?? '',
      resumes_at: numberAt(pause, 'resumes_at'),
    };
};

export const updateSubscription = (world: World, id: string, fields: Fields): Subscription => {
  const subscription = need(world.subscriptions, id);
  if (subscription.status === 'canceled') throw invalid('A canceled subscription can only update its metadata.');
  const before = intervalOf(subscription);
  if (fields.items !== undefined && textAt(fields, 'proration_behavior') !== 'none')
    throw invalid('Trama prorates by itself: proration_behavior has to be none.');
  changeItems(world, subscription, fields);
  changeTime(world, subscription, before, fields);
  changePause(world, subscription, fields);
  if (fields.discounts === '') subscription.discounts = [];
  else if (fields.discounts !== undefined) subscription.discounts = wear(world, fields);
  Object.assign(subscription.metadata, textsAt(fields, 'metadata'));
  const ending = textAt(fields, 'cancel_at_period_end');
  if (ending !== null)
    Object.assign(subscription, {
      cancel_at_period_end: ending === 'true',
      canceled_at: ending === 'true' ? world.now : null,
    });
  if (textAt(fields, 'cancel_at') === '') subscription.cancel_at = null;
  const method = textAt(fields, 'default_payment_method');
  if (method !== null) subscription.default_payment_method = method === '' ? null : need(world.methods, method).id;
  world.emit('customer.subscription.updated', subscription);
  return subscription;
};

export const cancelNow = (world: World, id: string): Subscription => {
  const subscription = need(world.subscriptions, id);
  if (subscription.status === 'canceled') throw missing(id);
  endSubscription(world, subscription);
  return subscription;
};
