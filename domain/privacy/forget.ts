import type { TenantDb, WithTenant } from '#prisma/with-tenant.ts';
import { pruneAi } from '../ai/ledger.ts';
import { pruneMessages } from '../conversations/bots.ts';
import { pruneEvents } from '../events/prune-events.ts';
import { pruneNotifications } from '../notifications/read-notifications.ts';
import { prunePayloads } from '../payloads/payloads.ts';
import { pruneRuns, pruneTraces } from './prune-runs.ts';
import { getRetention, RETENTION_KINDS, type RetentionKind } from './retention.ts';
import { pruneJobs } from './tenant-jobs.ts';

/** Each gives how many rows went; none takes more than it can in a moment. */
const PRUNERS: Record<RetentionKind, (db: TenantDb, days: number) => Promise<number>> = {
  runs: pruneRuns,
  traces: pruneTraces,
  events: pruneEvents,
  messages: pruneMessages,
  notifications: pruneNotifications,
  aiCalls: pruneAi,
  files: prunePayloads,
};

/** Of one kind in one round; the rest has its turn an hour later. */
const MOST_BATCHES = 200;

/** What is past the time that its tenant chose for that kind, in batches of a transaction each. */
const forgetKind = async (withTenant: WithTenant, tenantId: string, kind: RetentionKind): Promise<number> => {
  let gone = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const went = await withTenant(tenantId, async (db) => {
      // A hold, or another time, that is set meanwhile counts at once.
      const { days, hold } = await getRetention(db);
      const limit = days[kind];
      return hold || limit === null ? 0 : await PRUNERS[kind](db, limit);
    });
    gone += went;
    if (went === 0) break;
  }
  return gone;
};

/** Each forgets one kind of data of a tenant, and gives how many rows went. One that fails says nothing of the others. */
export const FORGETTERS: readonly ((withTenant: WithTenant, tenantId: string) => Promise<number>)[] = [
  (withTenant, tenantId) => withTenant(tenantId, pruneJobs),
  ...RETENTION_KINDS.map(
    (kind) => (withTenant: WithTenant, tenantId: string) => forgetKind(withTenant, tenantId, kind),
  ),
];
