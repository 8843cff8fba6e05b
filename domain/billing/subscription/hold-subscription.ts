import { json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import type { PricedLine } from '../proration/prorate.ts';
import type { Subscription } from './subscription.ts';

type Times =
  | 'trialEndsAt'
  | 'periodStart'
  | 'periodEnd'
  | 'paidThrough'
  | 'failedAt'
  | 'pausedUntil'
  | 'compUntil'
  | 'canceledAt'
  | 'freeSince';
type Row = Omit<Subscription, Times | 'items'> & Record<Times, Date | null>;

const COLUMNS = sql`
  s.state, s.plan_version_id as "planVersionId", v.tier,
  case when g.id is not null then json_build_object('planVersionId', g.id, 'tier', g.tier) end as granted, s.free_reason as "freeReason", s.free_since as "freeSince", s.cycle,
  s.provider, s.provider_subscription as "providerSubscription", s.access, s.trial_ends_at as "trialEndsAt",
  s.period_start as "periodStart", s.period_end as "periodEnd", s.paid_through as "paidThrough", s.failed_at as "failedAt",
  s.paused_until as "pausedUntil", s.comp_until as "compUntil", s.pending, s.discount, s.renewal, s.method,
  s.canceled_at as "canceledAt", s.revision`;

const text = (time: Date | null): string | null => time?.toISOString() ?? null;

const subscriptionOf = (row: Row, items: PricedLine[]): Subscription => ({
  ...row,
  freeSince: text(row.freeSince),
  trialEndsAt: text(row.trialEndsAt),
  periodStart: text(row.periodStart),
  periodEnd: text(row.periodEnd),
  paidThrough: text(row.paidThrough),
  failedAt: text(row.failedAt),
  pausedUntil: text(row.pausedUntil),
  compUntil: text(row.compUntil),
  canceledAt: text(row.canceledAt),
  items,
});

const itemsOf = async (db: TenantDb): Promise<PricedLine[]> => {
  const rows = await db.sql<Omit<PricedLine, 'unit'> & { unit: bigint }>`
    select key, name, quantity, unit from subscription_items where tenant_id = ${db.tenant}
    order by add_on is not null, key`;
  return rows.map((row) => ({ ...row, unit: Number(row.unit) }));
};

/**
 * The facts as they stand; null: nobody ever asked for anything. Who has a plan without a subscription was granted it: then the row's
 * own plan says so, also where a process of the release before led an end to FREE.
 */
export const readSubscription = async (db: TenantDb): Promise<Subscription | null> => {
  const [row] = await db.sql<Row>`
    select ${COLUMNS} from billing_subscriptions s join plan_versions v on v.id = s.plan_version_id
    left join plan_versions g on g.id = case when s.state <> 'free' then s.granted_plan_version_id
      when v.tier <> 'FREE' then v.id end
    where s.tenant_id = ${db.tenant}`;
  return row ? subscriptionOf(row, await itemsOf(db)) : null;
};

/** Who has none gets one of the plan that stands in the tenant's row: that is what it had, also where it is sold no more. */
export const ensureSubscription = async (db: TenantDb): Promise<void> => {
  const [known] = await db.sql`select 1 from billing_subscriptions where tenant_id = ${db.tenant}`;
  if (known) return;
  const [had] = await db.sql<{ version: string | null }>`
    select coalesce(plan_version_of(${db.tenant}), (select id from plan_versions
      where tier = 'FREE' and published_at is not null order by number desc limit 1)) as version`;
  const version = had?.version;
  if (!version) throw new Error('The catalogue has no plan FREE');
  await db.sql`
    insert into billing_subscriptions (tenant_id, plan_version_id) values (${db.tenant}, ${version}) on conflict do nothing`;
};

/** The facts, for this transaction alone: whoever changes them holds them. */
export const holdSubscription = async (db: TenantDb): Promise<Subscription> => {
  await ensureSubscription(db);
  await db.sql`select 1 from billing_subscriptions where tenant_id = ${db.tenant} for no key update`;
  const held = await readSubscription(db);
  if (!held) throw new Error('A subscription that is held is gone');
  return held;
};

const saveItems = async (db: TenantDb, items: readonly PricedLine[]): Promise<void> => {
  await db.sql`
    delete from subscription_items where tenant_id = ${db.tenant} and key <> all (${items.map(({ key }) => key)})`;
  for (const { key, name, quantity, unit } of items)
    await db.sql`
      insert into subscription_items (tenant_id, key, name, quantity, unit)
      values (${db.tenant}, ${key}, ${name}, ${quantity}, ${unit})
      on conflict (tenant_id, key) do update set name = excluded.name, quantity = excluded.quantity, unit = excluded.unit`;
};

/**
 * Writes what is otherwise than it was held; gives whether anything was. The tenant's own plan, which rates and fairness go by,
 * follows.
 */
export const saveSubscription = async (db: TenantDb, held: Subscription, next: Subscription): Promise<boolean> => {
  if (JSON.stringify(held) === JSON.stringify(next)) return false;
  await db.sql`
    update billing_subscriptions set state = ${next.state}, plan_version_id = ${next.planVersionId},
      granted_plan_version_id = ${next.granted?.planVersionId ?? null}::uuid,
      free_reason = ${next.freeReason}, free_since = ${next.freeSince}::timestamptz, cycle = ${next.cycle},
      provider = ${next.provider}, provider_subscription = ${next.providerSubscription}, access = ${next.access},
      trial_ends_at = ${next.trialEndsAt}::timestamptz, period_start = ${next.periodStart}::timestamptz,
      period_end = ${next.periodEnd}::timestamptz, paid_through = ${next.paidThrough}::timestamptz,
      failed_at = ${next.failedAt}::timestamptz, paused_until = ${next.pausedUntil}::timestamptz,
      comp_until = ${next.compUntil}::timestamptz, pending = ${json(next.pending)}::json,
      discount = ${json(next.discount)}::json, renewal = ${json(next.renewal)}::json, method = ${json(next.method)}::json,
      canceled_at = ${next.canceledAt}::timestamptz, revision = revision + 1, updated_at = now()
    where tenant_id = ${db.tenant}`;
  if (JSON.stringify(held.items) !== JSON.stringify(next.items)) await saveItems(db, next.items);
  if (held.planVersionId !== next.planVersionId) {
    const plan = await findPlanVersion(db.sql, next.planVersionId);
    await db.sql`update tenants set plan = ${plan?.ranksAs ?? 'FREE'} where id = ${db.tenant}`;
  }
  return true;
};
