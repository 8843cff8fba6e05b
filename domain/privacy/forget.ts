import type { TenantDb, WithTenant } from '#prisma/with-tenant.ts';
import { pruneAi } from '../ai/ledger.ts';
import { pruneMessages } from '../conversations/bots.ts';
import { pruneEvents } from '../events/prune-events.ts';
import { pruneNotifications } from '../notifications/read-notifications.ts';
import { prunePayloads } from '../payloads/payloads.ts';
import { pruneRuns, pruneTraces } from './prune-runs.ts';
import { getRetention, isHeld, RETENTION_KINDS, type RetentionKind } from './retention.ts';
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

/** Forgets what is past the time that its tenant chose, in batches of a transaction each. Gives how many rows went. */
export const forget = async (withTenant: WithTenant, tenantId: string): Promise<number> => {
  let gone = await withTenant(tenantId, pruneJobs);
  const { days } = await withTenant(tenantId, getRetention);
  for (const kind of RETENTION_KINDS) {
    const limit = days[kind];
    if (limit === null) continue;
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
      const went = await withTenant(tenantId, async (db) => ((await isHeld(db)) ? 0 : await PRUNERS[kind](db, limit)));
      gone += went;
      if (went === 0) break;
    }
  }
  return gone;
};
