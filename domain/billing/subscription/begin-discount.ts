import { sumOf } from '../proration/prorate.ts';
import type { Wish } from '../requests/wish.ts';
import { creditOf, enterCredit, giveBackCredit } from './account-credit.ts';
import type { FactsAtWork } from './facts-at-work.ts';
import type { Link } from './links.ts';
import type { CouponLeft } from './subscription.ts';

type Discount = NonNullable<FactsAtWork['facts']['discount']>;

const oneLess = (coupon: CouponLeft | null): CouponLeft | null => {
  if (!coupon || coupon.left === null) return coupon;
  return coupon.left === 1 ? null : { ...coupon, left: coupon.left - 1 };
};

/** Nobody could pay it any more, and what was set aside for it was given back. */
const isClosedUnpaid = ({ status }: Wish): boolean => status === 'expired' || status === 'refused';

interface Begun {
  link: Link;
  wish: Wish;
  /** Its first period was charged already. */
  isCharged: boolean;
}

/** The account's credit that came off its first period, wherever it stands in the ledger by now. */
const takeCredit = async (work: FactsAtWork, { link, wish, isCharged }: Begun, key: string): Promise<number> => {
  const { db, deps } = work;
  const asked = wish.work?.discount?.credit ?? 0;
  if (asked === 0 || (isCharged && !isClosedUnpaid(wish))) return asked;
  await giveBackCredit(db, 'request', wish.id);
  // Paid after its wish was closed: the credit was there again, and may be used up. Never more than there is.
  const credit = Math.min(asked, Math.max(0, await creditOf(db)));
  const entry = isCharged ? { source: 'request', sourceId: wish.id } : { source: 'next', sourceId: key };
  await enterCredit(db, { ...entry, amount: -credit, note: wish.kind });
  if (credit < asked) {
    const detail = `${asked - credit} of credit are used already`;
    deps.alarm({ code: 'late_payment', tenantId: db.tenantId, provider: link.provider, object: link.id, detail });
  }
  return credit;
};

/**
 * What is taken off the periods of the subscription that counts from now on. What was set aside for the one before is charged by
 * nobody any more, so that it is there again; a coupon that lasts goes along. What was told when the new one began counts as used
 * once it is charged, and is given back where that never comes.
 */
export const beginDiscount = async (work: FactsAtWork, begun: Begun | null): Promise<Discount | null> => {
  const { facts, db, now } = work;
  const before = facts.discount;
  if (before?.next) await giveBackCredit(db, 'next', before.next.key);
  if (!begun) return before && { ...before, next: null };
  const { wish, isCharged } = begun;
  const { coupon: own = null, discount, startsAt } = wish.work ?? {};
  const coupon = wish.kind === 'subscribe' ? own : (before?.coupon ?? null);
  const key = startsAt ?? now;
  const credit = await takeCredit(work, begun, key);
  const off = discount?.coupon ?? 0;
  if (isCharged) return { coupon: off > 0 ? oneLess(coupon) : coupon, next: null };
  const full = sumOf(facts.items);
  return { coupon, next: off + credit > 0 ? { key, coupon: off, credit, told: true, full } : null };
};
