import type { Cents } from '#flow/contracts/billing-provider.ts';
import type { Text } from '#flow/json.ts';
import type { Query } from '#prisma/sql.ts';
import { findPlanVersion, listLivePlans, livePlanVersion, type PlanVersion } from '../catalogue/plan-version.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { listedMonthly, ON_REQUEST } from './plan-target.ts';
import { refused } from './refusal.ts';

type Granted = Pick<Subscription, 'granted'>;

/** As its owner sees it. */
export interface GrantedView {
  tier: string;
  name: Text;
  /** What it is a month by the list; null: that is talked about. What is not above it is neither sold nor tried. */
  monthly: Cents | null;
}

/** What is had once nothing is subscribed to, tried or given any more: what was granted, else FREE. */
export const planBehind = async (sql: Query, { granted }: Granted): Promise<PlanVersion> => {
  const plan = granted ? await findPlanVersion(sql, granted.planVersionId) : await livePlanVersion(sql, 'FREE');
  if (!plan) throw new Error('The catalogue has no plan FREE');
  return plan;
};

/** Null: nothing was granted. */
export const viewGranted = async (sql: Query, facts: Granted): Promise<GrantedView | null> => {
  if (!facts.granted) return null;
  const plan = await planBehind(sql, facts);
  const listed = listedMonthly(plan);
  return { tier: plan.tier, name: plan.name, monthly: listed === ON_REQUEST ? null : listed };
};

/** Whether any plan that is tried is more than what was granted. */
export const isAnyToTry = async (sql: Query, granted: GrantedView | null): Promise<boolean> => {
  if (!granted) return true;
  const least = granted.monthly ?? ON_REQUEST;
  return (await listLivePlans(sql)).some((plan) => {
    const listed = listedMonthly(plan);
    return plan.trial !== null && listed > least && listed !== ON_REQUEST;
  });
};

/** Whether something was granted, and a version of a plan, sold by now or not, is not listed above it. */
export const isVersionUnderGranted = async (sql: Query, facts: Granted, planVersionId: string): Promise<boolean> => {
  if (!facts.granted) return false;
  const asked = await findPlanVersion(sql, planVersionId);
  return asked !== null && listedMonthly(asked) <= listedMonthly(await planBehind(sql, facts));
};

type Asked = Pick<Subscription, 'granted' | 'planVersionId' | 'tier'>;

/** The same of a plan as it is sold. @param tier missing: the plan there is. */
export const isUnderGranted = async (sql: Query, facts: Asked, tier = facts.tier): Promise<boolean> => {
  if (!facts.granted) return false;
  const version = tier === facts.tier ? facts.planVersionId : (await livePlanVersion(sql, tier))?.id;
  return version !== undefined && (await isVersionUnderGranted(sql, facts, version));
};

/**
 * What is not listed above the plan that was granted is neither sold, tried nor given: it would be less, in place of what is had for
 * good. What is not for sale is refused as such. @param tier missing: the plan there is. @throws `conflict` with `plan_granted`
 */
export const refuseUnderGranted = async (sql: Query, facts: Asked, tier = facts.tier): Promise<void> => {
  if (facts.granted && (await isUnderGranted(sql, facts, tier)))
    throw refused('plan_granted', { granted: facts.granted.tier });
};
