import { type Feature, hasFeature } from '#flow/contracts/plan-features.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { listLivePlans } from '../billing/catalogue/plan-version.ts';
import { lacksFeature } from './refusals.ts';
import { readSnapshot } from './snapshot.ts';

/** In the caller's transaction, as it stands there. @throws `plan_required` */
export const requireFeature = async (db: TenantDb, feature: Feature): Promise<void> => {
  const snapshot = await readSnapshot(db);
  if (hasFeature(snapshot.features[feature])) return;
  throw lacksFeature(snapshot, feature, await listLivePlans(db.sql));
};
