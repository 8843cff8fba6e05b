import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, uuidIn } from '../ids.ts';
import { CALL_AT, firstIdAt } from './call-time.ts';

export interface UsageAsk {
  /** ISO 8601; `to` is not in it any more. */
  from: string;
  to: string;
  by: 'hour' | 'day';
  key?: string | undefined;
  /** Where days begin: IANA. */
  timezone: string;
}

interface Counts {
  calls: number;
  /** 4xx but 429. */
  refused: number;
  /** 429. */
  limited: number;
  /** 5xx. */
  failed: number;
}

export interface CallUsage {
  total: Counts;
  /** Those with calls, the first first. */
  buckets: (Counts & { from: string })[];
  /** The busiest twenty. */
  routes: (Counts & { method: string; route: string; p50Ms: number; p95Ms: number })[];
  keys: (Counts & { id: string; name: string })[];
}

const COUNTS = sql`count(*)::int as calls,
  count(*) filter (where c.status between 400 and 499 and c.status <> 429)::int as refused,
  count(*) filter (where c.status = 429)::int as limited,
  count(*) filter (where c.status >= 500)::int as failed`;

/** Counted in the log when it is asked, so that no figure stands beside the truth. */
export const callUsage = async (db: TenantDb, ask: UsageAsk): Promise<CallUsage> => {
  const { by, timezone, key } = ask;
  const where = sql`c.tenant_id = ${db.tenant}
    and c.id >= ${firstIdAt(Date.parse(ask.from))}::uuid and c.id < ${firstIdAt(Date.parse(ask.to))}::uuid
    ${key === undefined ? emptySql : sql`and c.key_id = ${uuidIn('key', key)}::uuid`}`;
  const buckets = await db.sql<Counts & { from: Date }>`
    select date_trunc(${by}, ${CALL_AT}, ${timezone}) as "from", ${COUNTS}
    from api_calls c where ${where} group by 1 order by 1`;
  const routes = await db.sql<CallUsage['routes'][number]>`
    select c.method, c.route, ${COUNTS}, round(percentile_cont(0.5) within group (order by c.ms))::int as "p50Ms",
      round(percentile_cont(0.95) within group (order by c.ms))::int as "p95Ms"
    from api_calls c where ${where} group by 1, 2 order by calls desc, 2, 1 limit 20`;
  const keys = await db.sql<CallUsage['keys'][number]>`
    select k.id, k.name, ${COUNTS} from api_calls c join api_keys k on k.tenant_id = c.tenant_id and k.id = c.key_id
    where ${where} group by 1, 2 order by calls desc, 1 limit 50`;
  const sum = (of: keyof Counts) => buckets.reduce((total, bucket) => total + bucket[of], 0);
  return {
    total: { calls: sum('calls'), refused: sum('refused'), limited: sum('limited'), failed: sum('failed') },
    buckets: buckets.map((bucket) => ({ ...bucket, from: bucket.from.toISOString() })),
    routes,
    keys: keys.map((one) => ({ ...one, id: formatId('key', one.id) })),
  };
};
