import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { logOperator, type OperatorDeed } from '../../access/block.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../../cursor.ts';
import { refuseStale, type Seen } from './refuse-stale.ts';

/** A coupon as operators see it; times are ISO 8601. */
export interface OperatorCoupon {
  code: string;
  /** 1 to 100; null where it is an amount. */
  percent: number | null;
  /** Whole cents of each period; null where it is a share. */
  amount: number | null;
  /** How many periods; null: all. */
  periods: number | null;
  /** Plans; empty: all. */
  tiers: string[];
  intervals: string[];
  maxRedemptions: number | null;
  redeemed: number;
  startsAt: string;
  expiresAt: string | null;
  active: boolean;
  note: string | null;
  /** Of the last change; being used is none. */
  revision: number;
}

type Lists = Pick<Database, 'admin' | 'key'>;

interface Row extends Omit<OperatorCoupon, 'amount' | 'startsAt' | 'expiresAt'> {
  amount: bigint | null;
  starts_at: Date;
  expires_at: Date | null;
}

/** All there are, newest first. @throws `malformed` */
export const listCoupons = async (database: Lists, page: PageRequest): Promise<Page<OperatorCoupon>> => {
  const limit = limitOf(page);
  const after = readCursor(database, 'coupons', {}, page.cursor);
  const rows = await database.admin.sql<Row>`
    select code, percent, amount, periods, tiers, intervals, max_redemptions as "maxRedemptions", redeemed, starts_at,
      expires_at, active, note, revision
    from coupons
    where ${after}::text is null
      or (created_at, code) < (select last.created_at, last.code from coupons last where last.code = ${after})
    order by created_at desc, code desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: viewOf, cursor: ({ code }) => writeCursor(database, 'coupons', {}, code) });
};

const viewOf = ({ amount, starts_at, expires_at, ...row }: Row): OperatorCoupon => ({
  ...row,
  amount: amount === null ? null : Number(amount),
  startsAt: starts_at.toISOString(),
  expiresAt: expires_at?.toISOString() ?? null,
});

export type NewCoupon = Pick<OperatorCoupon, 'code' | 'percent' | 'amount' | 'periods' | 'tiers' | 'intervals'> &
  CouponEnds;

/** What may change of a coupon that somebody was promised. */
export type CouponEnds = Pick<OperatorCoupon, 'maxRedemptions' | 'expiresAt' | 'note'>;

/** @throws `conflict`: there is one by that code */
export const createCoupon = (admin: AdminDb, coupon: NewCoupon, { by, reason }: OperatorDeed): Promise<void> =>
  admin.transaction(async (sql) => {
    const code = coupon.code.toUpperCase();
    const [made] = await sql`
      insert into coupons (code, percent, amount, periods, tiers, intervals, max_redemptions, expires_at, note, created_by)
      values (${code}, ${coupon.percent}, ${coupon.amount}, ${coupon.periods}, ${coupon.tiers}, ${coupon.intervals},
        ${coupon.maxRedemptions}, ${coupon.expiresAt}::timestamptz, ${coupon.note}, ${by})
      on conflict (code) do nothing returning code`;
    if (!made)
      throw failure('conflict', 'Já existe um cupom com este código.', 'There is a coupon by this code already.');
    const { percent, amount } = coupon;
    await logOperator(sql, { actor: by, action: 'coupon.create', target: code, data: { percent, amount, reason } });
  });

/**
 * Ends it, or gives it more time or more uses. What it takes off never changes: it was promised.
 * @returns its revision. @throws `not_found`; `stale`; `conflict`: more were redeemed already
 */
export const changeCoupon = (
  admin: AdminDb,
  code: string,
  { by, reason, active, maxRedemptions, expiresAt, note, seen }: OperatorDeed & Seen & CouponEnds & { active: boolean },
): Promise<number> =>
  admin.transaction(async (sql) => {
    const [row] = await sql<{ redeemed: number; revision: number }>`
      select redeemed, revision from coupons where code = ${code} for update`;
    if (!row) throw failure('not_found', 'Este cupom não existe.', 'There is no such coupon.');
    const revision = row.revision + 1;
    refuseStale({ seen }, revision);
    if (maxRedemptions !== null && maxRedemptions < row.redeemed)
      throw failure(
        'conflict',
        `Ele já foi usado ${row.redeemed} vezes. Para terminar, desative.`,
        `It was used ${row.redeemed} times already. To end it, turn it off.`,
      );
    await sql`
      update coupons set active = ${active}, max_redemptions = ${maxRedemptions}, expires_at = ${expiresAt}::timestamptz,
        note = ${note}, revision = ${revision} where code = ${code}`;
    await logOperator(sql, { actor: by, action: 'coupon.change', target: code, data: { active, reason } });
    return revision;
  });
