import type { ProviderHint, ProviderName } from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { emptySql, sql as fragment } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../../cursor.ts';
import { formatId, formatNullable, parseId } from '../../ids.ts';
import { openBytes } from '../../payloads/seal-bytes.ts';
import { RAW_KEY } from './keep-event.ts';

/** A delivery, as operators see it. */
export interface BillingEventView {
  /** `bev_…`. */
  id: string;
  provider: ProviderName;
  eventId: string;
  type: string;
  trust: ProviderHint['trust'];
  state: 'open' | 'done' | 'foreign' | 'dead';
  /** `ten_…`, where it is known. */
  subject: string | null;
  hint: Pick<ProviderHint, 'subscription' | 'payment' | 'customer' | 'request'>;
  attempts: number;
  /** Code of what went wrong last. */
  problem: string | null;
  receivedAt: string;
  processedAt: string | null;
  nextAt: string;
}

interface Row {
  id: string;
  provider: ProviderName;
  event_id: string;
  type: string;
  trust: ProviderHint['trust'];
  state: BillingEventView['state'];
  subject: string | null;
  hint: BillingEventView['hint'];
  attempts: number;
  problem: string | null;
  received_at: Date;
  processed_at: Date | null;
  next_at: Date;
}

const viewOf = (row: Row): BillingEventView => ({
  id: formatId('bev', row.id),
  provider: row.provider,
  eventId: row.event_id,
  type: row.type,
  trust: row.trust,
  state: row.state,
  subject: formatNullable('ten', row.subject),
  hint: {
    ...{ subscription: row.hint.subscription, payment: row.hint.payment },
    ...{ customer: row.hint.customer, request: row.hint.request },
  },
  attempts: row.attempts,
  problem: row.problem,
  receivedAt: row.received_at.toISOString(),
  processedAt: row.processed_at?.toISOString() ?? null,
  nextAt: row.next_at.toISOString(),
});

/** Deliveries that were given up, the newest first; an operator may begin them again (`retryEvent`). @throws `malformed` */
export const deadEvents = async (
  database: Pick<Database, 'admin' | 'key'>,
  page: PageRequest = {},
): Promise<Page<BillingEventView>> => {
  const limit = limitOf(page);
  const after = readCursor(database, 'billing-events', {}, page.cursor);
  const rows = await database.admin.sql<Row>`
    select id, provider, event_id, type, trust, state, subject, hint, attempts, problem, received_at, processed_at, next_at
    from billing_events where state = 'dead' ${after === null ? emptySql : fragment`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: viewOf, cursor: ({ id }) => writeCursor(database, 'billing-events', {}, id) });
};

/** One delivery with its body as it came. `raw` null: it is past its time, or was never one. @throws `not_found` */
export const openEvent = async (
  { admin, key }: Pick<Database, 'admin' | 'key'>,
  id: string,
): Promise<BillingEventView & { raw: string | null }> => {
  const [row] = await admin.sql<Row & { raw: Buffer | null }>`
    select id, provider, event_id, type, trust, state, subject, hint, attempts, problem, received_at, processed_at, next_at,
      raw from billing_events where id = ${parseId('bev', id)}::uuid`;
  if (!row) throw failure('not_found', `${id} não existe`, `There is no ${id}`);
  const raw = row.raw === null ? null : Buffer.from(await openBytes(key(RAW_KEY), row.raw)).toString('utf8');
  return { ...viewOf(row), raw };
};

/** Begins a delivery again that was given up, or done; what it names is read once more. @throws `not_found` */
export const retryEvent = async ({ sql }: Pick<AdminDb, 'sql'>, id: string): Promise<void> => {
  const rows = await sql`
    update billing_events set state = 'open', processed_at = null, attempts = 0, problem = null,
      received_at = case when state = 'dead' then clock_timestamp() else received_at end,
      next_at = date_trunc('milliseconds', clock_timestamp()), lease_until = '-infinity'
    where id = ${parseId('bev', id)}::uuid returning id`;
  if (rows.length === 0) throw failure('not_found', `${id} não existe`, `There is no ${id}`);
};

/** Deliveries that nobody has read though they are a minute old, and those that were given up. */
export const countEvents = async ({ sql }: Pick<AdminDb, 'sql'>): Promise<{ waiting: number; dead: number }> => {
  const [row] = await sql<{ waiting: number; dead: number }>`
    select count(*) filter (where state = 'open' and received_at < now() - interval '1 minute')::int as waiting,
      count(*) filter (where state = 'dead')::int as dead
    from billing_events where state in ('open', 'dead')`;
  return row ?? { waiting: 0, dead: 0 };
};
