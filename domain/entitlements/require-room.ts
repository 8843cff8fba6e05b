import type { Standing } from '#flow/contracts/plan-features.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { listLivePlans } from '../billing/catalogue/plan-version.ts';
import { lock } from '../locks.ts';
import { warn } from './meter.ts';
import { overLimit } from './refusals.ts';
import { readSnapshot } from './snapshot.ts';
import { countStanding } from './standing.ts';

/**
 * That so many more fit into the plan, counted from the rows under a lock that lasts until the transaction's end: whoever adds one
 * in it adds the last that fits. `counted`: they stand already, in this transaction. Costs one statement where the plan does not limit it.
 * @throws `limit_exceeded`, or `plan_required` where the plan has none of it
 */
export const requireRoom = async (
  db: TenantDb,
  feature: Standing,
  n = 1,
  { counted = false }: { counted?: boolean } = {},
): Promise<void> => {
  const [row] = await db.sql<{ most: bigint }>`select plan_limit(${db.tenant}, ${feature}, true) as most`;
  const most = Number(row?.most ?? -1);
  if (most < 0) return;
  await lock(db, ['entitlement', feature]);
  const current = (await countStanding(db, feature)) - (counted ? n : 0);
  if (current + n <= most) return warn(db, { feature, before: current, after: current + n, most });
  throw overLimit(await readSnapshot(db), { feature, current, n, limit: most }, await listLivePlans(db.sql));
};

/** For whoever keeps bytes, which lie outside of any transaction: what is kept at the same time may pass the limit by itself. */
export const storageRoom =
  ({ withTenant }: Pick<Database, 'withTenant'>) =>
  (tenantId: string, bytes: number): Promise<void> =>
    withTenant(tenantId, (db) => requireRoom(db, 'storage_bytes', bytes));
