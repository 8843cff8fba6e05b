import { failure, type TramaError } from '#flow/errors.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { upgradeUrl } from '../entitlements/refusals.ts';
import { formatId, parseId } from '../ids.ts';

/**
 * How many tenants a person may own by the largest plan among those that they own; null: nothing says so, as where they own none
 * yet.
 */
export const workspaceRoom = async (
  { admin, withTenant }: Pick<Database, 'admin' | 'withTenant'>,
  userId: string,
): Promise<number | null> => {
  const owned = await admin.sql<{ tenant_id: string }>`
    select tenant_id from memberships where user_id = ${parseId('usr', userId)} and role = 'owner' limit 50`;
  let most: number | null = owned.length === 0 ? null : 0;
  for (const { tenant_id } of owned) {
    const [row] = await withTenant(
      formatId('ten', tenant_id),
      (db) => db.sql<{ n: bigint }>`select plan_limit(${db.tenant}, 'workspaces', true) as n`,
    );
    const n = Number(row?.n ?? -1);
    if (n < 0) return null;
    most = Math.max(most ?? 0, n);
  }
  return most;
};

/** One more than the plans of one's tenants let one own. */
export const noWorkspaceRoom = (limit: number, current: number): TramaError =>
  failure('limit_exceeded', `Seu plano inclui ${limit} contas.`, `Your plan includes ${limit} tenants.`, {
    details: { feature: 'workspaces', limit, current, resetsAt: null, upgradeUrl: upgradeUrl(null) },
  });
