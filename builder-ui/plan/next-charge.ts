import type { Money } from '../api-types.ts';
import type { NextCharge } from './plan-api.ts';
import type { PlanTexts } from './plan-texts.ts';

interface Written {
  day: (iso: string) => string;
  money: (money: Money) => string;
}

/** What is charged next by itself, and where that is not what the plan costs, what came off it. */
export const nextChargeText = (next: NextCharge, t: PlanTexts, { day, money }: Written): string => {
  const { at, amount, full, coupon, code, credit } = next;
  const off = [
    coupon.amount > 0 && t.offCoupon(money(coupon), code ?? ''),
    credit.amount > 0 && t.offCredit(money(credit)),
  ].filter((one) => one !== false);
  if (off.length === 0) return t.nextCharge(money(amount), day(at));
  return t.nextLess(money(amount), day(at), { full: money(full), off });
};
