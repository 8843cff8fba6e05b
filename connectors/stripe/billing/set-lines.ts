import type Stripe from 'stripe';
import type { BillingProvider, RecurringLine } from '#flow/contracts/billing-provider.ts';
import { keyOf } from './keys.ts';
import { couponOf, productOf } from './payer.ts';
import { ENDED } from './read-subscription.ts';
import { idOf, secondsOf } from './times.ts';

type Ask = Parameters<BillingProvider['setLines']>[0];
type Wanted = RecurringLine & { product: string };

const fits = (item: Stripe.SubscriptionItem, wanted: Wanted, interval: string): boolean =>
  item.quantity === wanted.quantity &&
  item.price.unit_amount === wanted.unit &&
  item.price.recurring?.interval === interval;

/** What a subscription is made of from its next period on: charged and credited is nothing now. */
export const setLines = async (api: Stripe, ask: Ask): Promise<void> => {
  const { interval, startsAt, idempotencyKey } = ask;
  const running = await api.subscriptions.retrieve(ask.subscription, { expand: ['discounts'] });
  // It has no next period: there is nothing to tell.
  if (ENDED.has(running.status)) return;
  const wanted: Wanted[] = [];
  for (const line of ask.lines) wanted.push({ ...line, product: await productOf(api, line) });
  const items = running.items.data;
  const used = new Set<string>();
  const own = (product: string) => items.find((item) => idOf(item.price.product) === product);
  const changed = wanted.flatMap(({ product, quantity, unit, ...line }) => {
    const item = own(product);
    if (item) used.add(item.id);
    if (item && fits(item, { ...line, product, quantity, unit }, interval)) return [];
    const price_data = { currency: 'brl', product, unit_amount: unit, recurring: { interval } };
    return [{ ...(item ? { id: item.id } : {}), price_data, quantity }];
  });
  const gone = items.filter(({ id }) => !used.has(id)).map(({ id }) => ({ id, deleted: true }));
  const coupon = await couponOf(api, ask);
  const worn = running.discounts.map((one) => (typeof one === 'string' ? null : idOf(one.source.coupon)));
  const sameDiscount = coupon === null ? worn.length === 0 : worn.includes(coupon);
  const isAnother = items.some(({ price }) => price.recurring?.interval !== interval);
  const moves = isAnother && startsAt !== null && running.trial_end !== secondsOf(startsAt);
  if (changed.length + gone.length === 0 && sameDiscount && !moves) return;
  await api.subscriptions.update(
    ask.subscription,
    {
      items: [...changed, ...gone],
      proration_behavior: 'none',
      discounts: coupon === null ? '' : [{ coupon }],
      // Another interval would be charged at once, but for what Stripe calls a trial: it is paid until then.
      ...(moves ? { trial_end: secondsOf(startsAt), metadata: { moved: '1' } } : {}),
    },
    keyOf(idempotencyKey, 'items'),
  );
};
