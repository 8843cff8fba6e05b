import type { Metered } from '#flow/contracts/plan-features.ts';
import { type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { listLivePlans } from '../billing/catalogue/plan-version.ts';
import { overLimit } from './refusals.ts';
import { readSnapshot } from './snapshot.ts';

/** What is counted, and for what: the same source and id count once, whatever happens in between. */
export interface Use {
  feature: Metered;
  /** `run`, `message`. */
  source: string;
  sourceId: string;
  n?: number;
}

/** Longer than what is counted takes: whoever reserved is gone, and did not say so. */
const HELD_S = 3_600;

/** The month that it is in the tenant's zone, as its first day: a part of a statement. */
export const monthOf = (db: TenantDb): SqlFragment =>
  sql`(select date_trunc('month', now() at time zone timezone)::date from tenants where id = ${db.tenant})`;

/** Says once a month that a share of the limit was reached: where this use stepped over it. */
export const warn = async (
  db: TenantDb,
  row: { feature: string; before: number; after: number; most: number },
): Promise<void> => {
  const { before, after, most } = row;
  if (most <= 0) return;
  for (const level of [80, 100]) {
    const mark = (most * level) / 100;
    if (before >= mark || after < mark) continue;
    await db.sql`
      insert into usage_warnings (tenant_id, feature, period, level, used, limit_n)
      values (${db.tenant}, ${row.feature}, ${monthOf(db)}, ${level}, ${after}, ${most}) on conflict do nothing`;
  }
};

/** Frees what was held by those who died. @returns how many reservations went */
export const freeExpired = async (db: TenantDb, feature: Metered | null = null): Promise<number> => {
  const [row] = await db.sql<{ n: number }>`
    with gone as (
      delete from usage_reservations where tenant_id = ${db.tenant} and expires_at < now()
        and (${feature}::text is null or feature = ${feature})
      returning feature, period, n),
    freed as (
      update usage_totals t set held = greatest(0, t.held - g.n)
      from (select feature, period, sum(n) as n from gone group by feature, period) g
      where t.tenant_id = ${db.tenant} and t.feature = g.feature and t.period = g.period)
    select count(*)::int as n from gone`;
  return row?.n ?? 0;
};

const hold = async (db: TenantDb, { feature, n = 1 }: Use): Promise<{ most: number; total: number } | null> => {
  const [row] = await db.sql<{ most: bigint; total: bigint }>`
    with given as (
      select plan_limit(${db.tenant}, ${feature}, true) as most, ${monthOf(db)} as period)
    insert into usage_totals as t (tenant_id, feature, period, held)
    select ${db.tenant}, ${feature}, period, ${n}::bigint from given where most < 0 or ${n}::bigint <= most
    on conflict (tenant_id, feature, period) do update set held = t.held + excluded.held
      where (select most from given) < 0 or t.used + t.held + excluded.held <= (select most from given)
    returning (select most from given) as most, t.used + t.held as total`;
  return row ? { most: Number(row.most), total: Number(row.total) } : null;
};

/**
 * Holds room for a use that is about to happen; parallel ones never pass the limit together. Asked again under the same source and
 * id it holds nothing more, nor where that was counted already. What nobody commits or releases within an hour is free again.
 * @throws `limit_exceeded`, or `plan_required` where the plan has none of it
 */
export const reserveUse = async (db: TenantDb, use: Use): Promise<void> => {
  const { feature, source, sourceId, n = 1 } = use;
  const [mine] = await db.sql`
    insert into usage_reservations (tenant_id, feature, source, source_id, n, period, expires_at)
    select ${db.tenant}, ${feature}, ${source}, ${sourceId}, ${n}::bigint, ${monthOf(db)}, now() + ${HELD_S} * interval '1 second'
    where not exists (select from usage_entries where tenant_id = ${db.tenant} and feature = ${feature}
      and source = ${source} and source_id = ${sourceId})
    on conflict do nothing returning feature`;
  if (!mine) return;
  let held = await hold(db, use);
  if (!held && (await freeExpired(db, feature)) > 0) held = await hold(db, use);
  if (held) return;
  await db.sql`
    delete from usage_reservations where tenant_id = ${db.tenant} and feature = ${feature}
      and source = ${source} and source_id = ${sourceId}`;
  await refuseUse(db, feature, n);
};

/** @throws always, with what stands now */
export const refuseUse = async (db: TenantDb, feature: Metered, n: number): Promise<never> => {
  const snapshot = await readSnapshot(db);
  const { used = 0, held = 0 } = snapshot.used[feature] ?? {};
  const asked = { feature, current: used + held, n, limit: snapshot.limits[feature].most };
  throw overLimit(snapshot, asked, await listLivePlans(db.sql));
};

/**
 * What was reserved has happened; without a reservation it is counted all the same, for it happened. `n`: what it came to, where that
 * is not what was reserved. Done twice it counts once.
 */
export const commitUse = async (db: TenantDb, { feature, source, sourceId, n }: Use): Promise<void> => {
  const [row] = await db.sql<{ used: bigint; n: bigint; most: bigint }>`
    with freed as (
      delete from usage_reservations where tenant_id = ${db.tenant} and feature = ${feature}
        and source = ${source} and source_id = ${sourceId} returning n, period),
    booked as (
      insert into usage_entries (tenant_id, feature, source, source_id, n, period)
      values (${db.tenant}, ${feature}, ${source}, ${sourceId},
        coalesce(${n ?? null}::bigint, (select n from freed), 1), coalesce((select period from freed), ${monthOf(db)}))
      on conflict do nothing returning n, period),
    moved as (
      select coalesce(b.period, f.period) as period, coalesce(b.n, 0) as n, coalesce(f.n, 0) as held
      from (select 1) one left join booked b on true left join freed f on true
      where b.n is not null or f.n is not null)
    insert into usage_totals as t (tenant_id, feature, period, used)
    select ${db.tenant}, ${feature}, period, n from moved
    on conflict (tenant_id, feature, period) do update set used = t.used + excluded.used,
      held = greatest(0, t.held - (select held from moved))
    returning t.used, (select n from moved) as n, plan_limit(${db.tenant}, ${feature}, false) as most`;
  if (!row) return;
  const after = Number(row.used);
  await warn(db, { feature, before: after - Number(row.n), after, most: Number(row.most) });
};

/** It did not happen: the room is free again. */
export const releaseUse = async (db: TenantDb, { feature, source, sourceId }: Use): Promise<void> => {
  await db.sql`
    with freed as (
      delete from usage_reservations where tenant_id = ${db.tenant} and feature = ${feature}
        and source = ${source} and source_id = ${sourceId} returning n, period)
    update usage_totals t set held = greatest(0, t.held - f.n) from freed f
    where t.tenant_id = ${db.tenant} and t.feature = ${feature} and t.period = f.period`;
};

/** A run that admission has counted: says where it stepped over a share of the limit. */
export const warnOfRuns = (db: TenantDb, used: number, most: number): Promise<void> =>
  warn(db, { feature: 'runs', before: used - 1, after: used, most });

/** What admission counts: runs by the plan, and tests, which are no plan's. */
export type RunMeter = 'runs' | 'test_runs';

/** Tests of a month, whatever the plan: against flows that run as tests for ever. */
const MOST_TESTS = 10_000;

/** How many of it a month has, -1: as many as one likes: a part of a statement. */
export const mostOf = (db: TenantDb, meter: RunMeter): SqlFragment =>
  meter === 'runs' ? sql`plan_limit(${db.tenant}, 'runs', true)` : sql`${MOST_TESTS}::bigint`;

/** Takes back what admission counted for a run that was there already. */
export const uncountRun = async (db: TenantDb, meter: RunMeter): Promise<void> => {
  await db.sql`
    update usage_totals set used = greatest(0, used - 1)
    where tenant_id = ${db.tenant} and feature = ${meter} and period = ${monthOf(db)}`;
};
