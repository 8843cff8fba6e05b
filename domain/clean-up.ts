import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { freeStaleAi } from './ai/ledger.ts';
import { anchorAudit } from './audit/anchors.ts';
import { forgetAudit } from './audit/forget-audit.ts';
import { pruneCalls } from './calls/prune-calls.ts';
import { pruneInbound } from './conversations/bots.ts';
import { pruneLetters } from './dead-letters/read-letters.ts';
import { pruneIdempotency } from './idempotency/idempotency.ts';
import { pruneIdentity } from './identity/lockout.ts';
import { pruneTokens } from './identity/tokens/token-families.ts';
import { warnOfExpiringKeys } from './identity/warn-of-expiring-keys.ts';
import { pruneWebhooks } from './outbound/prune-webhooks.ts';
import { pruneOutbox } from './outbox/claim-outbox.ts';
import { forget } from './privacy/forget.ts';
import { isHeld } from './privacy/retention.ts';
import { pruneWays } from './sso/sso-ways.ts';
import { pruneState } from './state/state-store.ts';
import { listTenantIds } from './tenants/find-tenant.ts';
import { pruneReceipts } from './webhooks/receipts.ts';

/** What bears data of customers and goes after a time that nobody chooses. */
const PRUNERS: readonly ((db: TenantDb) => Promise<number>)[] = [
  (db) => pruneCalls(db),
  pruneReceipts,
  (db) => pruneWebhooks(db),
  pruneInbound,
  pruneLetters,
  pruneIdempotency,
  (db) => pruneState(db),
];

const cleanTenant = async ({ admin, withTenant }: Database, tenantId: string): Promise<number> => {
  await withTenant(tenantId, warnOfExpiringKeys);
  let gone = (await withTenant(tenantId, pruneTokens)) + (await withTenant(tenantId, freeStaleAi));
  gone += await withTenant(tenantId, pruneWays);
  // A hold is looked at in the transaction that deletes: one that is set meanwhile keeps the rest.
  for (const prune of PRUNERS)
    gone += await withTenant(tenantId, async (db) => ((await isHeld(db)) ? 0 : await prune(db)));
  gone += await forgetAudit({ admin, withTenant }, tenantId);
  await withTenant(tenantId, anchorAudit);
  return gone + (await forget(withTenant, tenantId));
};

/**
 * Forgets what is past its time, tenant by tenant under their own policies. A tenant that cannot be cleaned is told to
 * `failed`, and holds up nobody behind it. Gives how many rows went.
 */
export const cleanUp = async (
  database: Database,
  failed: (tenantId: string, error: unknown) => void,
): Promise<number> => {
  const { admin } = database;
  let gone = (await pruneOutbox(admin)) + (await pruneIdentity(admin));
  for (const tenantId of await listTenantIds(admin))
    gone += await cleanTenant(database, tenantId).catch((error: unknown) => {
      failed(tenantId, error);
      return 0;
    });
  return gone;
};
