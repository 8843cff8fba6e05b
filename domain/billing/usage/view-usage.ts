import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../../cursor.ts';
import { rateSoFar, type UsageCharge } from '../catalogue/rate-usage.ts';

/** `open`: not asked for yet, or too little and carried over; `failed`: asked for again at `nextAt`. */
export type UsageStatus = 'open' | 'asked' | 'failed' | 'paid';

export interface UsageMonth {
  /** Its first day, of the tenant's calendar. */
  month: string;
  /** Whole cents. */
  amount: number;
  status: UsageStatus;
  /** ISO 8601. */
  nextAt: string | null;
  lines: UsageCharge[];
}

interface Row {
  month: string;
  amount: bigint;
  status: UsageStatus;
  next_at: Date | null;
  lines: UsageCharge[] | null;
}

const viewOf = ({ month, amount, status, next_at: nextAt, lines }: Row): UsageMonth => ({
  ...{ month, amount: Number(amount), status },
  ...{ nextAt: nextAt?.toISOString() ?? null, lines: lines ?? [] },
});

/** What use beyond the included came to by month, the newest first, and in this one so far; null: it costs nothing. @throws `malformed` */
export const viewUsage = async (
  db: TenantDb,
  page: PageRequest = {},
): Promise<Page<UsageMonth> & { running: { month: string; amount: number; lines: UsageCharge[] } | null }> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'usage charges', {}, page.cursor);
  const rows = await db.sql<Row>`
    select c.period::text as month, c.amount,
      case when c.paid_at is not null then 'paid' when c.request_id is not null then 'asked'
        when c.failed_at is not null then 'failed' else 'open' end as status,
      case when c.paid_at is null and c.request_id is null and c.failed_at is not null then c.next_at end as next_at,
      (select json_agg(json_build_object('feature', r.feature, 'used', r.used, 'included', r.included,
          'quantity', greatest(r.used - r.included, 0), 'amount', r.amount) order by r.feature)
        from usage_ratings r where r.tenant_id = c.tenant_id and r.period = c.period and r.amount > 0) as lines
    from usage_charges c where c.tenant_id = ${db.tenant} and c.amount > 0
      and (${after}::date is null or c.period < ${after}::date)
    order by c.period desc limit ${limit + 1}`;
  const running = await rateSoFar(db);
  return {
    ...pageOf(rows, {
      ...{ limit, item: viewOf },
      cursor: ({ month }) => writeCursor(db, 'usage charges', {}, month),
    }),
    running: running && { ...running, amount: running.lines.reduce((sum, { amount }) => sum + amount, 0) },
  };
};
