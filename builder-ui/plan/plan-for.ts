import { hasFeature, isFeature } from '#flow/contracts/plan-features.ts';
import type { ProblemDetails } from '../api-types.ts';
import { centsOf } from './money.ts';
import type { Plan } from './plan-api.ts';

/** By the month; what is talked about is more than any price. */
const monthly = (plan: Plan): number => centsOf(plan, 'month') ?? Number.POSITIVE_INFINITY;

/** Which plans have the part of the product, or the feature, that a refusal names; null: it names neither. */
const holderOf = (named: string): ((plan: Plan) => boolean) | null => {
  const [, kind, name = ''] = /^(module|feature):(.+)$/.exec(named) ?? [];
  if (kind === undefined) return null;
  return kind === 'module'
    ? ({ modules }) => modules.includes(name)
    : ({ features }) => isFeature(name) && hasFeature(features[name]);
};

/**
 * The plan that the API names, else the one that it would: the next larger of the own family, where one has it. Of another family
 * only what costs more: for the same money there would be less of all else.
 * @param own what one has now
 */
export const planFor = (
  { requiredPlan, feature }: ProblemDetails,
  plans: readonly Plan[],
  own?: Plan,
): Plan | undefined => {
  if (requiredPlan) return plans.find(({ tier }) => tier === requiredPlan);
  const has = holderOf(feature ?? '');
  if (has === null) return undefined;
  const fits = plans.filter((plan) => plan.public && plan.tier !== own?.tier && has(plan));
  const [larger] = fits
    .filter(({ family, sort }) => family === own?.family && sort > own.sort)
    .toSorted((a, b) => a.sort - b.sort);
  const least = own ? monthly(own) : 0;
  return (
    larger ??
    fits
      .filter((plan) => monthly(plan) > least && Number.isFinite(monthly(plan)))
      .toSorted((a, b) => monthly(a) - monthly(b))[0]
  );
};
