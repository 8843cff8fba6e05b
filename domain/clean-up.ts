import type { Database } from '#prisma/with-tenant.ts';
import { pruneAi } from './ai/ledger.ts';
import { pruneCalls } from './calls/prune-calls.ts';
import { pruneMessages } from './conversations/bots.ts';
import { pruneEvents } from './events/prune-events.ts';
import { pruneIdempotency } from './idempotency/idempotency.ts';
import { warnOfExpiringKeys } from './identity/warn-of-expiring-keys.ts';
import { pruneIdentity } from './identity/lockout.ts';
import { pruneNotifications } from './notifications/read-notifications.ts';
import { pruneOutbox } from './outbox/claim-outbox.ts';
import { prunePayloads } from './payloads/payloads.ts';
import { pruneState } from './state/state-store.ts';
import { listTenantIds } from './tenants/find-tenant.ts';
import { pruneReceipts } from './webhooks/receipts.ts';

/** Days that bytes of large values are kept after they were last put: the longest default run and then some. */
const PAYLOAD_DAYS = 400;

/** Forgets what is past its time, tenant by tenant under their own policies. Gives how many rows went. */
export const cleanUp = async ({ admin, withTenant }: Database): Promise<number> => {
  let gone = (await pruneOutbox(admin)) + (await pruneIdentity(admin));
  for (const tenantId of await listTenantIds(admin)) {
    await withTenant(tenantId, warnOfExpiringKeys);
    gone += await withTenant(tenantId, (db) => pruneCalls(db));
    gone += await withTenant(tenantId, pruneAi);
    gone += await withTenant(tenantId, (db) => pruneEvents(db));
    gone += await withTenant(tenantId, pruneReceipts);
    gone += await withTenant(tenantId, pruneNotifications);
    gone += await withTenant(tenantId, pruneMessages);
    gone += await withTenant(tenantId, pruneIdempotency);
    gone += await withTenant(tenantId, (db) => pruneState(db));
    gone += await withTenant(tenantId, (db) => prunePayloads(db, PAYLOAD_DAYS));
  }
  return gone;
};
