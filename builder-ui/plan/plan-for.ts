import type { ProblemDetails } from '../api-types.ts';
import { centsOf } from './money.ts';
import type { Plan } from './plan-api.ts';

/** The plan that the API names, else the smallest that has the part of the product. */
export const planFor = ({ requiredPlan, feature }: ProblemDetails, plans: readonly Plan[]): Plan | undefined => {
  if (requiredPlan) return plans.find(({ tier }) => tier === requiredPlan);
  const module = /^module:(.+)$/.exec(feature ?? '')?.[1];
  return module === undefined
    ? undefined
    : plans
        .filter((plan) => plan.public && plan.modules.includes(module) && (centsOf(plan, 'month') ?? 0) > 0)
        .toSorted((a, b) => (centsOf(a, 'month') ?? 0) - (centsOf(b, 'month') ?? 0))[0];
};
