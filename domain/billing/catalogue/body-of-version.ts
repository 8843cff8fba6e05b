import { PlanBody } from './plan-body.ts';
import type { PlanVersion } from './plan-version.ts';

/** What the next version of a plan would say if nothing changed. */
export const bodyOfVersion = (plan: PlanVersion): PlanBody => {
  const { name, description, limits, features, modules, marketplaces, usagePrices, taxNote } = plan;
  const { trial, trialReminders, renewalReminders, dunning, grace, tolerance } = plan;
  return PlanBody.parse({
    ...{ name, description, limits, features, modules, marketplaces, usagePrices, taxNote },
    prices: plan.prices.map(({ interval, amount }) => ({ interval, amount })),
    terms: { trial, trialReminders, renewalReminders, dunning, grace, tolerance },
  });
};
