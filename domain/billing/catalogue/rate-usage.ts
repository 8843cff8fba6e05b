import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { countRuns } from '../../entitlements/count-runs.ts';
import { lock } from '../../locks.ts';
import { findPlanVersion, type PlanVersion } from './plan-version.ts';
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

const rated = async (db: TenantDb, month: string): Promise<UsageCharge[]> =>
  (
    await db.sql<Row>`
      select feature, used, included, amount from usage_ratings
      where tenant_id = ${db.tenant} and period = ${month}::date order by feature`
  ).map(chargeOf);

/**
 * What a month's use costs by that version; what was used before the tenant had the plan was another plan's. Who had left it within
 * the month before, which was counted then, and came back, owes here what came behind that count, beyond what was included there.
 * @param until what was used behind it counts later. ISO 8601, or `infinity`
 */
const measure = async (db: TenantDb, version: PlanVersion, month: string, until: string): Promise<UsageCharge[]> => {
  const charges: UsageCharge[] = [];
  for (const { feature, ...price } of version.usagePrices) {
    const [sum] = await db.sql<Pick<Row, 'used' | 'included'>>`
      with plan as (
        select plan_limit(${db.tenant}, ${feature}, false) as included, coalesce((select max(c.at) from subscription_changes c
          where c.tenant_id = ${db.tenant} and c.to_tier = ${version.tier} and c.from_tier <> c.to_tier), '-infinity') as since),
      before as (
        select c.period, c.created_at, coalesce(r.included, plan.included) as included, coalesce(r.used, 0) as used
        from plan join usage_charges c on c.tenant_id = ${db.tenant} and c.period = (${month}::date - interval '1 month')::date
          left join usage_ratings r on r.tenant_id = c.tenant_id and r.period = c.period and r.feature = ${feature}),
      entries as (
        select e.n, e.period, e.at from plan join usage_entries e on e.tenant_id = ${db.tenant} and e.feature = ${feature}
          and e.period in (${month}::date, (${month}::date - interval '1 month')::date)
          and e.at >= plan.since and e.at <= ${until}::timestamptz(3)),
      behind as (
        select case when b.included < 0 then 0
          else greatest(coalesce(sum(e.n), 0) - greatest(b.included - b.used, 0), 0) end as n
        from before b left join entries e on e.period = b.period and e.at > b.created_at group by b.included, b.used)
      select plan.included, (coalesce((select sum(e.n) from entries e where e.period = ${month}::date), 0)
        + coalesce((select n from behind), 0))::bigint as used from plan`;
    const use = { used: sum?.used ?? 0n, included: sum?.included ?? -1n };
    const amount = BigInt(rate(price, { used: Number(use.used), included: Number(use.included) }));
    charges.push(chargeOf({ feature, ...use, amount }));
  }
  return charges;
};

/** The month's ratings, and what is to be asked for it: once, whoever comes first. @returns false where it was counted before */
const closeMonth = async (db: TenantDb, version: PlanVersion, month: string): Promise<boolean> => {
  await lock(db, ['usage-rating', month]);
  const [known] = await db.sql`
    select 1 from usage_charges where tenant_id = ${db.tenant} and period = ${month}::date`;
  if (known) return false;
  await countRuns(db);
  // A month that still runs is counted up to its row, with the runs just booked: what comes behind that is found by its time.
  const [row] = await db.sql<{ now: Date }>`select now()::timestamptz(3) as now`;
  const until = row?.now.toISOString() ?? 'infinity';
  for (const { feature, used, included, amount } of await measure(db, version, month, until))
    await db.sql`
      insert into usage_ratings (tenant_id, period, feature, version_id, used, included, amount)
      values (${db.tenant}, ${month}::date, ${feature}, ${version.id}, ${used}, ${included}, ${amount})
      on conflict do nothing`;
  await db.sql`
    insert into usage_charges (tenant_id, period, amount, next_at)
    select t.id, ${month}::date, coalesce(sum(r.amount), 0),
      least(now(), (${month}::date + interval '1 month') at time zone t.timezone)
    from tenants t left join usage_ratings r on r.tenant_id = t.id and r.period = ${month}::date
    where t.id = ${db.tenant} group by t.id on conflict do nothing`;
  return true;
};

/**
 * What a month that is over costs by the prices of use of the tenant's plan, counted from the ledger. Asked again it gives what it
 * gave first, whatever came since: a month is charged once. Lines of nothing are left out.
 * @param month its first day, `2026-11-01`
 * @throws `conflict` for a month that is not over
 */
export const rateUsage = async (db: TenantDb, month: string): Promise<UsageCharge[]> => {
  const [row] = await db.sql<{ over: boolean; version: string | null }>`
    select (${month}::date + interval '1 month') at time zone timezone <= now() - interval '1 hour' as over,
      plan_version_of(id) as version
    from tenants where id = ${db.tenant}`;
  if (!row?.over) throw failure('conflict', 'Este mês ainda não acabou.', 'This month is not over yet.');
  const version = row.version === null ? null : await findPlanVersion(db.sql, row.version);
  if (version && version.usagePrices.length > 0) await closeMonth(db, version, month);
  return (await rated(db, month)).filter(({ amount }) => amount > 0);
};

type Months = Record<'last' | 'running' | 'next', string>;

const monthsOf = async (db: TenantDb): Promise<Months> => {
  const [row] = await db.sql<Months>`
    select date_trunc('month', now() at time zone timezone)::date::text as running,
      (date_trunc('month', now() at time zone timezone) + interval '1 month')::date::text as next,
      (date_trunc('month', now() at time zone timezone) - interval '1 month')::date::text as last
    from tenants where id = ${db.tenant}`;
  if (!row) throw new Error(`The tenant ${db.tenantId} has no row`);
  return row;
};

/** The running month as it stands; null: use costs nothing by the tenant's plan. */
export const rateSoFar = async (db: TenantDb): Promise<{ month: string; lines: UsageCharge[] } | null> => {
  const [row] = await db.sql<{ version: string | null }>`select plan_version_of(${db.tenant}) as version`;
  const version = row?.version ? await findPlanVersion(db.sql, row.version) : null;
  if (!version || version.usagePrices.length === 0) return null;
  const { running: month, next } = await monthsOf(db);
  // Counted already by who left and came back: what came behind is asked for with the next one.
  const [counted] = await db.sql`
    select 1 from usage_charges where tenant_id = ${db.tenant} and period = ${month}::date`;
  return { month, lines: await measure(db, version, counted ? next : month, 'infinity') };
};

/**
 * Who leaves a plan with prices of use for one without owes what was used until then: nobody rates it when the month ends. While
 * the facts still have the older version. @param to the version that counts from now on
 */
export const rateLeaving = async (db: TenantDb, from: string, to: PlanVersion): Promise<void> => {
  if (to.usagePrices.length > 0) return;
  const version = await findPlanVersion(db.sql, from);
  if (!version || version.usagePrices.length === 0) return;
  const { last, running, next } = await monthsOf(db);
  await closeMonth(db, version, last);
  // Left before within this month, and come back since: what came behind that is the next month's.
  if (!(await closeMonth(db, version, running))) await closeMonth(db, version, next);
};
