import { failure } from '#flow/errors.ts';
import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { type RunFilters, whereRuns } from './list-runs.ts';
import type { RunStatus } from './run-view.ts';

export interface RunSummaryAsk {
  flow?: string | undefined;
  test?: boolean | undefined;
  /** ISO 8601. */
  from: string;
  to: string;
  by: 'hour' | 'day';
  /** IANA: days begin when people's do. */
  timezone: string;
}

export interface RunSummary {
  /** In order of time, without gaps; a status that no run has is left out. `from` is ISO 8601 UTC. */
  buckets: { from: string; byStatus: Partial<Record<RunStatus, number>> }[];
  /** From start to end, of runs that succeeded; null where none did. */
  p50Ms: number | null;
  p95Ms: number | null;
}

const HOUR_MS = 3_600_000;
/** Seven weeks of hours, or two years of days. */
const MOST_BUCKETS = 800;

/**
 * How many runs were accepted in each hour or day, by where they stand now, and how long the good ones took.
 * @throws `malformed` for more than 800 buckets
 */
export const summarizeRuns = async (db: TenantDb, ask: RunSummaryAsk): Promise<RunSummary> => {
  const { from, to, by, timezone } = ask;
  const lengthMs = Date.parse(to) - Date.parse(from);
  if (lengthMs <= 0 || lengthMs / (by === 'hour' ? HOUR_MS : 24 * HOUR_MS) > MOST_BUCKETS)
    throw failure('malformed', 'O período não serve', 'The period does not fit', {
      errors: [{ pointer: '/from', code: 'out_of_range', message: TOO_LONG }],
    });
  const filters: RunFilters = { flow: ask.flow, test: ask.test, from, to };
  const step = by === 'hour' ? sql`interval '1 hour'` : sql`interval '1 day'`;
  const buckets = await db.sql<{ from: Date; by_status: Partial<Record<RunStatus, number>> }>`
    with counted as (
      select date_trunc(${by}, accepted_at at time zone ${timezone}) as local, status, count(*)::int as n
      from runs where ${whereRuns(db, filters)} group by 1, 2
    )
    select all_local at time zone ${timezone} as from,
      coalesce(json_object_agg(status, n) filter (where status is not null), '{}') as by_status
    from generate_series(
      date_trunc(${by}, ${from}::timestamptz at time zone ${timezone}),
      (${to}::timestamptz - interval '1 millisecond') at time zone ${timezone}, ${step}) as series (all_local)
    left join counted on local = all_local
    group by all_local order by all_local`;
  const [took] = await db.sql<{ ms: number[] | null }>`
    select percentile_cont(array[0.5, 0.95]) within group (order by extract(epoch from ended_at - started_at) * 1000) as ms
    from runs where ${whereRuns(db, { ...filters, status: ['succeeded'] })} and started_at is not null`;
  const [p50, p95] = took?.ms ?? [];
  return {
    buckets: buckets.map((row) => ({ from: row.from.toISOString(), byStatus: row.by_status })),
    p50Ms: p50 === undefined ? null : Math.round(p50),
    p95Ms: p95 === undefined ? null : Math.round(p95),
  };
};

const TOO_LONG = {
  pt: 'De from a to, no máximo 800 horas ou dias.',
  en: 'From from to to, at most 800 hours or days.',
};
