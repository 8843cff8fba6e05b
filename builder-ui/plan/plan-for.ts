import { hasFeature, isFeature } from '#flow/contracts/plan-features.ts';
import type { ProblemDetails } from '../api-types.ts';
import { centsOf } from './money.ts';
import type { Plan } from './plan-api.ts';

/** The plan that the API names, else the smallest with a price that has the part of the product, or the feature. */
export const planFor = ({ requiredPlan, feature }: ProblemDetails, plans: readonly Plan[]): Plan | undefined => {
  if (requiredPlan) return plans.find(({ tier }) => tier === requiredPlan);
  const [, kind, name = ''] = /^(module|feature):(.+)$/.exec(feature ?? '') ?? [];
  if (kind === undefined) return undefined;
  const has = (plan: Plan): boolean =>
    kind === 'module' ? plan.modules.includes(name) : isFeature(name) && hasFeature(plan.features[name]);
  return plans
    .filter((plan) => plan.public && has(plan) && (centsOf(plan, 'month') ?? 0) > 0)
    .toSorted((a, b) => (centsOf(a, 'month') ?? 0) - (centsOf(b, 'month') ?? 0))[0];
};
