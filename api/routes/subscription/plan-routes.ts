import type { Route } from '#api/frame/route.ts';
import { listPlans, listPublicPlans } from './plans.ts';
import { canUse, getFrozen, getMarketplaces, getUsage, getUsageCharges, putFrozen, putMarketplaces } from './usage.ts';

/** What there is to buy, and what the tenant may do by what it has. */
export const planRoutes: readonly Route[] = [
  listPlans,
  listPublicPlans,
  getUsage,
  canUse,
  getMarketplaces,
  putMarketplaces,
  getUsageCharges,
  getFrozen,
  putFrozen,
];
