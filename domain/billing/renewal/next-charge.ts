import type { Cents, Interval } from '#flow/contracts/billing-provider.ts';
import { couponOff, isCouponFor } from '../catalogue/coupon.ts';
import { type PricedLine, sumOf } from '../proration/prorate.ts';
import type { Subscription } from '../subscription/subscription.ts';

/** What the next period is of: what was scheduled counts from then on. */
export const nextTarget = ({
  pending,
  tier,
  items,
  cycle,
}: Pick<Subscription, 'pending' | 'tier' | 'items' | 'cycle'>): {
  tier: string;
  items: PricedLine[];
  cycle: Interval | null;
} => (pending?.kind === 'change' ? pending : { tier, items, cycle });

/** Whether what was set aside is of the next period, and of what that is and costs by now. */
export const isSetAside = (facts: Subscription): boolean => {
  const { coupon = null, next = null } = facts.discount ?? {};
  if (next === null || next.key !== facts.periodEnd) return false;
  const target = nextTarget(facts);
  const full = sumOf(target.items);
  const isOff = next.coupon === 0 || coupon === null || isCouponFor(coupon, target);
  return isOff && (next.full ?? full) === full && next.coupon + next.credit <= full;
};

/** Of a period that begins while it runs, or of one that was left out: it is charged with it already, or not at all. */
const isToCome = ({ discount, periodStart, periodEnd }: Subscription): boolean => {
  const key = discount?.next?.key ?? '';
  return key > (periodStart ?? '') && key <= (periodEnd ?? '');
};

/** Whether it was set aside for a period that is another by now: of another plan, price or length. */
export const isOutOfDate = (facts: Subscription): boolean => isToCome(facts) && !isSetAside(facts);

interface Off {
  /** What the period costs. */
  full: Cents;
  coupon: Cents;
  credit: Cents;
}

/** What comes off the next period: first by the coupon, where it is for that, then by as much credit as there is. */
export const offNext = (facts: Subscription, { credit, least = 0 }: { credit: Cents; least?: Cents }): Off => {
  const target = nextTarget(facts);
  const full = sumOf(target.items);
  const most = Math.max(0, full - least);
  const running = facts.discount?.coupon ?? null;
  const coupon = running ? Math.min(most, couponOff(running, target, full)) : 0;
  return { full, coupon, credit: Math.max(0, Math.min(credit, most - coupon)) };
};

/** What is charged next. Cents; times ISO 8601. */
export interface NextCharge extends Off {
  at: string;
  amount: Cents;
  /** The coupon's code, where it takes something off. */
  code: string | null;
}

interface Known {
  /** What the account has to its credit and was set aside for nothing. */
  credit: Cents;
  /** What the provider cannot charge less than. */
  least?: Cents;
  /** We ask for each period ourselves: what came to the account since comes off it, too. */
  isOurs?: boolean;
}

/**
 * The next charge that comes by itself, as it is made: what was set aside for it, or would be. Pure. Null: there is none, it was given,
 * or what is to be paid is open already.
 */
export const nextCharge = (facts: Subscription, { credit, least = 0, isOurs = false }: Known): NextCharge | null => {
  const { state, pending, provider, periodEnd, trialEndsAt, compUntil, discount } = facts;
  const at = periodEnd ?? trialEndsAt;
  const runs = (state === 'active' || state === 'trialing') && provider !== null;
  if (!runs || at === null || pending?.kind === 'cancel' || (compUntil ?? '') > at) return null;
  const next = discount?.next ?? null;
  const isKept = next !== null && isSetAside(facts) && !(isOurs && credit > 0);
  const isCounted = isOurs || (state === 'active' && (next === null || isToCome(facts)));
  const free = credit + (next !== null && isToCome(facts) ? next.credit : 0);
  const counted = offNext(facts, { credit: free, least });
  const { full } = counted;
  const off = isKept ? next : isCounted ? counted : { coupon: 0, credit: 0 };
  const code = off.coupon > 0 ? (discount?.coupon?.code ?? null) : null;
  return { at, full, coupon: off.coupon, credit: off.credit, code, amount: full - off.coupon - off.credit };
};
