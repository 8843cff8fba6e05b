import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { countRuns } from '../../entitlements/count-runs.ts';
import { lock } from '../../locks.ts';
import { findPlanVersion } from './plan-version.ts';
import { rate } from './rate.ts';

/** What use beyond the included costs in a month: a line of an invoice. */
export interface UsageCharge {
  feature: string;
  used: number;
  included: number;
  /** Beyond the included. */
  quantity: number;
  /** Whole cents. */
  amount: number;
}

interface Row {
  feature: string;
  used: bigint;
  included: bigint;
  amount: bigint;
}

const chargeOf = (row: Row): UsageCharge => {
  const [used, included] = [Number(row.used), Number(row.included)];
  return { feature: row.feature, used, included, quantity: Math.max(0, used - included), amount: Number(row.amount) };
};

/** The last months that were rated, the newest first, lines of nothing among them. @returns each with its month's first day */
export const listUsageCharges = async (db: TenantDb): Promise<(UsageCharge & { month: string })[]> => {
  const rows = await db.sql<Row & { month: string }>`
    select period::text as month, feature, used, included, amount from usage_ratings
    where tenant_id = ${db.tenant} order by period desc, feature limit 100`;
  return rows.map((row) => ({ month: row.month, ...chargeOf(row) }));
};

/** Rates the month before this one, where the tenant's plan has prices of use. */
export const rateLastMonth = async (db: TenantDb): Promise<void> => {
  const [row] = await db.sql<{ month: string }>`
    select (date_trunc('month', now() at time zone t.timezone) - interval '1 month')::date::text as month from tenants t
    where t.id = ${db.tenant} and now() >= date_trunc('month', now() at time zone t.timezone) at time zone t.timezone
        + interval '1 hour'
      and exists (select from usage_prices u where u.version_id = plan_version_of(t.id))`;
  if (row) await rateUsage(db, row.month);
};

const rated = async (db: TenantDb, month: string): Promise<UsageCharge[]> =>
  (
    await db.sql<Row>`
      select feature, used, included, amount from usage_ratings
      where tenant_id = ${db.tenant} and period = ${month}::date order by feature`
  ).map(chargeOf);

/**
 * What a month that is over costs by the prices of use of the tenant's plan, counted from the ledger. Asked again it gives what it
 * gave first, whatever came since: a month is charged once. Lines of nothing are left out.
 * @param month its first day, `2026-11-01`
 * @throws `conflict` for a month that is not over
 */
export const rateUsage = async (db: TenantDb, month: string): Promise<UsageCharge[]> => {
  await lock(db, ['usage-rating', month]);
  const [row] = await db.sql<{ over: boolean; version: string | null }>`
    select (${month}::date + interval '1 month') at time zone timezone <= now() - interval '1 hour' as over,
      plan_version_of(id) as version
    from tenants where id = ${db.tenant}`;
  if (!row?.over) throw failure('conflict', 'Este mês ainda não acabou.', 'This month is not over yet.');
  const known = await rated(db, month);
  const version = known.length > 0 || row.version === null ? null : await findPlanVersion(db.sql, row.version);
  if (version && version.usagePrices.length > 0) {
    await countRuns(db);
    for (const price of version.usagePrices) {
      const [sum] = await db.sql<{ used: bigint; included: bigint }>`
        select coalesce(sum(n), 0)::bigint as used, plan_limit(${db.tenant}, ${price.feature}, false) as included
        from usage_entries where tenant_id = ${db.tenant} and feature = ${price.feature} and period = ${month}::date`;
      const use = { used: Number(sum?.used ?? 0), included: Number(sum?.included ?? -1) };
      await db.sql`
        insert into usage_ratings (tenant_id, period, feature, version_id, used, included, amount)
        values (${db.tenant}, ${month}::date, ${price.feature}, ${version.id}, ${use.used}, ${use.included},
          ${rate(price, use)})
        on conflict do nothing`;
    }
  }
  return (await rated(db, month)).filter(({ amount }) => amount > 0);
};
