import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { Asked, Cents, ProviderName } from '#flow/contracts/billing-provider.ts';
import type { JsonObject, Locale } from '#flow/json.ts';
import { json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../../ids.ts';
import type { ProrationLine } from '../proration/prorate.ts';
import type { CouponLeft, Target } from '../subscription/subscription.ts';

export type WishStatus = 'asked' | 'waiting' | 'done' | 'refused' | 'expired';

/**
 * What was decided when a wish was begun: a repeat goes on with it, under the same keys, whatever has changed since. Each part is
 * there once its step was reached.
 */
export interface Work {
  /** What begins or changes. */
  target?: Target;
  provider?: ProviderName;
  /** The first charge is made then; null: now. */
  startsAt?: string | null;
  trial?: boolean;
  coupon?: CouponLeft | null;
  /** Of the first period: by the coupon, and by the account's credit. */
  discount?: { coupon: Cents; credit: Cents };
  /** Of a change now: as it was shown. */
  price?: { at: string; lines: ProrationLine[]; total: Cents; creditUsed: Cents; left: Cents };
  period?: { start: string; end: string };
  /** In which its provider's page says what is charged: a repeat says the same. Wishes of earlier versions have none. */
  locale?: Locale;
  /** What the price was counted from; wishes of earlier versions have none. */
  basis?: { periodEnd: string | null; planVersionId: string };
  /** Of time that is given: the plan that is had meanwhile; null: the one there is. */
  given?: { planVersionId: string; tier: string } | null;
  /** What use beyond the included came to, less the account's credit: the lines sum to the amount. */
  usage?: { lines: { name: string; amount: Cents }[]; amount: Cents };
  /** What is to be given back, and how much of the payment had gone back before: what went since is this. */
  refund?: { amount: Cents; before: Cents };
  /** What was on the way when the wish was begun: what a step goes back to, or ends. */
  subscription?: string | null;
  /** Of a change: it stood among what is scheduled. Who took it from there since had the later word. */
  scheduled?: boolean;
  /** Of a revoke. */
  takes?: Takes;
  /** The facts are as it wished; what is left is to tell the provider. */
  applied?: boolean;
}

/** What is taken back: that cancellation, or the change of that wish. */
export interface Takes {
  kind: 'change' | 'cancel';
  request: string | null;
}

export interface Wish {
  /** `sreq_…` */
  id: string;
  kind: RequestKind;
  status: WishStatus;
  input: JsonObject;
  askedBy: string;
  provider: ProviderName | null;
  ref: string | null;
  asked: Asked | null;
  expiresAt: string | null;
  work: Work | null;
  reason: string | null;
  outcome: JsonObject | null;
  createdAt: string;
  closedAt: string | null;
}

interface Row extends Omit<Wish, 'expiresAt' | 'createdAt' | 'closedAt'> {
  expiresAt: Date | null;
  createdAt: Date;
  closedAt: Date | null;
}

const COLUMNS = sql`id, kind, status, input, asked_by as "askedBy", provider, ref, asked, expires_at as "expiresAt", work, reason,
  outcome, created_at as "createdAt", closed_at as "closedAt"`;

const wishOf = (row: Row): Wish => ({
  ...row,
  id: formatId('sreq', row.id),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
});

export const findWish = async (db: TenantDb, id: string): Promise<Wish | null> => {
  const [row] = await db.sql<Row>`
    select ${COLUMNS} from subscription_requests where tenant_id = ${db.tenant} and id = ${parseId('sreq', id)}`;
  return row ? wishOf(row) : null;
};

/** Asked or waiting, the oldest first. */
export const openWishes = async (db: TenantDb): Promise<Wish[]> =>
  (
    await db.sql<Row>`
      select ${COLUMNS} from subscription_requests
      where tenant_id = ${db.tenant} and status in ('asked', 'waiting') order by created_at, id`
  ).map(wishOf);

export const findWishBySource = async (db: TenantDb, source: string): Promise<Wish | null> => {
  const [row] = await db.sql<Row>`
    select ${COLUMNS} from subscription_requests where tenant_id = ${db.tenant} and idempotency_key = ${source}`;
  return row ? wishOf(row) : null;
};

export const saveWork = async (db: TenantDb, id: string, work: Work): Promise<void> => {
  await db.sql`
    update subscription_requests set work = ${json(work)}::json
    where tenant_id = ${db.tenant} and id = ${parseId('sreq', id)} and status in ('asked', 'waiting')`;
};

/** It waits for the payer. */
export const saveAsked = async (
  db: TenantDb,
  id: string,
  { provider, asked, expiresAt }: { provider: ProviderName; asked: Asked; expiresAt: string | null },
): Promise<void> => {
  await db.sql`
    update subscription_requests set status = 'waiting', provider = ${provider}, ref = ${asked.ref}, asked = ${json(asked)}::json,
      expires_at = ${expiresAt}::timestamptz
    where tenant_id = ${db.tenant} and id = ${parseId('sreq', id)} and status in ('asked', 'waiting')`;
};

/** Nobody should pay it any more: the lifecycle closes it at its next look. */
export const overdueWish = async (db: TenantDb, id: string, at: string): Promise<void> => {
  await db.sql`
    update subscription_requests set expires_at = least(expires_at, ${at}::timestamptz)
    where tenant_id = ${db.tenant} and id = ${parseId('sreq', id)} and status = 'waiting'`;
};

/** Closed for good; asked again nothing happens. */
export const closeWish = async (
  db: TenantDb,
  id: string,
  end: { status: 'done' | 'refused' | 'expired'; reason?: string | null; outcome?: JsonObject | null },
): Promise<boolean> => {
  const rows = await db.sql`
    update subscription_requests set status = ${end.status}, reason = ${end.reason ?? null},
      outcome = ${json(end.outcome ?? null)}::json, closed_at = now()
    where tenant_id = ${db.tenant} and id = ${parseId('sreq', id)} and status in ('asked', 'waiting') returning id`;
  return rows.length > 0;
};
