import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { freeStaleAi } from './ai/ledger.ts';
import { anchorAudit } from './audit/anchors.ts';
import { forgetAudit } from './audit/forget-audit.ts';
import { pruneBillingEvents } from './billing/inbound/prune-events.ts';
import { pruneKeptInvoices } from './billing/invoices/keep-invoices.ts';
import { pruneNotices } from './billing/notices/due-notices.ts';
import { tellOverrides } from './billing/operators/overrides.ts';
import { pruneCalls } from './calls/prune-calls.ts';
import { pruneInbound } from './conversations/bots.ts';
import { pruneLetters } from './dead-letters/read-letters.ts';
import { countRuns } from './entitlements/count-runs.ts';
import { settleByTime } from './entitlements/freeze.ts';
import { mendUsageDaily } from './entitlements/mend-usage.ts';
import { freeExpired } from './entitlements/meter.ts';
import { pruneUsage } from './entitlements/prune-usage.ts';
import { pruneIdempotency } from './idempotency/idempotency.ts';
import { pruneIdentity } from './identity/lockout.ts';
import { pruneTokens } from './identity/tokens/token-families.ts';
import { warnOfExpiringKeys } from './identity/warn-of-expiring-keys.ts';
import { pruneWebhooks } from './outbound/prune-webhooks.ts';
import { pruneOutbox } from './outbox/claim-outbox.ts';
import { FORGETTERS } from './privacy/forget.ts';
import { isHeld } from './privacy/retention.ts';
import { pruneWays } from './sso/sso-ways.ts';
import { pruneState } from './state/state-store.ts';
import { listTenantIds } from './tenants/find-tenant.ts';
import { pruneReceipts } from './webhooks/receipts.ts';

/** What bears data of customers and goes after a time that nobody chooses. */
const PRUNERS: readonly ((db: TenantDb) => Promise<number>)[] = [
  (db) => pruneCalls(db),
  pruneReceipts,
  (db) => pruneNotices(db),
  (db) => pruneWebhooks(db),
  pruneInbound,
  pruneLetters,
  (db) => pruneUsage(db),
  pruneIdempotency,
  (db) => pruneState(db),
];

type Step = (database: Database, tenantId: string) => Promise<number>;

const within =
  (work: (db: TenantDb) => Promise<number>): Step =>
  ({ withTenant }, tenantId) =>
    withTenant(tenantId, work);

/** That gives nothing to count. */
const uncounted = (work: (db: TenantDb) => Promise<unknown>): Step =>
  within(async (db) => {
    await work(db);
    return 0;
  });

const STEPS: readonly Step[] = [
  uncounted(warnOfExpiringKeys),
  // Runs are counted before any of them is forgotten.
  uncounted(countRuns),
  uncounted((db) => freeExpired(db)),
  (database, tenantId) => mendUsageDaily(database, tenantId).then(() => 0),
  uncounted(tellOverrides),
  uncounted(settleByTime),
  ...[pruneTokens, freeStaleAi, pruneWays].map(within),
  // A hold is looked at in the transaction that deletes: one that is set meanwhile keeps the rest.
  ...PRUNERS.map((prune) => within(async (db) => ((await isHeld(db)) ? 0 : await prune(db)))),
  forgetAudit,
  uncounted(anchorAudit),
  ...FORGETTERS.map(
    (forget): Step =>
      ({ withTenant }, tenantId) =>
        forget(withTenant, tenantId),
  ),
];

/** Each step by itself: one that fails every hour keeps nothing behind it, for good. */
const cleanTenant = async (
  database: Database,
  tenantId: string,
  failed: (tenantId: string, error: unknown) => void,
): Promise<number> => {
  let gone = 0;
  for (const step of STEPS)
    try {
      gone += await step(database, tenantId);
    } catch (error) {
      failed(tenantId, error);
    }
  return gone;
};

/**
 * Forgets what is past its time, tenant by tenant under their own policies. A step that cannot be done for a
 * tenant is told to `failed`, and holds up nothing behind it. Gives how many rows went.
 */
export const cleanUp = async (
  database: Database,
  failed: (tenantId: string, error: unknown) => void,
): Promise<number> => {
  const { admin } = database;
  let gone = (await pruneOutbox(admin)) + (await pruneIdentity(admin)) + (await pruneBillingEvents(admin));
  gone += await pruneKeptInvoices(admin);
  for (const tenantId of await listTenantIds(admin)) gone += await cleanTenant(database, tenantId, failed);
  return gone;
};
