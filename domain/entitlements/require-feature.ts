import { type Feature, hasFeature, type Module } from '#flow/contracts/plan-features.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { listLivePlans } from '../billing/catalogue/plan-version.ts';
import { lacksFeature, lacksModule } from './refusals.ts';
import { readSnapshot } from './snapshot.ts';

/** In the caller's transaction, as it stands there. @throws `plan_required` */
export const requireFeature = async (db: TenantDb, feature: Feature): Promise<void> => {
  const snapshot = await readSnapshot(db);
  if (hasFeature(snapshot.features[feature])) return;
  throw lacksFeature(snapshot, feature, await listLivePlans(db.sql));
};

/** The same of a part of the product. @throws `plan_required` */
export const requireModule = async (db: TenantDb, module: Module): Promise<void> => {
  const snapshot = await readSnapshot(db);
  if (snapshot.modules.includes(module)) return;
  throw lacksModule(snapshot, module, await listLivePlans(db.sql));
};
