import type { AdminDb } from '#prisma/admin-db.ts';
import { sql } from '#prisma/sql.ts';
import { isInPlace } from '../access/suspended.ts';
import { formatId, parseId } from '../ids.ts';

/** A delivery that is this caller's alone until its lease ends. */
export interface ClaimedDelivery {
  tenantId: string;
  deliveryId: string;
  /** The endpoint's uuid. */
  endpoint: string;
}

/** Longer than an attempt may take. What a killed process had claimed waits for this long. */
const LEASE_S = 30;
/** Of the oldest that are due: where more of one endpoint stand there, the next look passes it by. */
const LOOK_AT = 400;

interface ClaimedRow {
  tenant_id: string;
  id: string;
  endpoint_id: string;
}

const claimedOf = (row: ClaimedRow): ClaimedDelivery => ({
  tenantId: formatId('ten', row.tenant_id),
  deliveryId: formatId('whd', row.id),
  endpoint: row.endpoint_id,
});

/** What tenants have under way here, and how much of it each may have. */
export interface TenantShares {
  perTenant: number;
  /** By `ten_…`. */
  underWay: ReadonlyMap<string, number>;
}

const sharesOf = ({ perTenant, underWay }: TenantShares) => ({
  tenants: [...underWay.keys()].map((id) => parseId('ten', id)),
  taken: [...underWay.values()],
  full: [...underWay].filter(([, n]) => n >= perTenant).map(([id]) => parseId('ten', id)),
});

/**
 * Takes what is due of endpoints without an order; of each and of each tenant a few, and none of endpoints that are `full`
 * here.
 */
export const claimDeliveries = async (
  admin: AdminDb,
  { limit, perEndpoint, full, ...of }: { limit: number; perEndpoint: number; full: readonly string[] } & TenantShares,
): Promise<ClaimedDelivery[]> => {
  const shares = sharesOf(of);
  const rows = await admin.sql<ClaimedRow>`
    with oldest as (
      select tenant_id, id, endpoint_id, next_at, seq from webhook_deliveries
      where state = 'due' and not in_order and next_at <= now() and endpoint_id <> all (${full}::uuid[])
        and tenant_id <> all (${shares.full}::uuid[]) and ${isInPlace(sql`tenant_id`)}
      order by next_at limit ${LOOK_AT}
    ), ranked as (
      select *, row_number() over (partition by tenant_id, endpoint_id order by seq) as place from oldest
    ), shared as (
      select r.*, row_number() over (partition by r.tenant_id order by r.next_at) + coalesce(u.n, 0) as share
      from ranked r left join unnest(${shares.tenants}::uuid[], ${shares.taken}::int[]) as u (tenant_id, n)
        on u.tenant_id = r.tenant_id
      where r.place <= ${perEndpoint}
    ), mine as (
      select d.tenant_id, d.id from webhook_deliveries d
      join shared r on r.tenant_id = d.tenant_id and r.id = d.id and r.share <= ${of.perTenant}
      where d.state = 'due' and d.next_at <= now()
      order by r.next_at limit ${limit} for update of d skip locked
    )
    update webhook_deliveries d set next_at = now() + ${LEASE_S} * interval '1 second'
    from mine where d.tenant_id = mine.tenant_id and d.id = mine.id
    returning d.tenant_id, d.id, d.endpoint_id`;
  return rows.map(claimedOf);
};

/** Of endpoints with an order: the oldest open delivery of each, where nobody has it. What stands behind it waits. */
export const claimHeads = async (
  admin: AdminDb,
  { limit, ...of }: { limit: number } & TenantShares,
): Promise<ClaimedDelivery[]> => {
  const shares = sharesOf(of);
  const rows = await admin.sql<ClaimedRow>`
    with heads as (
      select d.tenant_id, d.id, row_number() over (partition by d.tenant_id order by d.next_at) as place
      from webhook_endpoints e
      cross join lateral (
        select tenant_id, id, state, next_at from webhook_deliveries d
        where d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.state in ('due', 'retrying', 'parked')
        order by seq limit 1
      ) d
      where e.in_order and e.enabled and d.state = 'due' and d.next_at <= now()
        and e.tenant_id <> all (${shares.full}::uuid[]) and ${isInPlace(sql`e.tenant_id`)}
    ), shared as (
      select h.* from heads h left join unnest(${shares.tenants}::uuid[], ${shares.taken}::int[]) as u (tenant_id, n)
        on u.tenant_id = h.tenant_id
      where h.place + coalesce(u.n, 0) <= ${of.perTenant}
    ), mine as (
      select d.tenant_id, d.id from webhook_deliveries d join shared h on h.tenant_id = d.tenant_id and h.id = d.id
      where d.state = 'due' and d.next_at <= now() limit ${limit} for update of d skip locked
    )
    update webhook_deliveries d set next_at = now() + ${LEASE_S} * interval '1 second'
    from mine where d.tenant_id = mine.tenant_id and d.id = mine.id
    returning d.tenant_id, d.id, d.endpoint_id`;
  return rows.map(claimedOf);
};

/** A delivery that a workflow has to retry. */
export interface RetryRef {
  tenantId: string;
  deliveryId: string;
  round: number;
  tries: number;
  /** Temporal was told, and has not done it where it should have been done long since: it has forgotten. */
  lost: boolean;
}

/** Twice as long as any attempt waits for its turn. */
const LOST_S = 300;

/**
 * Retries that Temporal has yet to hear of (the process died, or Temporal was away), and those that it lost. `handed` is
 * noted by the caller; until then the row comes back after some seconds.
 */
export const claimRetries = async (admin: AdminDb, limit: number): Promise<RetryRef[]> => {
  const rows = await admin.sql<{ tenant_id: string; id: string; round: number; tries: number; handed: boolean }>`
    with due as (
      select tenant_id, id, handed from webhook_deliveries
      where state = 'retrying' and ${isInPlace(sql`tenant_id`)}
        and next_at <= now() - case when handed then ${LOST_S} * interval '1 second' else interval '0' end
      order by next_at limit ${limit} for update skip locked
    )
    update webhook_deliveries d set next_at = now() + interval '5 seconds', handed = false
    from due where d.tenant_id = due.tenant_id and d.id = due.id
    returning d.tenant_id, d.id, d.round, d.tries, due.handed`;
  return rows.map((row) => ({
    tenantId: formatId('ten', row.tenant_id),
    deliveryId: formatId('whd', row.id),
    round: row.round,
    tries: row.tries,
    lost: row.handed,
  }));
};
