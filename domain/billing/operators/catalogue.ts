import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { Query } from '#prisma/sql.ts';
import { logOperator, type OperatorDeed } from '../../access/block.ts';
import { type AddOn, saveAddOn } from '../catalogue/add-on.ts';
import type { PlanBody } from '../catalogue/plan-body.ts';
import { listPlanVersions, type PlanVersion } from '../catalogue/plan-version.ts';
import { archivePlan, type PlanHead, publishPlan, savePlan, savePlanDraft } from '../catalogue/write-plan.ts';
import { refuseStale, type Seen } from './refuse-stale.ts';

/** A plan as operators see it: what is sold, what is being written, and who has what. */
export interface OperatorPlan extends PlanHead {
  /** ISO 8601; null: it is sold. */
  archivedAt: string | null;
  /** Raised with each change of it, its draft and what of it is sold. */
  revision: number;
  live: PlanVersion | null;
  draft: PlanVersion | null;
  /** Newest first. `tenants`: subscriptions that have it. */
  versions: { id: string; number: number; publishedAt: string; tenants: number }[];
}

/** Every plan there is, in the order in which it is shown. */
export const listOperatorPlans = async ({ sql }: AdminDb): Promise<OperatorPlan[]> => {
  const heads = await sql<PlanHead & { archivedAt: Date | null; revision: number }>`
    select tier, family, ranks_as as "ranksAs", sort, public, archived_at as "archivedAt", revision from plans
    order by archived_at is not null, family, sort, tier`;
  const counted = await sql<{ id: string; tenants: number }>`
    select plan_version_id as id, count(*)::int as tenants from billing_subscriptions where state <> 'ended' group by 1`;
  const tenantsOf = new Map(counted.map(({ id, tenants }) => [id, tenants]));
  const plans: OperatorPlan[] = [];
  for (const { archivedAt, ...head } of heads) {
    const all = await listPlanVersions(sql, head.tier);
    const published = all.flatMap((one) =>
      one.publishedAt === null ? [] : [{ ...one, publishedAt: one.publishedAt }],
    );
    plans.push({
      ...head,
      archivedAt: archivedAt?.toISOString() ?? null,
      live: published[0] ?? null,
      draft: all.find((one) => one.publishedAt === null) ?? null,
      versions: published.map(({ id, number, publishedAt }) => ({
        ...{ id, number, publishedAt, tenants: tenantsOf.get(id) ?? 0 },
      })),
    });
  }
  return plans;
};

interface Noted extends OperatorDeed {
  action: string;
  target: string;
  data?: JsonObject;
}

/** A change of the catalogue and its line in the log of operators: both, or neither. */
const noted = <T>(admin: AdminDb, { by, reason, action, target, data = {} }: Noted, work: (sql: Query) => Promise<T>) =>
  admin.transaction(async (sql) => {
    const result = await work(sql);
    await logOperator(sql, { actor: by, action, target, data: { ...data, reason } });
    return result;
  });

type PlanDeed = OperatorDeed & Seen;

/** Makes a plan, or changes where it is shown. @returns its revision. @throws `stale` */
export const changePlan = (admin: AdminDb, head: PlanHead, { seen, ...deed }: PlanDeed): Promise<number> =>
  noted(admin, { ...deed, action: 'plan.change', target: head.tier, data: { ...head } }, async (sql) => {
    const revision = await savePlan(sql, head);
    refuseStale({ seen }, revision);
    return revision;
  });

/** What belongs to a plan is about to change; others wait. @returns its revision, 0: there is no such plan. @throws `stale` */
const raise = async (sql: Query, tier: string, seen: Seen): Promise<number> => {
  const [raised] = await sql<{ revision: number }>`
    update plans set revision = revision + 1 where tier = ${tier} returning revision`;
  if (raised) refuseStale(seen, raised.revision);
  return raised?.revision ?? 0;
};

/** Everything falls to FREE when it ends: it is always there. @returns its revision. @throws `conflict`, `not_found`, `stale` */
export const retirePlan = (
  admin: AdminDb,
  tier: string,
  { retired, seen, ...deed }: PlanDeed & { retired: boolean },
): Promise<number> => {
  if (tier === 'FREE' && retired)
    throw failure('conflict', 'O plano FREE fica sempre à venda.', 'The plan FREE is always there.');
  return noted(admin, { ...deed, action: retired ? 'plan.retire' : 'plan.restore', target: tier }, async (sql) => {
    const revision = await raise(sql, tier, { seen });
    await archivePlan(sql, tier, retired);
    return revision;
  });
};

/** @returns the draft's uuid, and the plan's revision. @throws `not_found`, `stale` */
export const draftPlan = (
  admin: AdminDb,
  tier: string,
  { body, seen, ...deed }: PlanDeed & { body: PlanBody },
): Promise<{ id: string; revision: number }> =>
  noted(admin, { ...deed, action: 'plan.draft', target: tier }, async (sql) => {
    const revision = await raise(sql, tier, { seen });
    return { id: await savePlanDraft(sql, tier, body, { by: deed.by, note: deed.reason }), revision };
  });

/** Throws a draft away; without one nothing happens. @returns the plan's revision. @throws `stale` */
export const discardPlanDraft = (admin: AdminDb, tier: string, { seen, ...deed }: PlanDeed): Promise<number> =>
  noted(admin, { ...deed, action: 'plan.discard', target: tier }, async (sql) => {
    const revision = await raise(sql, tier, { seen });
    await sql`delete from plan_versions where tier = ${tier} and published_at is null`;
    return revision;
  });

/** @throws `conflict` without a draft, `stale` */
export const publishPlanDraft = (
  admin: AdminDb,
  tier: string,
  { seen, ...deed }: PlanDeed,
): Promise<{ id: string; number: number; revision: number }> =>
  noted(admin, { ...deed, action: 'plan.publish', target: tier }, async (sql) => {
    const revision = await raise(sql, tier, { seen });
    return { ...(await publishPlan(sql, tier)), revision };
  });

/** @returns its revision. @throws `stale` */
export const changeAddOn = (
  admin: AdminDb,
  addOn: Omit<AddOn, 'revision'>,
  { seen, ...deed }: OperatorDeed & Seen,
): Promise<number> => {
  const data = { month: addOn.month, year: addOn.year };
  return noted(admin, { ...deed, action: 'add_on.change', target: addOn.key, data }, async (sql) => {
    const revision = await saveAddOn(sql, addOn);
    refuseStale({ seen }, revision);
    return revision;
  });
};
