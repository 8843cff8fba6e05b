import { sql } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

/** A counter that did not say what its ledger says, as it was and as it is now. `period`: the month's first day. */
interface UsageDrift {
  feature: string;
  period: string;
  was: { used: number; held: number };
  is: { used: number; held: number };
}

interface Sums {
  used: bigint;
  held: bigint;
}

/** What ledger and reservations come to: columns of a statement. */
const summed = (db: TenantDb, feature: ReturnType<typeof sql>, period: ReturnType<typeof sql>) => sql`
  coalesce((select sum(e.n) from usage_entries e where e.tenant_id = ${db.tenant} and e.feature = ${feature}
    and e.period = ${period}), 0)::bigint as used,
  coalesce((select sum(r.n) from usage_reservations r where r.tenant_id = ${db.tenant} and r.feature = ${feature}
    and r.period = ${period}), 0)::bigint as held`;

/**
 * Makes a counter of a month (its first day) anew from the ledger and what is held. Whoever counts at the same time has the counter
 * before or after: the row is there and held before anything is summed, and what is not committed by then is added behind it.
 * @returns what was wrong; null: nothing
 */
const rebuildUsage = async (
  db: TenantDb,
  { feature, period }: Pick<UsageDrift, 'feature' | 'period'>,
): Promise<UsageDrift | null> => {
  await db.sql`
    insert into usage_totals (tenant_id, feature, period) values (${db.tenant}, ${feature}, ${period}::date)
    on conflict do nothing`;
  const at = sql`tenant_id = ${db.tenant} and feature = ${feature} and period = ${period}::date`;
  const [was] = await db.sql<Sums>`select used, held from usage_totals where ${at} for update`;
  const [is] = await db.sql<Sums>`select ${summed(db, sql`${feature}`, sql`${period}::date`)}`;
  if (!was || !is || (was.used === is.used && was.held === is.held)) return null;
  await db.sql`update usage_totals set used = ${is.used}, held = ${is.held} where ${at}`;
  return {
    ...{ feature, period },
    was: { used: Number(was.used), held: Number(was.held) },
    is: { used: Number(is.used), held: Number(is.held) },
  };
};

/**
 * Compares the counters of this month and the last with the ledger, and mends what is otherwise. The look is one statement, so it
 * sees each use with its counter or neither of both, and holds up nobody; only what differs is locked.
 */
export const mendUsage = async (db: TenantDb): Promise<UsageDrift[]> => {
  const differing = await db.sql<Pick<UsageDrift, 'feature' | 'period'>>`
    with month as (
      select date_trunc('month', now() at time zone timezone)::date as first from tenants where id = ${db.tenant}),
    known as (
      select t.feature, t.period from usage_totals t, month m
      where t.tenant_id = ${db.tenant} and t.period >= m.first - interval '1 month'
      union
      select e.feature, e.period from usage_entries e, month m
      where e.tenant_id = ${db.tenant} and e.period >= m.first - interval '1 month'),
    sums as (
      select k.feature, k.period, ${summed(db, sql`k.feature`, sql`k.period`)} from known k)
    select s.feature, s.period::text as period from sums s
    left join usage_totals t on t.tenant_id = ${db.tenant} and t.feature = s.feature and t.period = s.period
    where (coalesce(t.used, 0), coalesce(t.held, 0)) is distinct from (s.used, s.held) order by 1, 2`;
  const drifts: UsageDrift[] = [];
  for (const one of differing) {
    const drift = await rebuildUsage(db, one);
    if (drift) drifts.push(drift);
  }
  return drifts;
};

/** Each tenant has an hour of the day in which it is looked at, so that no pass sums the months of all. */
const isHourOf = (tenantId: string, atMs: number): boolean =>
  Number.parseInt(parseId('ten', tenantId).slice(-4), 16) % 24 === new Date(atMs).getUTCHours();

const textOf = ({ feature, period, was, is }: UsageDrift): string =>
  `${feature} of ${period}: used ${was.used}, held ${was.held}; by the ledger ${is.used} and ${is.held}`;

/**
 * `mendUsage`, once a day. @throws after all is mended, where anything was: counters follow from the ledger in the same transaction,
 * so somebody has to know
 */
export const mendUsageDaily = async (
  { withTenant }: Pick<Database, 'withTenant'>,
  tenantId: string,
  atMs: number = Date.now(),
): Promise<void> => {
  if (!isHourOf(tenantId, atMs)) return;
  const drifts = await withTenant(tenantId, mendUsage);
  if (drifts.length > 0)
    throw new Error(`Counters of use were wrong, and were mended: ${drifts.map(textOf).join('; ')}`);
};
