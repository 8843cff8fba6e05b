import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { askUnlessBarred } from '../requests/ask-request.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { endAtProviders } from './downgrade.ts';

interface Asked {
  by: string;
  nowMs: number;
}

const askOnce = async (db: TenantDb, kind: 'cancel' | 'revoke', { by, nowMs }: Asked): Promise<void> => {
  // Who never had a subscription gets none for leaving.
  if (!(await readSubscription(db))) return;
  const data: JsonObject = kind === 'cancel' ? { reason: 'tenant_deleted' } : {};
  await askUnlessBarred(db, { kind, by, data, source: `deletion/${kind}/${nowMs}`, nowMs });
};

/** Whoever asks that their tenant be deleted is not charged for another period. In the transaction of the asking. */
export const cancelForDeletion = (db: TenantDb, asked: Asked): Promise<void> => askOnce(db, 'cancel', asked);

/** They took it back: what their deletion cancelled goes on, and nothing else. */
export const revokeForDeletion = async (db: TenantDb, asked: Asked): Promise<void> => {
  const [last] = await db.sql<{ reason: string | null }>`
    select input ->> 'reason' as reason from subscription_requests
    where tenant_id = ${db.tenant} and kind = 'cancel' order by created_at desc, id desc limit 1`;
  if (last?.reason === 'tenant_deleted') await askOnce(db, 'revoke', asked);
};

/** Before a tenant's rows go: nothing that could charge it is left at any provider. @throws `billing_unreachable` */
export const closeSubscription = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<void> => {
  const known = await deps.database.withTenant(tenantId, readSubscription);
  if (known) await endAtProviders(deps, tenantId, signal);
};
