import { isBuilt } from '#flow/contracts/plan-features.ts';
import type { Usage } from './plan-api.ts';

/** What is nearest to its limit comes first; what has none, last. */
const byNeed = (a: Usage, b: Usage): number =>
  Number(a.limit < 0) - Number(b.limit < 0) || b.percentage - a.percentage || b.current - a.current;

/** What stands at nothing of nothing says nothing, nor what the product does not have yet. */
const isWorthIt = ({ feature, limit, current }: Usage): boolean => (limit !== 0 && isBuilt(feature)) || current > 0;

/** What is shown of a tenant's use, the most pressing first: the same wherever it is. */
export const usageShown = (usage: readonly Usage[]): Usage[] => usage.filter(isWorthIt).toSorted(byNeed);

/** The same of what has a limit, where there is room for a few. */
export const nearestLimits = (usage: readonly Usage[], few: number): Usage[] =>
  usageShown(usage)
    .filter(({ limit }) => limit > 0)
    .slice(0, few);
