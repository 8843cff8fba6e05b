import type { Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { listAddOns, saveAddOn } from './add-on.ts';
import { FIRST_ADD_ONS } from './first-add-ons.ts';
import { FIRST_PLANS } from './first-plans.ts';
import { PlanBody } from './plan-body.ts';
import { publishPlan, savePlan, savePlanDraft } from './write-plan.ts';

const seed = async (sql: Query): Promise<void> => {
  const known = new Set((await sql<{ tier: string }>`select tier from plans`).map(({ tier }) => tier));
  for (const { tier, family, ranksAs, sort, public: shown, ...body } of FIRST_PLANS) {
    if (known.has(tier)) continue;
    await savePlan(sql, { tier, family, ranksAs, sort, public: shown });
    await savePlanDraft(sql, tier, PlanBody.parse(body), { by: 'system' });
    await publishPlan(sql, tier);
  }
  const there = new Set((await listAddOns(sql, true)).map(({ key }) => key));
  for (const one of FIRST_ADD_ONS) if (!there.has(one.key)) await saveAddOn(sql, one);
};

/**
 * What is sold at first, each by its key and once: what an operator changed, or took out of sale, stays as it is. Quick when all is
 * there, and safe where several processes start at once.
 */
export const seedPlans = ({ admin }: Pick<Database, 'admin'>): Promise<void> =>
  admin.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtext('trama/plans'))`;
    await seed(sql);
  });
