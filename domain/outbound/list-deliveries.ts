import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, parseId } from '../ids.ts';
import type { Attempt } from './attempt.ts';

export const DELIVERY_STATES = ['due', 'retrying', 'parked', 'succeeded', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export type FailedReason = 'gave_up' | 'endpoint_gone' | 'endpoint_disabled';

/** A message for an endpoint. Times are ISO 8601 UTC. */
export interface DeliveryView {
  id: string;
  endpointId: string;
  /** What receivers see as `webhook-id`. */
  messageId: string;
  type: string;
  state: DeliveryState;
  attempts: number;
  nextAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
  reason: FailedReason | null;
  test: boolean;
  createdAt: string;
  endedAt: string | null;
}

interface DeliveryRow {
  id: string;
  endpoint_id: string;
  message_id: string;
  seq: bigint;
  type: string;
  state: DeliveryState;
  attempts: number;
  next_at: Date | null;
  last_status: number | null;
  last_error: string | null;
  reason: FailedReason | null;
  test: boolean;
  created_at: Date;
  ended_at: Date | null;
}

const COLUMNS = sql`d.id, d.endpoint_id, d.message_id, d.seq, d.type, d.state, d.attempts, d.next_at, d.last_status,
  d.last_error, d.reason, m.test, d.created_at, d.ended_at`;
const FROM = sql`webhook_deliveries d join webhook_messages m on m.tenant_id = d.tenant_id and m.id = d.message_id`;

const viewOf = (row: DeliveryRow): DeliveryView => ({
  id: formatId('whd', row.id),
  endpointId: formatId('whe', row.endpoint_id),
  messageId: formatId('whm', row.message_id),
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  nextAt: row.next_at?.toISOString() ?? null,
  lastStatus: row.last_status,
  lastError: row.last_error,
  reason: row.reason,
  test: row.test,
  createdAt: row.created_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
});

export interface DeliveryFilters {
  /** `whe_…`. */
  endpoint?: string | undefined;
  /** `whm_…`. */
  message?: string | undefined;
  state?: DeliveryState | undefined;
  type?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Newest first. @throws `malformed` */
export const listDeliveries = async (
  db: TenantDb,
  filters: DeliveryFilters,
  page: PageRequest,
): Promise<Page<DeliveryView>> => {
  const limit = limitOf(page);
  const known = { ...filters };
  const after = readCursor(db, 'webhook-deliveries', known, page.cursor);
  const { endpoint, message, state, type, from, to } = filters;
  const rows = await db.sql<DeliveryRow>`
    select /* varies */ ${COLUMNS} from ${FROM} where d.tenant_id = ${db.tenant}
      ${endpoint === undefined ? emptySql : sql`and d.endpoint_id = ${parseId('whe', endpoint)}`}
      ${message === undefined ? emptySql : sql`and d.message_id = ${parseId('whm', message)}`}
      ${state === undefined ? emptySql : sql`and d.state = ${state}`}
      ${type === undefined ? emptySql : sql`and d.type = ${type}`}
      ${from === undefined ? emptySql : sql`and d.created_at >= ${from}::timestamptz`}
      ${to === undefined ? emptySql : sql`and d.created_at < ${to}::timestamptz`}
      ${after === null ? emptySql : sql`and d.seq < ${after}::bigint`}
    order by d.seq desc limit ${limit + 1}`;
  return pageOf(rows, {
    limit,
    item: viewOf,
    cursor: (last) => writeCursor(db, 'webhook-deliveries', known, String(last.seq)),
  });
};

export const noSuchDelivery = () => failure('not_found', 'Esta entrega não existe', 'There is no such delivery');

/** A delivery with what was sent, and each attempt, the newest first. */
export interface DeliveryDetail extends DeliveryView {
  body: string;
  tries: (Attempt & { n: number })[];
}

/** Attempts that one look shows. */
const MOST_TRIES = 50;

interface AttemptRow {
  n: number;
  at: Date;
  url: string;
  request_headers: Record<string, string>;
  status: number | null;
  error: string | null;
  response_headers: Record<string, string> | null;
  response_body: string | null;
  ms: number;
}

/** @throws `not_found` */
export const getDelivery = async (db: TenantDb, id: string): Promise<DeliveryDetail> => {
  const uuid = parseId('whd', id);
  const [row] = await db.sql<DeliveryRow & { body: string }>`
    select ${COLUMNS}, m.body from ${FROM} where d.tenant_id = ${db.tenant} and d.id = ${uuid}`;
  if (!row) throw noSuchDelivery();
  const tries = await db.sql<AttemptRow>`
    select n, at, url, request_headers, status, error, response_headers, response_body, ms from webhook_attempts
    where tenant_id = ${db.tenant} and delivery_id = ${uuid} order by n desc limit ${MOST_TRIES}`;
  return {
    ...viewOf(row),
    body: row.body,
    tries: tries.map(({ request_headers, response_headers, response_body, ...one }) => ({
      ...one,
      at: one.at.toISOString(),
      requestHeaders: request_headers,
      responseHeaders: response_headers,
      responseBody: response_body,
    })),
  };
};
