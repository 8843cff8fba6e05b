import { withMoney } from '#api/schemas/money.ts';
import { moneyOf } from '#domain/billing/money.ts';
import type { Subscription } from '#domain/billing/subscription/subscription.ts';

const itemsOf = (items: Subscription['items']) => items.map((item) => withMoney(item, 'unit'));

const discountOf = ({ coupon, next }: NonNullable<Subscription['discount']>) => {
  const full = next?.full;
  return {
    coupon: coupon && withMoney(coupon, 'amount'),
    next: next && { ...withMoney(next, 'coupon', 'credit'), ...(full !== undefined && { full: moneyOf(full) }) },
  };
};

/** All facts of a subscription, as operators see them: what the row has in cents is money. */
export const viewFacts = <Facts extends Subscription>({ items, pending, discount, renewal, ...facts }: Facts) => ({
  ...facts,
  items: itemsOf(items),
  pending: pending?.kind === 'change' ? { ...pending, items: itemsOf(pending.items) } : pending,
  discount: discount && discountOf(discount),
  renewal: renewal && withMoney(renewal, 'amount'),
});
