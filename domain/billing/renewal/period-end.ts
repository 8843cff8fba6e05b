import type { Interval } from '#flow/contracts/billing-provider.ts';
import { addIsoDuration } from '#flow/expressions/dates/durations.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { iso, type Subscription } from '../subscription/subscription.ts';

const MONTH_MS = 30.44 * 86_400_000;

/**
 * The end of the period that begins at `fromMs`, counted from the first of the earlier periods that leads there: whoever began on a
 * 31st has the 28th in February alone. A first period was counted by UTC, later ones by the tenant's own calendar.
 */
export const anchoredEnd = (startsMs: readonly number[], fromMs: number, months: number, zone: string): number => {
  const ends = [addIsoDuration(fromMs, `P${months}M`, zone)];
  for (const startMs of startsMs) {
    const about = Math.round((fromMs - startMs) / MONTH_MS);
    for (const by of [zone, 'UTC'])
      for (const count of [about - 1, about, about + 1])
        if (count > 0 && addIsoDuration(startMs, `P${count}M`, by) === fromMs)
          ends.push(addIsoDuration(startMs, `P${count + months}M`, by));
  }
  return Math.max(...ends);
};

/** When the period ends that follows on what there is. ISO 8601. */
export const nextEnd = async (
  db: TenantDb,
  { providerSubscription }: Pick<Subscription, 'providerSubscription'>,
  { start, cycle, zone }: { start: string; cycle: Interval; zone: string },
): Promise<string> => {
  const rows = await db.sql<{ at: Date }>`
    select distinct period_start as at from billing_payments
    where tenant_id = ${db.tenant} and provider_subscription = ${providerSubscription} and kind = 'period' and status = 'paid'
      and period_start < ${start}::timestamptz`;
  const starts = rows.map(({ at }) => at.getTime());
  return iso(anchoredEnd(starts, Date.parse(start), cycle === 'year' ? 12 : 1, zone));
};
