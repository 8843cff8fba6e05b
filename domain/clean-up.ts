import type { Database } from '#prisma/with-tenant.ts';
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
import { pruneState } from './state/state-store.ts';
import { listTenantIds } from './tenants/find-tenant.ts';
import { pruneReceipts } from './webhooks/receipts.ts';

/** Forgets what is past its time, tenant by tenant under their own policies. Gives how many rows went. */
export const cleanUp = async ({ admin, withTenant }: Database): Promise<number> => {
  let gone = (await pruneOutbox(admin)) + (await pruneIdentity(admin));
  for (const tenantId of await listTenantIds(admin)) {
    await withTenant(tenantId, warnOfExpiringKeys);
    gone += await withTenant(tenantId, (db) => pruneCalls(db));
    gone += await withTenant(tenantId, pruneTokens);
    gone += await withTenant(tenantId, freeStaleAi);
    gone += await withTenant(tenantId, pruneReceipts);
    gone += await withTenant(tenantId, (db) => pruneWebhooks(db));
    gone += await withTenant(tenantId, pruneInbound);
    gone += await withTenant(tenantId, pruneLetters);
    gone += await forgetAudit({ admin, withTenant }, tenantId);
    await withTenant(tenantId, anchorAudit);
    gone += await withTenant(tenantId, pruneIdempotency);
    gone += await withTenant(tenantId, (db) => pruneState(db));
    gone += await forget(withTenant, tenantId);
  }
  return gone;
};
