import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { monthOf, warn } from './meter.ts';

/** A transaction that still writes runs of an hour that is over ends within that. */
const LATE = sql`interval '2 minutes'`;

/** The smallest uuid of version 7 that was made at that time: runs sort by when they were asked for. */
const firstIdOf = (at: ReturnType<typeof sql>) =>
  sql`(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7000' || '8000000000000000')::uuid`;

/**
 * Puts the runs of whole hours into the ledger, one entry an hour: of plans that do not limit them, whose admission counts nothing.
 * What admission has counted is not counted again. Says where they stepped over a share of what is included: beyond it they may cost
 * money. Done twice it changes nothing. @returns how many runs it put there
 */
export const countRuns = async (db: TenantDb): Promise<number> => {
  const [last] = await db.sql<{ since: Date }>`
    select greatest(date_trunc('month', now() at time zone t.timezone) at time zone t.timezone - interval '1 day',
      (select max(e.source_id::timestamptz) + interval '1 hour' from usage_entries e
        where e.tenant_id = t.id and e.feature = 'runs' and e.source = 'runs')) as since
    from tenants t where t.id = ${db.tenant}`;
  const since = last?.since.toISOString() ?? null;
  if (since === null) return 0;
  const until = sql`date_trunc('hour', now() - ${LATE})`;
  const [row] = await db.sql<{ n: bigint; used: bigint | null; added: bigint | null; most: bigint }>`
    with hours as (
      select date_trunc('hour', r.accepted_at) as hour, count(*) as n from runs r
      where r.tenant_id = ${db.tenant} and r.id >= ${firstIdOf(sql`${since}::timestamptz - interval '1 hour'`)}
        and r.accepted_at >= ${since}::timestamptz and r.accepted_at < ${until} and r.depth = 0 and not r.test
        -- What failed as it came never ran.
        and (r.status <> 'failed' or r.ended_at > r.accepted_at)
        and not exists (select from usage_entries e where e.tenant_id = r.tenant_id and e.feature = 'runs'
          and e.source = 'run' and e.source_id = r.id::text)
      group by 1),
    booked as (
      insert into usage_entries (tenant_id, feature, source, source_id, n, period)
      select ${db.tenant}, 'runs', 'runs', to_char(h.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), h.n,
        date_trunc('month', h.hour at time zone t.timezone)::date
      from hours h, tenants t where t.id = ${db.tenant}
      on conflict do nothing returning n, period),
    summed as (
      insert into usage_totals as t (tenant_id, feature, period, used)
      select ${db.tenant}, 'runs', period, sum(n) from booked group by period
      on conflict (tenant_id, feature, period) do update set used = t.used + excluded.used
      returning t.period, t.used)
    select (select coalesce(sum(n), 0)::bigint from booked) as n,
      (select sum(n)::bigint from booked where period = ${monthOf(db)}) as added,
      (select used from summed where period = ${monthOf(db)}) as used, plan_limit(${db.tenant}, 'runs', false) as most`;
  if (!row) return 0;
  const [after, added] = [Number(row.used ?? 0), Number(row.added ?? 0)];
  if (added > 0) await warn(db, { feature: 'runs', before: after - added, after, most: Number(row.most) });
  return Number(row.n);
};
