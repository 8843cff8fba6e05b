import { type Feature, isFeature, isLimited, type Limited } from '#flow/contracts/plan-features.ts';
import type { Json } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { featuresTogether } from '../../entitlements/features-together.ts';
import type { AddOn } from './add-on.ts';
import type { PlanVersion } from './plan-version.ts';

/** What an operator gave a tenant in place of what its plan says, at this moment. */
export interface Given {
  limits: Partial<Record<Limited, number>>;
  features: Partial<Record<Feature, Json>>;
}

export const NOTHING_GIVEN: Given = { limits: {}, features: {} };

/** In the tenant's transaction. */
export const givenTo = async ({ sql, tenant }: Pick<TenantDb, 'sql' | 'tenant'>): Promise<Given> => {
  const rows = await sql<{ feature: string; n: bigint | null; value: Json }>`
    select feature, limit_n as n, value from entitlement_overrides
    where tenant_id = ${tenant} and coalesce(expires_at > now(), true)`;
  const given: Given = { limits: {}, features: {} };
  for (const { feature, n, value } of rows) {
    if (isLimited(feature) && n !== null) given.limits[feature] = Number(n);
    if (isFeature(feature) && value !== null) given.features[feature] = value;
  }
  return given;
};

type Beside = Pick<PlanVersion, 'limits' | 'features'>;

/**
 * Whether somebody with that plan has more by it than without. One that names nothing that the product knows of promises something
 * else (work, a visit): what that is worth is not known here.
 */
export const addsTo = ({ adds, features }: Pick<AddOn, 'adds' | 'features'>, plan: Beside, given: Given): boolean => {
  const counted = Object.entries(adds).filter(([, n]) => n > 0);
  const named = Object.keys(features).filter(isFeature);
  if (counted.length === 0 && named.length === 0) return true;
  const has = { ...plan.limits, ...given.limits };
  if (counted.some(([name]) => isLimited(name) && (has[name] ?? -1) >= 0)) return true;
  const [without, beside] = [[], [features]].map((added) => featuresTogether(plan.features, added, given.features));
  return named.some((name) => JSON.stringify(without?.[name]) !== JSON.stringify(beside?.[name]));
};

/** Whether it may stand beside the plan at all. */
export const isBeside = ({ tiers }: Pick<AddOn, 'tiers'>, tier: string): boolean =>
  tiers.length === 0 || tiers.includes(tier);

type Sold = Beside & Pick<PlanVersion, 'tier' | 'prices'>;

const costs = ({ prices }: Sold): boolean => prices.some(({ amount }) => amount !== 0);

/** Each with the plans that it is sold beside: those that cost something, and have more by it. What has none is not offered. */
export const offeredBeside = <One extends AddOn>(addOns: readonly One[], plans: readonly Sold[], given: Given): One[] =>
  addOns
    .map((one) => {
      const fits = (plan: Sold) => costs(plan) && isBeside(one, plan.tier) && addsTo(one, plan, given);
      return { ...one, tiers: plans.filter(fits).map(({ tier }) => tier) };
    })
    .filter(({ tiers }) => tiers.length > 0);
