import type { RunError } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import { whereRuns } from '../runs/list-runs.ts';

export interface FlowFigures {
  id: string;
  name: string;
  runs: number;
  succeeded: number;
  failed: number;
  /** By one run's minutes and the runs that succeeded; null where nobody said what a run saves. */
  minutesSaved: number | null;
  /** Runs of each day of the period, the first day first. */
  days: number[];
}

export interface HomeFigures {
  /** Of the period, tests left out. */
  totals: { runs: number; succeeded: number; failed: number; minutesSaved: number | null };
  /** Those with most runs in the period. */
  flows: FlowFigures[];
  waiting: { count: number; oldest: { runId: string; flowName: string; since: string } | null };
  approvals: { open: number; oldest: { id: string; title: string; since: string } | null };
  /** Newest first, of any time. */
  failures: { runId: string; flowId: string; flowName: string; error: RunError | null; at: string }[];
  /** That are not archived, and of them those that run. */
  flowCount: number;
  publishedCount: number;
}

interface DayRow {
  flow_id: string;
  day: number;
  runs: number;
  succeeded: number;
  failed: number;
}

const BUSIEST = 6;
const FAILURES = 5;
const DAY_MS = 86_400_000;

/**
 * What stands on a tenant's first page: a query a kind of figure, each by an index (docs/decisions/631).
 * @param from ISO 8601 @param timezone IANA: days begin when people's do
 */
export const homeFigures = async (
  db: TenantDb,
  { from, timezone, now }: { from: string; timezone: string; now: number },
): Promise<HomeFigures> => {
  const rows = await db.sql<DayRow>`
    select flow_id, (accepted_at at time zone ${timezone})::date - (${from}::timestamptz at time zone ${timezone})::date as day,
      count(*)::int as runs, count(*) filter (where status = 'succeeded')::int as succeeded,
      count(*) filter (where status = 'failed')::int as failed
    from runs where ${whereRuns(db, { from, test: false })}
    group by 1, 2`;
  const names = await db.sql<{ id: string; name: string; minutes_saved: string | null; live: boolean; shown: boolean }>`
    select id, name, minutes_saved, published_version is not null as live, archived_at is null as shown
    from flows where tenant_id = ${db.tenant}`;
  const byId = new Map(names.map((row) => [row.id, row]));
  const length = Math.max(1, Math.ceil((now - Date.parse(from)) / DAY_MS) + 1);
  const flows = [...groupDays(rows)].map(([id, days]) => figuresOf(id, days, byId.get(id), length));
  const shown = names.filter((row) => row.shown);
  return {
    totals: totalsOf(flows),
    flows: flows.toSorted((a, b) => b.runs - a.runs).slice(0, BUSIEST),
    ...(await openThings(db)),
    failures: await lastFailures(db),
    flowCount: shown.length,
    publishedCount: shown.filter((row) => row.live).length,
  };
};

/** Counts of days, those of each flow together. */
export const groupDays = <Row extends { flow_id: string }>(rows: readonly Row[]): Map<string, Row[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const own = groups.get(row.flow_id);
    if (own) own.push(row);
    else groups.set(row.flow_id, [row]);
  }
  return groups;
};

const figuresOf = (
  id: string,
  rows: DayRow[],
  flow: { name: string; minutes_saved: string | null } | undefined,
  length: number,
): FlowFigures => {
  const sum = (of: 'runs' | 'succeeded' | 'failed') => rows.reduce((total, row) => total + row[of], 0);
  const days = Array.from({ length }, (_, n) => rows.find((row) => row.day === n)?.runs ?? 0);
  const minutes = flow?.minutes_saved ?? null;
  const succeeded = sum('succeeded');
  const minutesSaved = minutes === null ? null : Number(minutes) * succeeded;
  return {
    id: formatId('flw', id),
    name: flow?.name ?? '',
    ...{ runs: sum('runs'), succeeded, failed: sum('failed') },
    ...{ minutesSaved, days },
  };
};

const totalsOf = (flows: FlowFigures[]): HomeFigures['totals'] => {
  const saved = flows.flatMap(({ minutesSaved }) => (minutesSaved === null ? [] : [minutesSaved]));
  const sum = (values: number[]) => values.reduce((total, one) => total + one, 0);
  return {
    runs: sum(flows.map((flow) => flow.runs)),
    succeeded: sum(flows.map((flow) => flow.succeeded)),
    failed: sum(flows.map((flow) => flow.failed)),
    minutesSaved: saved.length === 0 ? null : sum(saved),
  };
};

const openThings = async (db: TenantDb): Promise<Pick<HomeFigures, 'waiting' | 'approvals'>> => {
  const [waits] = await db.sql<{ count: number; id: string | null; name: string | null; started_at: Date | null }>`
    with waits as (
      select id, flow_id, started_at from runs
      where tenant_id = ${db.tenant} and ended_at is null and status = 'waiting' and not test
    )
    select (select count(*)::int from waits) as count, o.id, f.name, o.started_at
    from (select 1) as one
    left join (select * from waits order by id limit 1) as o on true
    left join flows f on f.tenant_id = ${db.tenant} and f.id = o.flow_id`;
  const open = await db.sql<{ id: string; title: string; created_at: Date }>`
    select id, title, created_at from approvals where tenant_id = ${db.tenant} and status = 'open' order by id limit 1`;
  const [oldest] = open;
  return {
    waiting: {
      count: waits?.count ?? 0,
      oldest:
        waits?.id && waits.started_at
          ? { runId: formatId('run', waits.id), flowName: waits.name ?? '', since: waits.started_at.toISOString() }
          : null,
    },
    approvals: {
      open: await countOpenApprovals(db),
      oldest: oldest
        ? { id: formatId('apr', oldest.id), title: oldest.title, since: oldest.created_at.toISOString() }
        : null,
    },
  };
};

/** How many approvals wait for somebody. */
export const countOpenApprovals = async (db: TenantDb): Promise<number> => {
  const [row] = await db.sql<{ n: number }>`
    select count(*)::int as n from approvals where tenant_id = ${db.tenant} and status = 'open'`;
  return row?.n ?? 0;
};

const lastFailures = async (db: TenantDb): Promise<HomeFigures['failures']> => {
  const rows = await db.sql<{ id: string; flow_id: string; name: string; error: RunError | null; at: Date }>`
    select r.id, r.flow_id, f.name, r.error, r.ended_at as at
    from runs r join flows f on f.tenant_id = r.tenant_id and f.id = r.flow_id
    where r.tenant_id = ${db.tenant} and r.status = 'failed' and not r.test order by r.id desc limit ${FAILURES}`;
  return rows.map((row) => ({
    runId: formatId('run', row.id),
    flowId: formatId('flw', row.flow_id),
    flowName: row.name,
    error: row.error,
    at: row.at.toISOString(),
  }));
};
