import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import { whereRuns } from '../runs/list-runs.ts';
import type { RunStatus } from '../runs/run-view.ts';
import { groupDays } from './home-figures.ts';

/** How a flow did lately. */
export interface FlowActivity {
  flowId: string;
  lastRun: { id: string; status: RunStatus; at: string };
  /** Runs of the period, tests left out. */
  runs: number;
  failed: number;
  /** Runs of each day of the period, the first day first. */
  days: number[];
}

interface LastRow {
  flow_id: string;
  id: string;
  status: RunStatus;
  accepted_at: Date;
}

/**
 * Of every flow that ran and is not archived its last run, and its runs of each of the last days.
 * @param timezone IANA: days begin when people's do
 */
export const flowActivity = async (
  db: TenantDb,
  { from, timezone, days }: { from: string; timezone: string; days: number },
): Promise<FlowActivity[]> => {
  const lasts = await db.sql<LastRow>`
    select f.id as flow_id, r.id, r.status, r.accepted_at
    from flows f cross join lateral (
      select id, status, accepted_at from runs
      where tenant_id = f.tenant_id and flow_id = f.id and not test order by id desc limit 1
    ) r
    where f.tenant_id = ${db.tenant} and f.archived_at is null`;
  const counts = await db.sql<{ flow_id: string; day: number; runs: number; failed: number }>`
    select flow_id, (accepted_at at time zone ${timezone})::date - (${from}::timestamptz at time zone ${timezone})::date as day,
      count(*)::int as runs, count(*) filter (where status = 'failed')::int as failed
    from runs where ${whereRuns(db, { from, test: false })} group by 1, 2`;
  const byFlow = groupDays(counts);
  return lasts.map((last) => {
    const own = byFlow.get(last.flow_id) ?? [];
    const sum = (of: 'runs' | 'failed') => own.reduce((total, row) => total + row[of], 0);
    return {
      flowId: formatId('flw', last.flow_id),
      lastRun: { id: formatId('run', last.id), status: last.status, at: last.accepted_at.toISOString() },
      ...{ runs: sum('runs'), failed: sum('failed') },
      days: Array.from({ length: days }, (_, n) => own.find((row) => row.day === n)?.runs ?? 0),
    };
  });
};
