import { type BillingProviders, type Cents, capabilitiesOf, type Interval } from '#flow/contracts/billing-provider.ts';
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

/** When what is next begins: what was scheduled on its own day. Null: nobody knows. */
export const nextStart = (facts: Subscription): string | null =>
  facts.pending?.kind === 'change' ? facts.pending.at : nextAt(facts);

/** When the next period begins; null: nobody knows. */
const nextAt = ({ periodEnd, trialEndsAt }: Subscription): string | null => periodEnd ?? trialEndsAt;

/** Whether what was set aside is of the next period, and of what that is and costs by now. */
export const isSetAside = (facts: Subscription): boolean => {
  const { coupon = null, next = null } = facts.discount ?? {};
  if (next === null || next.key !== nextAt(facts)) return false;
  const target = nextTarget(facts);
  const full = sumOf(target.items);
  const isOff = next.coupon === 0 || coupon === null || isCouponFor(coupon, target);
  return isOff && (next.full ?? full) === full && next.coupon + next.credit <= full;
};

/** Of a period that begins while it runs, or of one that was left out: it is charged with it already, or not at all. */
const isToCome = (facts: Subscription): boolean => {
  const key = facts.discount?.next?.key ?? '';
  return key > (facts.periodStart ?? '') && key <= (nextAt(facts) ?? '');
};

/** Whether it was set aside for a period that is another by now: of another plan, price or length. */
export const isOutOfDate = (facts: Subscription): boolean => isToCome(facts) && !isSetAside(facts);

/** Credit that was set aside for the next period: the account's still, until that is charged. */
export const creditAside = (facts: Subscription): Cents => (isToCome(facts) ? (facts.discount?.next?.credit ?? 0) : 0);

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

/** How whoever charges the subscription does it. */
export interface Charging {
  /** What the provider cannot charge less than. */
  least?: Cents;
  /** We ask for each period ourselves: what came to the account since comes off it, too. */
  isOurs?: boolean;
}

export const chargingOf = (
  providers: BillingProviders,
  { provider: name, providerSubscription }: Pick<Subscription, 'provider' | 'providerSubscription'>,
): Charging => {
  const provider = name === null ? undefined : providers[name];
  const does = provider && capabilitiesOf(provider, providerSubscription);
  return does?.renewals === 'ours' ? { isOurs: true } : { least: does?.leastCharge ?? 0 };
};

/**
 * The next charge that comes by itself, as it is made: what was set aside for it, or would be. Pure. Null: there is none, or nobody
 * knows when. `credit`: what the account has and was set aside for nothing.
 */
export const nextCharge = (
  facts: Subscription,
  { credit, least = 0, isOurs = false }: Charging & { credit: Cents },
): NextCharge | null => {
  const { state, pending, provider, compUntil, discount } = facts;
  const at = nextAt(facts);
  const runs = (state === 'active' || state === 'trialing') && provider !== null;
  if (!runs || at === null || pending?.kind === 'cancel' || (compUntil ?? '') > at) return null;
  const next = discount?.next ?? null;
  const isKept = next !== null && isSetAside(facts) && !(isOurs && credit > 0);
  const isCounted = isOurs || (next === null ? state === 'active' : isToCome(facts));
  const counted = offNext(facts, { credit: credit + creditAside(facts), least });
  const off = isKept ? next : isCounted ? counted : { coupon: 0, credit: 0 };
  const code = off.coupon > 0 ? (discount?.coupon?.code ?? null) : null;
  const { full } = counted;
  return { at, full, coupon: off.coupon, credit: off.credit, code, amount: full - off.coupon - off.credit };
};
