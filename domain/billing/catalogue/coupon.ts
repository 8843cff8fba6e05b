import type { Interval } from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';
import type { Query } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** What a coupon takes off each period: a share, or so many cents. */
export interface Coupon {
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

/** A coupon that may be used for that now; null: there is none, it is over, used up, or of something else. */
export const findCoupon = async (sql: Query, { code, tier, interval }: CouponUse): Promise<Coupon | null> => {
  const [row] = await sql<{ code: string; percent: number | null; amount: bigint | null; periods: number | null }>`
    select code, percent, amount, periods from coupons
    where code = ${clean(code)} and active and starts_at <= now() and coalesce(expires_at > now(), true)
      and coalesce(redeemed < max_redemptions, true)
      and (cardinality(tiers) = 0 or ${tier} = any (tiers)) and (cardinality(intervals) = 0 or ${interval} = any (intervals))`;
  return row ? { ...row, amount: row.amount === null ? null : Number(row.amount) } : null;
};

/**
 * Uses it up for this tenant, once: a repeat changes nothing and gives the same. Of many at once no more than are there get one.
 * @throws `conflict` where nothing is left of it
 */
export const redeemCoupon = async (db: TenantDb, use: CouponUse): Promise<Coupon> => {
  const [known] = await db.sql<{ code: string; percent: number | null; amount: bigint | null; periods: number | null }>`
    select code, percent, amount, periods_left as periods from coupon_redemptions
    where tenant_id = ${db.tenant} and code = ${clean(use.code)}`;
  if (known) return { ...known, amount: known.amount === null ? null : Number(known.amount) };
  const coupon = await findCoupon(db.sql, use);
  const [taken] = coupon
    ? await db.sql`
        update coupons set redeemed = redeemed + 1
        where code = ${coupon.code} and coalesce(redeemed < max_redemptions, true) returning code`
    : [];
  if (!coupon || !taken)
    throw failure('conflict', 'Este cupom não vale mais.', 'This coupon is not good any more.', {
      details: { coupon: clean(use.code) },
    });
  await db.sql`
    insert into coupon_redemptions (tenant_id, code, percent, amount, periods_left)
    values (${db.tenant}, ${coupon.code}, ${coupon.percent}, ${coupon.amount}, ${coupon.periods})`;
  return coupon;
};

/** Cents that a coupon takes off an amount; never more than there is. */
export const discountOf = (coupon: Pick<Coupon, 'percent' | 'amount'>, amount: number): number =>
  Math.min(amount, coupon.amount ?? Math.round((amount * (coupon.percent ?? 0)) / 100));
