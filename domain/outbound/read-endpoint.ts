import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, parseId } from '../ids.ts';
import { ENDPOINT_COLUMNS, type EndpointRow, type EndpointView, viewEndpoint } from './endpoint-view.ts';

export const noSuchEndpoint = () =>
  failure('not_found', 'Este endereço de webhooks não existe', 'There is no such webhook endpoint');

/** @throws `not_found` */
export const getEndpoint = async (db: TenantDb, id: string): Promise<EndpointView> => {
  const [row] = await db.sql<EndpointRow>`
    select ${ENDPOINT_COLUMNS} from webhook_endpoints where tenant_id = ${db.tenant} and id = ${parseId('whe', id)}`;
  if (!row) throw noSuchEndpoint();
  return viewEndpoint(row);
};

/** Newest first. @throws `malformed` */
export const listEndpoints = async (db: TenantDb, page: PageRequest): Promise<Page<EndpointView>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'webhook-endpoints', {}, page.cursor);
  const rows = await db.sql<EndpointRow>`
    select ${ENDPOINT_COLUMNS} from webhook_endpoints where tenant_id = ${db.tenant}
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, {
    limit,
    item: viewEndpoint,
    cursor: (last) => writeCursor(db, 'webhook-endpoints', {}, last.id),
  });
};

/** How deliveries of the last 24 hours came out. */
export interface Health {
  /** By hour, the newest last; hours without any are left out. `at`: the hour's beginning. */
  hours: { at: string; succeeded: number; failed: number }[];
  /** On their way, those that wait for another attempt among them. */
  open: number;
}

export const healthOf = async (db: TenantDb, endpoints: readonly string[]): Promise<Map<string, Health>> => {
  const health = new Map<string, Health>(endpoints.map((id) => [id, { hours: [], open: 0 }]));
  const ids = endpoints.map((id) => parseId('whe', id));
  const hours = await db.sql<{ endpoint_id: string; at: Date; succeeded: number; failed: number }>`
    select endpoint_id, date_trunc('hour', created_at) as at, count(*) filter (where state = 'succeeded')::int as succeeded,
      count(*) filter (where state = 'failed' or state in ('retrying', 'parked'))::int as failed
    from webhook_deliveries where tenant_id = ${db.tenant} and endpoint_id = any (${ids}::uuid[])
      and created_at > now() - interval '24 hours' and state <> 'due'
    group by 1, 2 order by 2`;
  for (const { endpoint_id, at, succeeded, failed } of hours)
    health.get(formatId('whe', endpoint_id))?.hours.push({ at: at.toISOString(), succeeded, failed });
  const open = await db.sql<{ endpoint_id: string; n: number }>`
    select endpoint_id, count(*)::int as n from webhook_deliveries
    where tenant_id = ${db.tenant} and endpoint_id = any (${ids}::uuid[]) and state in ('due', 'retrying', 'parked')
    group by 1`;
  for (const { endpoint_id, n } of open) {
    const one = health.get(formatId('whe', endpoint_id));
    if (one) one.open = n;
  }
  return health;
};
