import type { Json } from '#flow/json.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId } from '../ids.ts';
import { type EventRow, eventOf } from './event-row.ts';

export interface EventView {
  id: string;
  name: string;
  key: string | null;
  data: Json;
  /** `api`, a connector's name, `trama`. */
  source: string;
  /** The sender's own id. */
  externalId: string | null;
  /** ISO 8601 UTC. */
  receivedAt: string;
  /** Runs that it began, and that were told of it, when it came. */
  started: string[];
  reached: string[];
}

export interface EventFilters {
  /** What the name begins with. */
  name?: string | undefined;
  key?: string | undefined;
}

type ListedRow = EventRow & { external_id: string | null; started: string[]; reached: string[] };

const viewEvent = (row: ListedRow): EventView => ({
  ...eventOf(row),
  externalId: row.external_id,
  started: row.started.map((id) => formatId('run', id)),
  reached: row.reached.map((id) => formatId('run', id)),
});

/** Events that went to whoever listens (not those to one run alone), newest first. @throws `malformed` */
export const listEvents = async (db: TenantDb, filters: EventFilters, page: PageRequest): Promise<Page<EventView>> => {
  const limit = limitOf(page);
  const known = { ...filters };
  const after = readCursor(db, 'events', known, page.cursor);
  const rows = await db.sql<ListedRow>`
    select id, name, key, data, source, received_at, external_id, started, reached from events
    where tenant_id = ${db.tenant} and run_id is null
      ${filters.name ? sql`and starts_with(name, ${filters.name})` : emptySql}
      ${filters.key ? sql`and key = ${filters.key}` : emptySql}
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: viewEvent, cursor: (last) => writeCursor(db, 'events', known, last.id) });
};
