import type { SubscriptionState } from '#flow/contracts/billing-desk.ts';
import type { Cents, Interval, PayMethod, ProviderName } from '#flow/contracts/billing-provider.ts';
import type { CouponFor } from '../catalogue/coupon.ts';
import type { PricedLine } from '../proration/prorate.ts';

export type Access = 'full' | 'read_only';
/** Why a subscription is free that was not always. */
export type FreeReason = 'canceled' | 'unpaid' | 'trial_ended' | 'refunded' | 'disputed';

/** A plan that somebody is to have: what is charged for it each period. */
export interface Target {
  /** A uuid, of the plan's version. */
  planVersionId: string;
  tier: string;
  cycle: Interval;
  items: PricedLine[];
}

export type Change = Target & { kind: 'change'; at: string; request: string; keep: Record<string, string[]> | null };

/**
 * `anyway`: also where more is paid for by then: an operator's own word. `follows`: another subscription begins then, so that nobody
 * leaves. `first`: what was scheduled before it and is paid for, which happens on its own day all the same.
 */
export interface Cancel {
  kind: 'cancel';
  at: string;
  request: string | null;
  reason: FreeReason;
  anyway?: boolean;
  follows?: boolean;
  first?: Change;
}

/** What happens at the period's end. Times ISO 8601. */
export type Pending = Change | Cancel;

/**
 * The provider's word alone, read where another subscription follows or somebody ended it there: nobody here wished for it, and no
 * money went back.
 */
export const makesWay = (pending: Pending | null): pending is Cancel =>
  pending?.kind === 'cancel' &&
  pending.request === null &&
  (pending.reason === 'canceled' || pending.reason === 'unpaid');

export interface CouponLeft extends CouponFor {
  code: string;
  percent: number | null;
  amount: Cents | null;
  /** How many more periods; null: all. */
  left: number | null;
}

/** What is taken off the next period. `told`: the provider knows it. */
export interface NextDiscount {
  /** The period's beginning, by which it is done once. */
  key: string;
  coupon: Cents;
  credit: Cents;
  told: boolean;
  /** What the period cost when it was set aside: of another sum it is set aside anew. */
  full?: Cents;
  /** How often it was set aside anew: what its provider is told each time is another call. */
  round?: number;
  /** That period was asked for: what was open and is closed is asked for anew. */
  asked?: true;
}

/** Where renewals are ours: the charge of the next period that is open. */
export interface Renewal {
  request: string;
  start: string;
  end: string;
  amount: Cents;
  ref: string;
  payment: string | null;
  pix: { code: string; image: string | null; expiresAt: string } | null;
  url: string | null;
}

export interface Method {
  kind: PayMethod;
  brand: string | null;
  last4: string | null;
  expires: string | null;
}

/** The facts, as their row has them. Times ISO 8601 UTC, all of three decimals: they compare as texts. */
export interface Subscription {
  state: SubscriptionState;
  planVersionId: string;
  tier: string;
  /** What is had without a subscription and without an end, where that is not FREE: an operator made the tenant so. */
  granted: Pick<Target, 'planVersionId' | 'tier'> | null;
  freeReason: FreeReason | null;
  freeSince: string | null;
  cycle: Interval | null;
  provider: ProviderName | null;
  providerSubscription: string | null;
  access: Access;
  trialEndsAt: string | null;
  periodStart: string | null;
  periodEnd: string | null;
  paidThrough: string | null;
  failedAt: string | null;
  pausedUntil: string | null;
  compUntil: string | null;
  pending: Pending | null;
  discount: { coupon: CouponLeft | null; next: NextDiscount | null } | null;
  renewal: Renewal | null;
  method: Method | null;
  canceledAt: string | null;
  items: PricedLine[];
  revision: number;
}

/** Until when access is paid for, or given. */
export const coveredUntil = ({ paidThrough, compUntil }: Pick<Subscription, 'paidThrough' | 'compUntil'>): string =>
  [paidThrough ?? '', compUntil ?? ''].toSorted().at(-1) ?? '';

/** Providers count in whole seconds: so does what several compare by, the end of a gift and the beginning behind it. */
export const wholeSecond = (at: string): string => iso(Math.floor(Date.parse(at) / 1_000) * 1_000);

export const iso = (ms: number): string => new Date(ms).toISOString();
