import type { EntitlementHooks } from '../billing/billing-deps.ts';
import { entitlementsChanged } from './entitlements.ts';
import { freezeOverLimits, thaw } from './freeze.ts';

/** What the subscription tells of its changes, as entitlements hear it. */
export const entitlementHooks: EntitlementHooks = {
  changed: (db) => entitlementsChanged(db),
  freeze: async (db, limits, keep) => (await freezeOverLimits(db, limits, keep)).frozen,
  thaw: async (db, limits) => {
    await thaw(db, limits);
  },
};
