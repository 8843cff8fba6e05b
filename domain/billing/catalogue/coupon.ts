import type { Interval } from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';
import type { Query } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** What a coupon is for; empty or missing (as it was kept before): for all. */
export interface CouponFor {
  tiers?: readonly string[];
  intervals?: readonly Interval[];
}

/** What a coupon takes off each period that it is for: a share, or so many cents. */
export interface Coupon extends CouponFor {
  code: string;
  /** 1 to 100; null where it is an amount. */
  percent: number | null;
  /** Whole cents; null where it is a share. */
  amount: number | null;
  /** How many periods; null: all. */
  periods: number | null;
}

export interface CouponUse {
  code: string;
  tier: string;
  interval: Interval;
}

const clean = (code: string): string => code.trim().toUpperCase();

type Row = Omit<Coupon, 'amount'> & { amount: bigint | null };
const couponOf = (row: Row): Coupon => ({ ...row, amount: row.amount === null ? null : Number(row.amount) });

/** A coupon that is for that now; `held`: somebody has one of those there are. */
const findOpen = async (sql: Query, { code, tier, interval }: CouponUse, held: boolean): Promise<Coupon | null> => {
  const [row] = await sql<Row>`
    select code, percent, amount, periods, tiers, intervals from coupons
    where code = ${clean(code)} and active and starts_at <= now() and coalesce(expires_at > now(), true)
      and (${held} or coalesce(redeemed < max_redemptions, true))
      and (cardinality(tiers) = 0 or ${tier} = any (tiers)) and (cardinality(intervals) = 0 or ${interval} = any (intervals))`;
  return row ? couponOf(row) : null;
};

/** A coupon that may be used for that now; null: there is none, it is over, used up, or of something else. */
export const findCoupon = (sql: Query, use: CouponUse): Promise<Coupon | null> => findOpen(sql, use, false);

const isOver = (code: string) =>
  failure('conflict', 'Este cupom não vale mais.', 'This coupon is not good any more.', {
    details: { coupon: clean(code) },
  });

interface Held {
  coupon: Coupon;
  /** A subscription came of it. */
  spent: boolean;
}

/** What this tenant took of it before: by a page that nobody paid it may be taken again, by one that was paid it is spent. */
const findHeld = async (db: TenantDb, code: string): Promise<Held | null> => {
  const [row] = await db.sql<Row & { spent: boolean }>`
    select c.code, c.percent, c.amount, c.periods_left as periods, k.tiers, k.intervals, exists (
      select from subscription_requests r where r.tenant_id = c.tenant_id and r.kind = 'subscribe'
        and r.work #>> '{coupon,code}' = c.code
        and (r.status = 'done' or exists (select from billing_payments p
          where p.tenant_id = r.tenant_id and p.request_id = r.id and p.status = 'paid'))) as spent
    from coupon_redemptions c join coupons k on k.code = c.code where c.tenant_id = ${db.tenant} and c.code = ${clean(code)}`;
  if (!row) return null;
  const { spent, ...coupon } = row;
  return { coupon: couponOf(coupon), spent };
};

/**
 * Uses it up for this tenant, once: a repeat changes nothing and gives the same, until a subscription has come of it. Of many at
 * once no more than are there get one.
 * @throws `conflict` where nothing is left of it, it is not for that plan, or the tenant has had it
 */
export const redeemCoupon = async (db: TenantDb, use: CouponUse): Promise<Coupon> => {
  const held = await findHeld(db, use.code);
  if (held) {
    if (held.spent || !(await findOpen(db.sql, use, true))) throw isOver(use.code);
    return held.coupon;
  }
  const coupon = await findCoupon(db.sql, use);
  const [taken] = coupon
    ? await db.sql`
        update coupons set redeemed = redeemed + 1
        where code = ${coupon.code} and coalesce(redeemed < max_redemptions, true) returning code`
    : [];
  if (!coupon || !taken) throw isOver(use.code);
  await db.sql`
    insert into coupon_redemptions (tenant_id, code, percent, amount, periods_left)
    values (${db.tenant}, ${coupon.code}, ${coupon.percent}, ${coupon.amount}, ${coupon.periods})`;
  return coupon;
};

/** Whether a coupon is for a period of that plan and interval. */
export const isCouponFor = (
  { tiers = [], intervals = [] }: CouponFor,
  { tier, cycle }: { tier: string; cycle: Interval | null },
): boolean =>
  (tiers.length === 0 || tiers.includes(tier)) &&
  (intervals.length === 0 || (cycle !== null && intervals.includes(cycle)));

/** Cents that a coupon takes off a period of that plan; never more than there is, and nothing of what it is not for. */
export const couponOff = (
  coupon: Pick<Coupon, 'percent' | 'amount'> & CouponFor,
  period: { tier: string; cycle: Interval | null },
  amount: number,
): number =>
  isCouponFor(coupon, period)
    ? Math.min(amount, coupon.amount ?? Math.round((amount * (coupon.percent ?? 0)) / 100))
    : 0;
