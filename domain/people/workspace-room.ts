import type { TramaError } from '#flow/errors.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { listLivePlans } from '../billing/catalogue/plan-version.ts';
import { overLimit } from '../entitlements/refusals.ts';
import { readSnapshot, type Snapshot } from '../entitlements/snapshot.ts';
import { formatId, parseId } from '../ids.ts';

/** How many tenants somebody may own, and by the plan of which tenant. */
export interface WorkspaceRoom {
  limit: number;
  snapshot: Snapshot;
}

/**
 * How many tenants a person may own by the largest plan among those that they own; null: nothing says so, as where they own none
 * yet.
 */
export const workspaceRoom = async (
  { admin, withTenant }: Pick<Database, 'admin' | 'withTenant'>,
  userId: string,
): Promise<WorkspaceRoom | null> => {
  const owned = await admin.sql<{ tenant_id: string }>`
    select tenant_id from memberships where user_id = ${parseId('usr', userId)} and role = 'owner' limit 50`;
  let most: WorkspaceRoom | null = null;
  for (const { tenant_id } of owned) {
    const snapshot = await withTenant(formatId('ten', tenant_id), readSnapshot);
    const limit = snapshot.limits.workspaces.most;
    if (limit < 0) return null;
    if (most === null || limit > most.limit) most = { limit, snapshot };
  }
  return most;
};

/** One more than the plans of one's tenants let one own. */
export const noWorkspaceRoom = async (
  { sql }: Database['admin'],
  { limit, snapshot }: WorkspaceRoom,
  current: number,
): Promise<TramaError> => {
  const said = [`Seu plano inclui ${limit} contas.`, `Your plan includes ${limit} tenants.`] as const;
  return overLimit(snapshot, { feature: 'workspaces', current, n: 1, limit, said }, await listLivePlans(sql));
};
